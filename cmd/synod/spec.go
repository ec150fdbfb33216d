package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/ci/tools"
)

func newSpecCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "spec",
		Short: "Explore TLA+ specifications, compare with TLC, make their IR",
		Long: `Tools around the TLA+ specifications. Exploring needs no JVM for the modules that
are built in; SANY, TLC's parser, is needed to read other .tla files.`,
		Example: `  synod spec check MCVoting --config Voting_n3_b3_v2
  synod spec diff MCVoting --config Voting_n3_b3_v2 --dot voting.dot
  synod spec ir --check`,
	}
	cmd.AddCommand(newSpecIRCommand(), newSpecCheckCommand(), newSpecDiffCommand(), newSpecEventsCommand(), newSpecWhyCommand())
	return cmd
}

func addJarFlag(cmd *cobra.Command, jar *string) {
	cmd.Flags().StringVar(jar, "jar", "", "the TLA+ tools' jar (default: what TLA2TOOLS_JAR names, else the pinned one, fetched once)")
}

// findJar is the jar that was named, else the one that the gates use.
func findJar(ctx context.Context, named string) (string, error) {
	if named != "" {
		return named, nil
	}
	setup := tools.New(func(line string) { fmt.Fprintln(os.Stderr, "synod:", line) })
	if _, err := setup.Java(ctx); err != nil {
		return "", err
	}
	jar, err := setup.TLC(ctx)
	return jar.Path, err
}
