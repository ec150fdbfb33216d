package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/spec/tla"
)

// specCheck is what spec check is asked to do.
type specCheck struct {
	src        specSource
	options    tla.ExploreOptions
	noDeadlock bool
	memory     byteSize
	graphs     graphFiles
	tlcExit    bool
	progress   bool
	asJSON     bool
}

func newSpecCheckCommand() *cobra.Command {
	c := &specCheck{memory: byteSize(defaultMemory())}
	cmd := &cobra.Command{
		Use:   "check MODULE",
		Short: "Explore a specification and check it, as TLC does",
		Long: `Explore all reachable states of a specification breadth first and check what its
configuration asks for: ASSUME, INVARIANT, deadlock, and of PROPERTY what is
about single states and steps: initial predicates, []P, [][A]_v, and refinement
by these. CONSTRAINT, ACTION_CONSTRAINT, SYMMETRY and VIEW count as in TLC. The
outcome ends with TLC's figures: states generated, distinct states, states left
on the queue, and depth. They, and a violation with its trace, are the same for
any number of workers. A violation is shown with a shortest trace; asterisks mark
what changes.

MODULE is a .tla file, which needs Java and the TLA+ tools to be parsed, an .ir
file made by synod spec ir, or the name of a built-in module.

Other temporal properties are refused, by name and place; --safety-only leaves
them out and says so. Fairness has no influence on what is checked.

--edges writes the graph as JSON Lines, while it is explored: a state before the
first edge to it, numbered in the order of discovery, each edge once:
  {"state":0,"initial":true,"values":{"x":"0"}}
  {"from":0,"action":"Up","to":1}
--dot writes it as TLC's -dump dot,actionlabels does, for Graphviz and for
synod spec diff.

Exit codes: 0 it holds; 1 it does not: an assumption, an invariant, a property,
or a deadlock; 2 usage, or the specification cannot be read or evaluated; 3 it was
not explored to its end: a limit was reached, or it was interrupted.
With --tlc-exit, those of TLC instead of 1 and 2: 10 assumption, 11 deadlock,
12 invariant, 13 property, 14 Assert, 75 and 76 evaluation of the specification
and of an invariant, 150 parsing, 151 configuration, 255 anything else; TLC has
255 for some errors of evaluation too, such as overflow.`,
		Example: `  synod spec check MCVoting --config Voting_n3_b3_v2
  synod spec check Counter.tla
  synod spec check M.tla -config M.cfg --workers 4 --memory 4GiB --json
  synod spec check M.tla -config Live.cfg --safety-only --edges - | grep '"action":"Vote"'
  synod spec check M.tla -config small.cfg --dot m.dot && dot -Tsvg m.dot > m.svg`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: completeModules,
		RunE: func(cmd *cobra.Command, args []string) error {
			err := c.run(cmd, args[0])
			if c.tlcExit {
				err = withTLCCode(err)
			}
			return err
		},
	}
	c.src.addFlags(cmd)
	f := cmd.Flags()
	f.IntVar(&c.options.Workers, "workers", 0, "how many states to expand at a time (default one for each processor)")
	f.Var(&c.memory, "memory", "give up when the states take so much")
	f.IntVar(&c.options.MaxStates, "max-states", 0, "give up beyond so many distinct states (default no limit)")
	f.BoolVar(&c.noDeadlock, "no-deadlock", false, "do not check for deadlock, as TLC's -deadlock")
	f.BoolVar(&c.options.SafetyOnly, "safety-only", false, "leave out what is temporal in the properties, and say so")
	f.BoolVar(&c.options.IgnoreSymmetry, "ignore-symmetry", false, "explore the full graph despite SYMMETRY or VIEW")
	f.BoolVar(&c.options.BoundCalls, "bound-calls", false, "compute successors by calling each action with all arguments")
	f.StringVar(&c.graphs.edges, "edges", "", "write states and edges to this file; - is the standard output")
	f.StringVar(&c.graphs.dot, "dot", "", "write the graph in the format of TLC's dump to this file; - is the standard output")
	f.BoolVar(&c.tlcExit, "tlc-exit", false, "exit with TLC's codes")
	f.BoolVar(&c.progress, "progress", false, "report progress on stderr, even if that is no terminal")
	f.BoolVar(&c.asJSON, "json", false, "print the outcome as JSON")
	cmd.MarkFlagsMutuallyExclusive("edges", "dot")
	return cmd
}

// gcPercent is how much garbage may gather beside the live heap before it is
// collected. States live long and garbage is plenty: BasicPaxos_n3_b3_v2_restart is
// explored at 21,500 states per second of CPU time with 100, 30,100 with 400,
// 34,900 with 800 and 37,400 with 1600, and takes twice the memory at each step.
const gcPercent = 800

func (c *specCheck) run(cmd *cobra.Command, name string) error {
	if c.options.Workers < 0 || c.options.MaxStates < 0 {
		return errors.New("--workers and --max-states cannot be negative")
	}
	s, err := c.src.load(cmd.Context(), name)
	if err != nil {
		return err
	}
	c.options.CheckInvariants, c.options.CheckProperties = true, true
	c.options.CheckDeadlock = s.Config().CheckDeadlock && !c.noDeadlock
	c.options.Memory = int(c.memory)
	if c.progress || isTerminal(cmd.ErrOrStderr()) {
		c.options.Progress = progressTo(cmd)
	}
	defer debug.SetGCPercent(debug.SetGCPercent(gcPercent))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(int64(c.memory)))
	out := cmd.OutOrStdout()
	if c.graphs.standardOutput() { // the outcome must not get into the graph
		out = cmd.ErrOrStderr()
	}
	r, err := c.explore(cmd.Context(), s, cmd)
	o := newCheckOutcome(s, r, err, c.options)
	if o == nil {
		return hinted(err)
	}
	if err := o.print(out, c.asJSON); err != nil {
		return err
	}
	return o.exit()
}

// hinted says what can be done about an error.
func hinted(err error) error {
	var temporal tla.TemporalError
	if errors.As(err, &temporal) {
		return fmt.Errorf("%w\nTLC checks such properties; --safety-only checks the rest of them", err)
	}
	return err
}

// explore writes the graph if that is asked for.
func (c *specCheck) explore(ctx context.Context, s *tla.Spec, cmd *cobra.Command) (*tla.Report, error) {
	visitor, done, err := c.graphs.open(s, cmd.OutOrStdout())
	if err != nil {
		return nil, err
	}
	r, err := tla.Check(ctx, s, c.options, visitor)
	if closing := done(); closing != nil {
		return nil, closing
	}
	return r, err
}

// progressTo reports at most once a second.
func progressTo(cmd *cobra.Command) func(tla.Progress) {
	last := time.Now()
	return func(p tla.Progress) {
		if now := time.Now(); now.Sub(last) >= time.Second {
			last = now
			fmt.Fprintf(cmd.ErrOrStderr(), "%d states generated, %d distinct, %d to do, depth %d\n", p.Generated, p.Distinct, p.Queue, p.Depth)
		}
	}
}
