package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/spec/tla"
)

// specWhy is what spec why is asked.
type specWhy struct {
	src                 specSource
	action, predicate   string
	state, next         string
	show                int
	asJSON              bool
	enabled, candidates []tla.Candidate
}

func newSpecWhyCommand() *cobra.Command {
	w := &specWhy{}
	cmd := &cobra.Command{
		Use:   "why MODULE",
		Short: "Say why an action is not enabled in a state, or a predicate FALSE",
		Long: `Say why an action of a specification cannot be taken in a state: the conjunct
that fails, the values of its parts, and through which definitions it is reached.
Of an \E the element that gets furthest is shown, of an \A one that fails.

With arguments, as in --action 'Vote(a1, 3)', that one step is explained. With a
name alone, all arguments are tried and the nearest is explained. Without
--action all actions are tried: those that are enabled are listed, and the
nearest of the others. --next gives the state afterwards, or the values of some
variables in it: the question is then whether the step leads there. --predicate
asks why an invariant or another definition is FALSE.

A state is given as TLC prints it, /\ x = 1 /\ y = {}, or as JSON with values as
TLA+ writes them, {"x":"1","y":"{}"}: as text, in a file, or on the standard input
with -. Without --state it is the initial state, if there is only one.

MODULE is a .tla file, which needs Java and the TLA+ tools to be parsed, an .ir
file made by synod spec ir, or the name of a built-in module.

Exit codes: 0 enabled, or TRUE; 1 not; 2 usage, or something cannot be read or
evaluated.`,
		Example: `  synod spec why MCVoting --config Voting_n3_b3_v2 --action 'VoteFor(a1, 1, v1)'
  synod spec why MCVoting --config Voting_n3_b3_v2 --action VoteFor --state s.txt
  synod spec why M.tla --next '/\ x = 3' --json
  synod spec why M.tla --predicate TypeOK --state '{"x":"-1"}'`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: completeModules,
		RunE:              func(cmd *cobra.Command, args []string) error { return w.run(cmd, args[0]) },
	}
	w.src.addFlags(cmd)
	f := cmd.Flags()
	f.StringVar(&w.action, "action", "", "the action, with or without arguments (default all)")
	f.StringVar(&w.predicate, "predicate", "", "a definition that should be TRUE in the state")
	f.StringVar(&w.state, "state", "", "the state: text, a file, or - (default the initial state)")
	f.StringVar(&w.next, "next", "", "variables in the next state: text, a file, or -")
	f.IntVar(&w.show, "show", 1, "how many of the nearest steps to explain")
	f.BoolVar(&w.asJSON, "json", false, "print the outcome as JSON")
	cmd.MarkFlagsMutuallyExclusive("action", "predicate")
	cmd.MarkFlagsMutuallyExclusive("next", "predicate")
	return cmd
}

func (w *specWhy) run(cmd *cobra.Command, name string) error {
	if w.show < 0 {
		return errors.New("--show cannot be negative")
	}
	s, err := w.src.load(cmd.Context(), name)
	if err != nil {
		return err
	}
	st, err := w.readState(cmd.InOrStdin(), s)
	if err != nil {
		return err
	}
	if w.predicate != "" {
		why, err := s.WhyFalse(w.predicate, st)
		if err != nil {
			return err
		}
		return w.printPredicate(cmd, why)
	}
	next, err := readAssignment(cmd.InOrStdin(), w.next)
	if err != nil {
		return fmt.Errorf("--next: %w", err)
	}
	if err := w.ask(s, st, next); err != nil {
		return err
	}
	return w.printActions(cmd)
}

// ask tries the actions that are asked about.
func (w *specWhy) ask(s *tla.Spec, st tla.State, next map[string]tla.Value) error {
	var only []*tla.Action
	if w.action != "" {
		a, args, given, err := s.ParseCall(w.action)
		if err != nil {
			return err
		}
		if given {
			why, err := a.WhyStep(st, next, args...)
			w.sort([]tla.Candidate{{Action: a, Args: args, Why: why}})
			return err
		}
		for _, b := range s.Actions() { // Next may have several of one name
			if b.Name == a.Name {
				only = append(only, b)
			}
		}
	}
	all, err := s.Nearest(st, next, only...)
	w.sort(all)
	return err
}

func (w *specWhy) sort(all []tla.Candidate) {
	for _, c := range all {
		if c.Why == nil {
			w.enabled = append(w.enabled, c)
		} else {
			w.candidates = append(w.candidates, c)
		}
	}
}

func (w *specWhy) readState(in io.Reader, s *tla.Spec) (tla.State, error) {
	if w.state != "" {
		values, err := readAssignment(in, w.state)
		if err != nil {
			return tla.State{}, fmt.Errorf("--state: %w", err)
		}
		return s.NewState(values)
	}
	initial, err := s.Init()
	if err != nil {
		return tla.State{}, err
	}
	if len(initial) != 1 {
		return tla.State{}, fmt.Errorf("--state is needed: there are %d initial states", len(initial))
	}
	return initial[0], nil
}

// readAssignment reads values of variables from text, a file or the standard
// input.
func readAssignment(in io.Reader, what string) (map[string]tla.Value, error) {
	if what == "" {
		return nil, nil
	}
	text := what
	if what == "-" {
		data, err := io.ReadAll(in)
		if err != nil {
			return nil, err
		}
		text = string(data)
	} else if data, err := os.ReadFile(what); err == nil {
		text = string(data)
	} else if !errors.Is(err, fs.ErrNotExist) && !strings.ContainsAny(what, "={") {
		return nil, err
	}
	if strings.HasPrefix(strings.TrimSpace(text), "{") {
		return readJSONAssignment(text)
	}
	return tla.ParseAssignment(text)
}

func readJSONAssignment(text string) (map[string]tla.Value, error) {
	var fields map[string]string
	if err := json.Unmarshal([]byte(text), &fields); err != nil {
		return nil, fmt.Errorf("a JSON object with strings is expected: %w", err)
	}
	values := map[string]tla.Value{}
	for name, field := range fields {
		v, err := tla.ParseValue(field)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		values[name] = v
	}
	return values, nil
}
