package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

type demoLogOptions struct {
	dir               string
	rounds            int
	nodes, operations int
	seed              uint64
	asJSON            bool
}

func newDemoLogCommand() *cobra.Command {
	var o demoLogOptions
	cmd := &cobra.Command{
		Use:   "log",
		Short: "Run a replicated log of real processes under kills and pauses, and audit it",
		Long: `Start nodes of a replicated log as processes of their own and have clients append
entries through all of them, while nodes are killed with SIGKILL at random
moments and started again, or stopped with SIGSTOP until others have gone on
without them. Then make sure that every entry that a client was told of is in
the log once, that the nodes have the same log, stop them, and check their
traces against the specification.

The directory keeps, for each round, the data of the nodes, their logs, the
traces and the drawing trace.html.

Exit codes: 0 nothing is lost or doubled and the traces conform, 1 not so, 3 the
check is inconclusive.`,
		Example: `  synod demo log --dir demo
  synod demo log --rounds 10 --nodes 5 --seed 1`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return demoLog(cmd.Context(), o, cmd.OutOrStdout())
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.dir, "dir", "", "where to leave data and traces; a new temporary directory without it")
	f.IntVar(&o.rounds, "rounds", 1, "how many rounds, each with a new cluster")
	f.IntVar(&o.nodes, "nodes", 3, "how many nodes a cluster has")
	f.IntVar(&o.operations, "operations", 600, "how many entries the clients append in a round")
	f.Uint64Var(&o.seed, "seed", 0, "seed of all choices of the demo; 0 draws one (the processes' timing stays their own)")
	f.BoolVar(&o.asJSON, "json", false, "print one JSON object for each round, and one with the totals")
	return cmd
}

func (o demoLogOptions) check() error {
	switch {
	case o.rounds < 1:
		return fmt.Errorf("--rounds: %d; at least one is needed", o.rounds)
	case o.nodes < 3 || o.nodes > maxLocal:
		return fmt.Errorf("--nodes: 3 to %d, not %d", maxLocal, o.nodes)
	case o.operations < 1 || o.operations > 1e6:
		return fmt.Errorf("--operations: 1 to a million, not %d", o.operations)
	}
	return nil
}

// demoLog runs the rounds and prints what came of them.
func demoLog(ctx context.Context, o demoLogOptions, out io.Writer) error {
	if err := o.check(); err != nil {
		return err
	}
	dir, err := demoDir(o.dir)
	if err != nil {
		return err
	}
	if o.seed == 0 {
		o.seed = uint64(rand.Uint32())
	}
	sum := logTotals{Actions: make(map[string]int), Verdicts: make(map[string]int)}
	for i := range o.rounds {
		s := &story{start: time.Now()}
		if o.rounds == 1 && !o.asJSON {
			s.out = out
		}
		r := &logRound{Round: i + 1, Seed: o.seed + uint64(i), options: o, dir: dir, story: s}
		if o.rounds > 1 {
			r.dir = filepath.Join(dir, fmt.Sprintf("round-%03d", i+1))
		}
		if err := r.run(ctx); err != nil {
			return fmt.Errorf("round %d (seed %d): %w", r.Round, r.Seed, err)
		}
		sum.add(r)
		if err := r.print(out, o.asJSON); err != nil {
			return err
		}
	}
	if err := sum.print(out, o, dir); err != nil {
		return err
	}
	return exitWith(sum.code)
}

// logTotals sum up rounds.
type logTotals struct {
	Rounds    int            `json:"rounds"`
	Appended  int            `json:"appended"` // entries that a client was told of
	Unknown   int            `json:"unknown"`  // entries whose fate no client was told of
	Kills     int            `json:"kills"`
	Pauses    int            `json:"pauses"`
	Events    int            `json:"events"`
	Recovered int            `json:"recovered"`
	NoOps     int            `json:"no_ops"` // votes for the no-op
	Actions   map[string]int `json:"actions"`
	Verdicts  map[string]int `json:"verdicts"`
	Wrong     int            `json:"wrong"` // rounds with entries lost, doubled or out of nowhere
	code      int
}

func (t *logTotals) add(r *logRound) {
	t.Rounds++
	t.Appended += r.Appended
	t.Unknown += r.Unknown
	t.Kills += r.Kills
	t.Pauses += r.Pauses
	t.Events += r.Events
	t.Recovered += r.Recovered
	t.NoOps += r.NoOps
	t.Wrong += one(len(r.Wrong) > 0)
	t.Verdicts[r.Audit.Verdict]++
	for action, n := range r.Actions {
		t.Actions[action] += n
	}
	switch code := r.Audit.exitCode; {
	case len(r.Wrong) > 0 || code == exitFails:
		t.code = exitFails
	case t.code == exitHolds:
		t.code = code
	}
}

func (t *logTotals) print(out io.Writer, o demoLogOptions, dir string) error {
	if o.asJSON {
		return printJSON(out, t)
	}
	var actions []string
	for action, n := range t.Actions {
		actions = append(actions, fmt.Sprint(action, " ", n))
	}
	slices.Sort(actions)
	fmt.Fprintf(out, "actions: %s\n", strings.Join(actions, ", "))
	where := dir
	if o.rounds > 1 {
		where = filepath.Join(dir, "round-*")
	}
	_, err := fmt.Fprintf(out, "traces: %s\ndrawing: %s\n", filepath.Join(where, "traces"), filepath.Join(where, "trace.html"))
	return err
}

// print prints what came of a round.
func (r *logRound) print(out io.Writer, asJSON bool) error {
	if asJSON {
		return printJSON(out, r)
	}
	fmt.Fprintf(out, "round %d (seed %d): %d entries appended, %d of unknown fate; %d kills, %d pauses; %d events, %d recovered; %d leaders, %d snapshots taken over: %s\n",
		r.Round, r.Seed, r.Appended, r.Unknown, r.Kills, r.Pauses, r.Events, r.Recovered, r.Actions["Lead"], r.Actions["InstallSnapshot"], r.Audit.Verdict)
	for _, line := range slices.Concat(r.Wrong, r.Audit.Findings) {
		fmt.Fprintln(out, "  "+line)
	}
	return nil
}
