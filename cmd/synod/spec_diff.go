package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/spec/tla/dot"
)

func newSpecDiffCommand() *cobra.Command {
	var src specSource
	var o tla.ExploreOptions
	var file string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "diff MODULE",
		Short: "Compare the state graph with the one that TLC dumps",
		Long: `Explore a specification and compare the set of edges (state, action, state') with
the one in a dump that TLC wrote with -dump dot,actionlabels, both ways. The dump
may be a FIFO, or - for the standard input: it is read as a stream.

Exit codes: 0 the graphs are equal; 1 they differ; 2 usage, or an input cannot be
read, or there was nothing to compare.`,
		Example: `  java -cp tla2tools.jar tlc2.TLC -dump dot,actionlabels voting.dot -config Voting_n3_b3_v2.cfg MCVoting.tla
  synod spec diff MCVoting --config Voting_n3_b3_v2 --dot voting.dot`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: completeModules,
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := src.load(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			var r io.Reader = cmd.InOrStdin()
			if file != "-" {
				f, err := os.Open(file)
				if err != nil {
					return err
				}
				defer f.Close()
				r = f
			}
			o.Edges = true
			g, err := tla.ExploreContext(cmd.Context(), s, o)
			if err != nil {
				return err
			}
			d, err := dot.Compare(g, r)
			if err != nil {
				return err
			}
			if asJSON {
				err = printJSON(cmd.OutOrStdout(), d)
			} else {
				_, err = fmt.Fprint(cmd.OutOrStdout(), d)
			}
			if err == nil && !d.Equal() {
				return exitWith(exitFails)
			}
			return err
		},
	}
	src.addFlags(cmd)
	cmd.Flags().StringVar(&file, "dot", "", "TLC's dump: a file, a FIFO, or - for the standard input")
	cmd.Flags().BoolVar(&o.IgnoreSymmetry, "ignore-symmetry", false, "explore the full graph despite SYMMETRY or VIEW")
	cmd.Flags().IntVar(&o.Workers, "workers", 0, "how many states to expand at a time (default one for each processor)")
	cmd.Flags().BoolVar(&o.BoundCalls, "bound-calls", false, "compute our edges by calling each action with all arguments")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the outcome as JSON")
	require(cmd, "dot")
	return cmd
}
