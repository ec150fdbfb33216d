package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/spec/tla"
)

func newSpecCheckCommand() *cobra.Command {
	var src specSource
	var o tla.ExploreOptions
	var asJSON, progress bool
	cmd := &cobra.Command{
		Use:   "check MODULE",
		Short: "Explore a specification and check its invariants",
		Long: `Explore all reachable states of a specification, check the configuration's
invariants in each, and print TLC's counts: states generated, distinct states and
depth. MODULE is a .tla file, an .ir file, or the name of a built-in module. A
violation is shown with a shortest trace; asterisks mark what changes.

Temporal properties are not checked. A configuration with SYMMETRY or VIEW is
refused unless --ignore-symmetry asks for the full graph.

Exit codes: 0 the invariants hold; 1 one does not, or a deadlock; 2 usage, or the
specification cannot be read or evaluated.`,
		Example: `  synod spec check MCVoting --config Voting_n3_b3_v2
  synod spec check Counter.tla --jar tla2tools.jar`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := src.load(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			o.CheckInvariants, o.CheckDeadlock = true, s.Config().CheckDeadlock
			if progress {
				o.Progress = progressTo(cmd)
			}
			g, err := tla.Explore(s, o)
			if err != nil {
				return err
			}
			return printCheck(cmd, s, g, asJSON)
		},
	}
	src.addFlags(cmd)
	cmd.Flags().BoolVar(&o.IgnoreSymmetry, "ignore-symmetry", false, "explore the full graph despite SYMMETRY or VIEW")
	cmd.Flags().BoolVar(&o.BoundCalls, "bound-calls", false, "compute successors by calling each action with all arguments")
	cmd.Flags().IntVar(&o.MaxStates, "max-states", 0, "give up beyond so many states")
	cmd.Flags().BoolVar(&progress, "progress", false, "report progress on stderr")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the outcome as JSON")
	return cmd
}

// progressTo reports at most once a second.
func progressTo(cmd *cobra.Command) func(tla.Progress) {
	var last time.Time
	return func(p tla.Progress) {
		if now := time.Now(); now.Sub(last) >= time.Second {
			last = now
			fmt.Fprintf(cmd.ErrOrStderr(), "%d states generated, %d distinct, %d to do, depth %d\n", p.Generated, p.Distinct, p.Queue, p.Depth)
		}
	}
}

// specCheckOutcome is what spec check prints.
type specCheckOutcome struct {
	Module     string          `json:"module"`
	Hash       string          `json:"hash"`
	Config     string          `json:"config"`
	Generated  int             `json:"generated"`
	Distinct   int             `json:"distinct"`
	Depth      int             `json:"depth"`
	Invariants []string        `json:"invariants"`
	Unchecked  []string        `json:"unchecked,omitempty"` // temporal properties
	Violation  string          `json:"violation,omitempty"`
	Trace      []specTraceStep `json:"trace,omitempty"`
}

type specTraceStep struct {
	Action  string            `json:"action,omitempty"`
	State   map[string]string `json:"state"`
	Changed []string          `json:"changed,omitempty"`
}

func printCheck(cmd *cobra.Command, s *tla.Spec, g *tla.Graph, asJSON bool) error {
	cfg := s.Config()
	o := specCheckOutcome{Module: s.Module().Name(), Hash: s.Module().Hash(), Config: cfg.File, Generated: g.Generated,
		Distinct: g.Distinct, Depth: g.Depth, Invariants: append([]string{}, cfg.Invariants...), Unchecked: cfg.Properties}
	var trace []tla.Step
	if g.Violation != nil {
		o.Violation = g.Violation.String()
		trace = g.Trace(g.Violation.State)
	}
	out := cmd.OutOrStdout()
	var err error
	if asJSON {
		for i, st := range trace {
			step := specTraceStep{Action: st.Action, State: map[string]string{}}
			for _, name := range s.Variables() {
				v, _ := st.State.Get(name)
				step.State[name] = v.String()
			}
			if i > 0 {
				step.Changed = tla.Changed(trace[i-1].State, st.State)
			}
			o.Trace = append(o.Trace, step)
		}
		err = printJSON(out, o)
	} else {
		if o.Violation != "" {
			fmt.Fprintf(out, "%s\n\n%s\n", o.Violation, tla.FormatTrace(trace))
		}
		if len(o.Unchecked) > 0 {
			fmt.Fprintf(out, "not checked: %s\n", strings.Join(o.Unchecked, " "))
		}
		if o.Violation == "" {
			fmt.Fprintf(out, "%d invariants hold\n", len(o.Invariants))
		}
		_, err = fmt.Fprintf(out, "%d states generated, %d distinct states, depth %d\n", o.Generated, o.Distinct, o.Depth)
	}
	if err == nil && g.Violation != nil {
		return exitWith(exitFails)
	}
	return err
}
