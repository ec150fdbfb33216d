package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
)

// demoMark is a file that says that a directory was made by the demo, which
// may therefore replace it.
const demoMark = ".synod-demo"

type demoOptions struct {
	dir    string
	rounds int
	seed   uint64
	kill   string
	asJSON bool
}

func newDemoCommand() *cobra.Command {
	var o demoOptions
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Run five real processes through a duel and kills, and audit them",
		Long: `Start five nodes as processes of their own, let rivals propose different values
through different nodes at once, kill nodes with SIGKILL at random moments and
start them again. Then ask every node what was decided, stop them, check their
traces against the specification, and draw them.

The directory keeps, for each round, the data of the nodes, their logs, the
traces and the drawing trace.html.

Exit codes: 0 one value was decided and the traces conform, 1 not so, 3 the
check is inconclusive.`,
		Example: `  synod demo --dir demo
  synod demo --rounds 100 --kill --seed 1   # every process is killed in each`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return demo(cmd.Context(), o, cmd.OutOrStdout())
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.dir, "dir", "", "where to leave data and traces; a new temporary directory without it")
	f.IntVar(&o.rounds, "rounds", 1, "how many rounds, each with a new cluster")
	f.Uint64Var(&o.seed, "seed", 0, "seed of all choices of the demo; 0 draws one (the processes' timing stays their own)")
	f.StringVar(&o.kill, "kill", "some", "which nodes are killed: none, some or all; --kill alone means all")
	f.Lookup("kill").NoOptDefVal = "all"
	f.BoolVar(&o.asJSON, "json", false, "print one JSON object for each round, and one with the totals")
	cmd.AddCommand(newDemoLogCommand())
	return cmd
}

// demo runs the rounds and prints what came of them.
func demo(ctx context.Context, o demoOptions, out io.Writer) error {
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
	print := demoPrinter{out: out, asJSON: o.asJSON, rounds: o.rounds, dir: dir}
	print.start(o)
	var sum totals
	for i := range o.rounds {
		r := &round{
			Round: i + 1, Seed: o.seed + uint64(i),
			dir: dir, kill: o.kill, story: print.story(),
		}
		if o.rounds > 1 {
			r.dir = filepath.Join(dir, fmt.Sprintf("round-%03d", i+1))
		}
		if err := r.run(ctx); err != nil {
			return fmt.Errorf("round %d (seed %d): %w", r.Round, r.Seed, err)
		}
		sum.add(r)
		print.round(r)
	}
	print.end(sum)
	return exitWith(sum.exitCode())
}

func (o demoOptions) check() error {
	switch {
	case o.rounds < 1:
		return fmt.Errorf("--rounds: %d; at least one is needed", o.rounds)
	case o.kill != "none" && o.kill != "some" && o.kill != "all":
		return fmt.Errorf("--kill: %q is neither none, some nor all", o.kill)
	}
	return nil
}

// demoDir makes the directory of a demo. It replaces the one of an earlier demo
// and no other.
func demoDir(dir string) (string, error) {
	if dir == "" {
		return os.MkdirTemp("", "synod-demo-")
	}
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	if len(entries) > 0 {
		if _, err := os.Stat(filepath.Join(dir, demoMark)); err != nil {
			return "", fmt.Errorf("--dir: %s is not empty and was not made by synod demo", dir)
		}
		if err := os.RemoveAll(dir); err != nil {
			return "", err
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	return dir, os.WriteFile(filepath.Join(dir, demoMark), nil, 0o644)
}
