package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/bench/peers/harness"
)

// The two that are compared, and what makes a node never snapshot.
const (
	withoutSnapshots = "without snapshots"
	withSnapshots    = "with snapshots"
	never            = 1 << 40
)

func snapshotsCommand() *cobra.Command {
	var l load
	var every, state, rounds int
	var json bool
	cmd := &cobra.Command{
		Use:   "snapshots",
		Short: "Measure what snapshots do to the latency of commands",
		Long: `snapshots measures Synod without snapshots and with many, of a state machine of
some size, in turns, and compares the latencies of commands.`,
		Example: `  bench-peers snapshots
  bench-peers snapshots --every 500 --state 67108864 --rounds 5`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if every < 1 || rounds < 1 || state < 0 {
				return fmt.Errorf("a snapshot every %d entries of %d bytes, %d rounds", every, state, rounds)
			}
			l.config.StateBytes = state
			plan := harness.Plan{Rounds: rounds, Points: []harness.Point{l.point}}
			for _, name := range []string{withoutSnapshots, withSnapshots} {
				plan.Contenders = append(plan.Contenders, harness.Contender{Name: name, Setups: harness.Setups()})
			}
			measure := func(ctx context.Context, t harness.Turn) (harness.Sample, error) {
				turn := l
				turn.config.SnapshotEvery = never
				if t.System == withSnapshots {
					turn.config.SnapshotEvery = every
				}
				return turn.spawn(ctx)
			}
			rows, failures, err := plan.Run(cmd.Context(), measure, func(t harness.Turn, i, of int) {
				fmt.Fprintf(cmd.ErrOrStderr(), "turn %d of %d: %s, round %d\n", i, of, t.System, t.Round)
			})
			if err != nil {
				return err
			}
			report := &harness.PauseReport{System: l.system, Every: every, State: state, Row: rows[0], Failures: failures}
			if json {
				err = printJSON(cmd.OutOrStdout(), report)
			} else {
				err = report.Table(cmd.OutOrStdout())
			}
			if err == nil && len(failures) > 0 {
				err = fmt.Errorf("%w: %d turns failed", errMeasuring, len(failures))
			}
			return err
		},
	}
	f := cmd.Flags()
	f.StringVar(&l.system, "system", "synod", "the system, one of Synod's")
	l.setupFlag(cmd, harness.Disk)
	l.loadFlags(cmd)
	f.DurationVar(&l.warm, "warm", time.Second, "how long a turn runs before it measures")
	f.DurationVar(&l.measure, "measure", 5*time.Second, "how long a turn measures")
	f.IntVar(&every, "every", 2000, "entries of the log from one snapshot to the next")
	f.IntVar(&state, "state", 16<<20, "size of the state machine, in bytes")
	f.IntVar(&rounds, "rounds", 3, "how often each is measured")
	f.BoolVar(&json, "json", false, "print the figures as JSON")
	return cmd
}
