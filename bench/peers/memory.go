package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/bench/peers/harness"
	"github.com/synod-paxos/synod/bench/peers/system"
)

func memoryCommand() *cobra.Command {
	var l load
	var commands, samples int
	var json bool
	cmd := &cobra.Command{
		Use:   "memory",
		Short: "Sample the heap over ten million commands",
		Long: `memory has a system do many commands, and samples the heap of the process, in
which all three replicas and the clients are, right after a collection each time.`,
		Example: `  bench-peers memory --system synod
  bench-peers memory --system etcd/raft --setup disk --commands 1000000`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			report := &harness.HeapReport{System: l.system, Point: l.point}
			err := l.started(func(_ system.System, crowd *harness.Crowd) (err error) {
				report.Samples, err = harness.MeasureHeap(crowd, commands, samples, func(done int) {
					fmt.Fprintf(cmd.ErrOrStderr(), "%d of %d commands\n", done, commands)
				})
				return err
			})
			if err != nil {
				return err
			}
			report.Growth = harness.HeapGrowth(report.Samples)
			if json {
				return printJSON(cmd.OutOrStdout(), report)
			}
			return report.Table(cmd.OutOrStdout())
		},
	}
	f := cmd.Flags()
	f.StringVar(&l.system, "system", "synod", "the system")
	l.setupFlag(cmd, harness.Memory)
	l.loadFlags(cmd)
	f.IntVar(&commands, "commands", 10_000_000, "how many commands")
	f.IntVar(&samples, "samples", 20, "how many samples of the heap")
	f.BoolVar(&json, "json", false, "print the samples as JSON")
	return cmd
}
