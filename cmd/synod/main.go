// Synod runs Paxos that can be audited: nodes of a replicated log and of a
// single-decree register, clients and measurements, a demonstration with real
// processes, and tools around the specifications. See synod --help.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/spf13/cobra"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run runs a command line and returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := newRootCommand()
	root.SetArgs(likeTLC(args))
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err != nil && ctx.Err() != nil {
		err = cutShort(err)
	}
	return exitCode(err, stderr)
}

// tlcFlags are flags that TLC's users have in their fingers.
var tlcFlags = map[string]string{"-config": "--config", "-deadlock": "--no-deadlock", "-workers": "--workers"}

// likeTLC takes flags of TLC, which have one dash where everybody else's have two.
func likeTLC(args []string) []string {
	args = slices.Clone(args)
	for i, a := range args {
		if flag, ok := tlcFlags[a]; ok {
			args[i] = flag
		}
	}
	return args
}

func newRootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "synod",
		Short: "Paxos that can be audited against its own specification",
		Long: `Synod is Paxos that can be audited: specifications in TLA+, an implementation
written to them, and traces of real runs that are checked against them.

Exit codes: 0 it holds, 1 it does not, 2 usage or unreadable input, 3 nothing
can be said.`,
		Example: `  synod demo --dir demo                    # five processes, a duel, kills; audited
  synod serve --local 3 --dir cluster      # a cluster on this machine
  synod write hello --dir cluster/node-1
  synod status --dir cluster/node-1`,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.AddCommand(newInitCommand(), newServeCommand(), newWriteCommand(), newReadCommand(),
		newStatusCommand(), newSnapshotCommand(), newBenchCommand(),
		newRegisterCommand(), newDemoCommand(), newSpecCommand())
	return root
}
