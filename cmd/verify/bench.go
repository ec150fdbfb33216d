package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/ci"
	"github.com/synod-paxos/synod/ci/bench"
)

func benchSpecCommand(o *options) *cobra.Command {
	var rounds int
	var only []string
	cmd := &cobra.Command{
		Use:   "bench-spec",
		Short: "Measure the evaluator against TLC, and the replay of recorded steps",
		Long: `bench-spec explores models with TLC, with one worker, and with synod spec check,
in turns, several rounds of it, and compares the states generated per CPU-second
of the whole process. What starting a JVM takes is measured too, and taken off
TLC's account. Then it replays runs of a replicated log with a thousand live slots
and five nodes, of different lengths, and tells what an event costs: by the
messages that it cites, as trace-check judges it, which has a goal; and, without
one, in a set of all messages that grows with the run.

Exit codes: 0 all figures are reached, 1 one is missed, 2 nothing was measured.`,
		Example: `  verify bench-spec
  verify bench-spec --rounds 5 --json > bench.json
  verify bench-spec --model BasicPaxos_n3_b3_v2_graph`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if rounds < 1 {
				return fmt.Errorf("--rounds %d: there must be at least one", rounds)
			}
			show := newDisplay(cmd.ErrOrStderr())
			env, err := prepare(cmd.Context(), *o, show)
			if err != nil {
				return err
			}
			report, err := ci.BenchSpec(cmd.Context(), env, bench.Options{Rounds: rounds, Events: []int{1000, 10_000, 100_000}, Progress: show.progress}, only)
			show.clear()
			if err != nil {
				return err
			}
			if o.json {
				enc := json.NewEncoder(cmd.OutOrStdout())
				enc.SetIndent("", "  ")
				err = enc.Encode(report)
			} else {
				err = report.Table(cmd.OutOrStdout())
			}
			if err == nil && len(report.Missed()) > 0 {
				return errFails
			}
			return err
		},
	}
	cmd.Flags().IntVar(&rounds, "rounds", 3, "how often everything is measured")
	cmd.Flags().StringSliceVar(&only, "model", nil, "measure these models only")
	cmd.Flags().BoolVar(&o.json, "json", false, "print what was measured as JSON")
	return cmd
}
