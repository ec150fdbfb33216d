package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/bench/peers/harness"
	"github.com/synod-paxos/synod/bench/peers/system"
)

// never makes a node never snapshot by itself, as far as its bounds allow.
const never = 1 << 40

func snapshotsCommand() *cobra.Command {
	var l load
	var times int
	var json bool
	cmd := &cobra.Command{
		Use:   "snapshots",
		Short: "Measure what a snapshot does to commands under way",
		Long: `snapshots has the leader make one snapshot after the other of a state machine of
some size, while clients work, and tells the longest that a command took with
each and in as long a time without: what the percentiles are of is snapshots.`,
		Example: `  bench-peers snapshots
  bench-peers snapshots --state 67108864 --times 30`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if times < 1 || l.config.StateBytes < 0 {
				return fmt.Errorf("%d snapshots of %d bytes", times, l.config.StateBytes)
			}
			l.config.SnapshotEvery = never
			report := &harness.PauseReport{System: l.system, Point: l.point, State: l.config.StateBytes}
			err := l.started(func(running system.System, crowd *harness.Crowd) (err error) {
				store, ok := running.(system.Store)
				if !ok {
					return errors.New("it makes no snapshot when told to")
				}
				report.Pauses, err = crowd.MeasurePauses(l.warm, times, store.Snapshot)
				return err
			})
			if err != nil {
				return err
			}
			if json {
				return printJSON(cmd.OutOrStdout(), report)
			}
			return report.Table(cmd.OutOrStdout())
		},
	}
	f := cmd.Flags()
	f.StringVar(&l.system, "system", "synod", "the system, one of Synod's")
	l.setupFlag(cmd, harness.Disk)
	l.loadFlags(cmd)
	f.DurationVar(&l.warm, "warm", time.Second, "how long to run before measuring")
	f.IntVar(&l.config.StateBytes, "state", 16<<20, "size of the state machine, in bytes")
	f.IntVar(&times, "times", 100, "how many snapshots")
	f.BoolVar(&json, "json", false, "print the figures as JSON")
	return cmd
}
