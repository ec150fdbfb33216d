// Command bench-peers measures Synod against the Raft libraries that a Go
// engineer would pick today, in one run and alike.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// Exit codes, as every command of the project has them.
const (
	exitHolds = 0
	exitFails = 1
	exitUsage = 2
)

// errMeasuring marks what went wrong while measuring, not with the usage.
var errMeasuring = errors.New("measuring")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	err := rootCommand().ExecuteContext(ctx)
	switch {
	case err == nil:
		os.Exit(exitHolds)
	case errors.Is(err, errMeasuring):
		fmt.Fprintln(os.Stderr, "bench-peers:", err)
		os.Exit(exitFails)
	}
	fmt.Fprintln(os.Stderr, "bench-peers:", err)
	os.Exit(exitUsage)
}

func rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "bench-peers",
		Short: "Measure Synod against etcd/raft, hashicorp/raft and dragonboat",
		Long: `bench-peers measures Synod and the Raft libraries that a Go engineer would pick
today: three replicas in one process, the same clients, payloads, durability and
transport, in turns. It gives figures and judges none.

Exit codes: 0 everything was measured, 1 something failed, 2 bad usage.`,
		Example: `  bench-peers compare --out out
  bench-peers compare --system synod --system etcd/raft --setup disk --payload 16 --clients 256
  bench-peers memory --system synod
  bench-peers restart
  bench-peers snapshots`,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.AddCommand(compareCommand(), turnCommand(), memoryCommand(), restartCommand(), snapshotsCommand())
	return root
}

// printJSON writes a report for programs.
func printJSON(w io.Writer, report any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(report)
}
