package main

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/impl/builtin"
	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/node"
	"github.com/synod-paxos/synod/trace"
)

// serveOptions are what a node is run with.
type serveOptions struct {
	node.Options
	config, naming, form, policy, crashing string
	tls                                    tlsFiles
	asJSON, verbose                        bool
	local                                  int
	idle                                   time.Duration
}

func newServeCommand() *cobra.Command {
	var o serveOptions
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run the node of a data directory, or a whole cluster on this machine",
		Long: `Run the node of a data directory until SIGINT or SIGTERM. When the node takes
part, the line "ready HOST:PORT" appears on standard output, with a second
address if there is one for HTTP; the log goes to standard error. The node
serves the state machine that the directory was made for.

With --http it serves /metrics for Prometheus, /healthz and /readyz.

With --trace the node writes what it does, one line for each step of the
specification, for trace-check to audit. All nodes of a cluster must use the
same --trace-values. Without it, the node's log alone is a trace of what is
durable; trace-check takes data directories too.

With --local N a whole cluster runs on this machine, each node as a process of
its own, with the data directories DIR/node-1 to DIR/node-N, which are made if
DIR is empty or not there. A node that is killed stays down until somebody runs synod
serve for its directory; stopping this process stops all.

--crash-at is for tests: it kills the process, as SIGKILL does, with the given
probability at the places named: persist, when a step is in the log and not yet
in the trace; release, when it is in the trace and not yet on the network.`,
		Example: `  synod serve --local 3 --dir cluster
  synod serve --dir n1 --http 127.0.0.1:9001 --trace traces
  synod serve --config n1.toml`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := readConfig(cmd, o.config); err != nil {
				return err
			}
			if o.Dir == "" {
				return errors.New("--dir is needed: the data directory")
			}
			if cmd.Flags().Changed("local") {
				return serveLocal(cmd, &o)
			}
			return serveOne(cmd, &o)
		},
	}
	o.flags(cmd)
	return cmd
}

func (o *serveOptions) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	configFlag(cmd, &o.config)
	o.tls.flags(cmd)
	f.StringVar(&o.Dir, "dir", "", "the node's data directory, made by synod init")
	f.IntVar(&o.local, "local", 0, "run a cluster of that many nodes on this machine")
	f.StringVar(&o.HTTPAddr, "http", "", "address for metrics and health, host:port; none without it")
	f.StringVar(&o.TraceDir, "trace", "", "directory to write the trace to; none is written without it")
	f.StringVar(&o.naming, "trace-values", string(datadir.Digest), "how values appear in the trace: digest or full")
	f.StringVar(&o.form, "trace-form", "jsonl", "form of the trace: jsonl, or cbor, which costs less")
	f.StringVar(&o.policy, "trace-policy", "block", "what to do when the trace cannot be written: block, or drop events and say so")
	f.DurationVar(&o.Timeout, "timeout", 0, "how long a caller without a deadline waits (default 10s)")
	f.IntVar(&o.Limits.Window, "window", 0, "slots that a leader proposes in at once; the same at all nodes (default 256)")
	f.IntVar(&o.Limits.Batch, "batch", 0, "commands in one slot, at most (default 1024, and 65536)")
	f.IntVar(&o.Limits.Snapshot, "snapshot-slots", 0, "slots after which a snapshot is made (default 20000, at most 262144)")
	f.IntVar(&o.Limits.Keep, "keep-slots", 0, "slots below a snapshot that are kept for nodes that lag (default 5000, at most 262144)")
	f.DurationVar(&o.idle, "session-idle", time.Minute, "after how long without a command a client's session is closed; the same at all nodes")
	f.StringVar(&o.crashing, "crash-at", "", "fault injection: persist:P,release:P")
	f.Uint64Var(&o.Seed, "seed", 0, "seed of the elections and of --crash-at; 0 draws one")
	f.BoolVar(&o.asJSON, "json", false, "log as JSON")
	f.BoolVar(&o.verbose, "verbose", false, "log every refusal of the protocol too")
}

// nodeGC lets the heap grow further between two collections than Go does by
// itself: a node makes garbage fast and holds little.
const nodeGC = 400

// serveOne runs the node of a data directory in this process.
func serveOne(cmd *cobra.Command, o *serveOptions) error {
	id, err := datadir.ReadIdentity(o.Dir)
	if err != nil {
		return err
	}
	if o.StateMachine, err = builtin.New(id.Machine); err != nil {
		return fmt.Errorf("%s: %w", o.Dir, err)
	}
	o.Naming = datadir.Naming(o.naming)
	if o.TLS, err = o.tls.given(); err != nil {
		return err
	}
	if o.Form, err = trace.ParseForm(o.form); err != nil {
		return fmt.Errorf("--trace-form: %w", err)
	}
	if o.Policy, err = trace.ParsePolicy(o.policy); err != nil {
		return fmt.Errorf("--trace-policy: %w", err)
	}
	if o.Crash, err = parseCrash(o.crashing, o.Seed, node.AfterPersist, node.AfterRelease); err != nil {
		return fmt.Errorf("--crash-at: %w", err)
	}
	if o.Timing.Idle = int(o.idle / node.Tick); o.Timing.Idle < 1 {
		return fmt.Errorf("--session-idle: %v is too short", o.idle)
	}
	o.Log = newLog(cmd.ErrOrStderr(), o.asJSON, o.verbose)
	o.Ready = func(a node.Addrs) { fmt.Fprintln(cmd.OutOrStdout(), strings.TrimSpace("ready "+a.Node+" "+a.HTTP)) }
	debug.SetGCPercent(nodeGC)
	return node.Run(cmd.Context(), o.Options)
}
