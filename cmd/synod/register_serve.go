package main

import (
	"fmt"
	"io"
	"log/slog"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/register"
	"github.com/synod-paxos/synod/trace"
)

func newRegisterServeCommand() *cobra.Command {
	var (
		o                        register.Options
		naming, policy, crashing string
		asJSON, verbose          bool
	)
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run the node of a data directory",
		Long: `Run the node of a data directory until SIGINT or SIGTERM. When the node takes
part, the line "ready HOST:PORT" appears on standard output; the log goes to
standard error.

With --trace the node writes what it does, one line for each step of the
specification, for trace-check to audit. All nodes of a cluster must use the
same --trace-values.

--crash-at is for tests: it kills the process, as SIGKILL does, with the given
probability at the places named: persist, when a step is in the log and not yet
in the trace; release, when it is in the trace and not yet on the network.`,
		Example: `  synod register serve --dir n1 --trace traces
  synod register serve --dir n1 --trace traces --crash-at persist:0.05,release:0.05 --seed 7`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var err error
			o.Naming = datadir.Naming(naming)
			if o.Policy, err = trace.ParsePolicy(policy); err != nil {
				return fmt.Errorf("--trace-policy: %w", err)
			}
			if o.Crash, err = parseCrash(crashing, o.Seed, register.AfterPersist, register.AfterRelease); err != nil {
				return fmt.Errorf("--crash-at: %w", err)
			}
			o.Log = newLog(cmd.ErrOrStderr(), asJSON, verbose)
			o.Ready = func(addr string) { fmt.Fprintln(cmd.OutOrStdout(), "ready", addr) }
			return register.Run(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.Dir, "dir", "", "the node's data directory, made by synod register init")
	f.StringVar(&o.TraceDir, "trace", "", "directory to write the trace to; none is written without it")
	f.StringVar(&naming, "trace-values", string(datadir.Digest), "how values appear in the trace: digest or full")
	f.StringVar(&policy, "trace-policy", "block", "what to do when the trace cannot be written: block, or drop events and say so")
	f.StringVar(&crashing, "crash-at", "", "fault injection: persist:P,release:P")
	f.Uint64Var(&o.Seed, "seed", 0, "seed of the back-off and of --crash-at; 0 draws one")
	f.BoolVar(&asJSON, "json", false, "log as JSON")
	f.BoolVar(&verbose, "verbose", false, "log every refusal of the protocol too")
	require(cmd, "dir")
	return cmd
}

func newLog(w io.Writer, asJSON, verbose bool) *slog.Logger {
	options := &slog.HandlerOptions{Level: slog.LevelInfo}
	if verbose {
		options.Level = slog.LevelDebug
	}
	if asJSON {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}
