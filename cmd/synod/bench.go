package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/impl/builtin"
	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/node"
	"github.com/synod-paxos/synod/trace"
)

// benchOptions say what is measured.
type benchOptions struct {
	load
	dir      string
	inMemory bool
	traces   string
	form     string
	tls      tlsFiles
	asJSON   bool
}

func newBenchCommand() *cobra.Command {
	var o benchOptions
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Measure how many commands a cluster serves, and how fast",
		Long: `Have many clients propose commands, each the next when it has the answer to the
last, and print how many were served in a second and how long they took.

Without --dir three nodes run in this process, with logs on the disk, in a
temporary directory, and TCP between them; with --in-memory they keep everything
in memory and have no network. With --dir the clients ask the running nodes of
the cluster that the data directory belongs to. The state machine is the
register.`,
		Example: `  synod bench --clients 256 --size 16 --duration 10s
  synod bench --in-memory --operations 1000000
  synod bench --dir cluster/node-1 --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := o.check(); err != nil {
				return err
			}
			m, err := o.measure(cmd.Context())
			if err != nil {
				return err
			}
			if o.asJSON {
				return printJSON(cmd.OutOrStdout(), m)
			}
			m.print(cmd.OutOrStdout())
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.dir, "dir", "", "a data directory of the running cluster to measure")
	f.BoolVar(&o.inMemory, "in-memory", false, "without disks and a network")
	o.tls.flags(cmd)
	f.StringVar(&o.traces, "trace", "", "directory for the traces of the nodes in this process; none without it")
	f.StringVar(&o.form, "trace-form", "jsonl", "form of the traces: jsonl, or cbor, which costs less")
	f.IntVar(&o.clients, "clients", 256, "how many commands are under way at once")
	f.IntVar(&o.size, "size", 16, "bytes in a command")
	f.DurationVar(&o.duration, "duration", 5*time.Second, "how long to measure, after a second of warming up")
	f.IntVar(&o.operations, "operations", 0, "measure so many commands in place of --duration")
	f.BoolVar(&o.asJSON, "json", false, "print JSON")
	cmd.MarkFlagsMutuallyExclusive("dir", "in-memory")
	cmd.MarkFlagsMutuallyExclusive("dir", "trace")
	cmd.MarkFlagsMutuallyExclusive("in-memory", "trace")
	cmd.MarkFlagsMutuallyExclusive("duration", "operations")
	return cmd
}

func (o *benchOptions) check() error {
	switch {
	case o.clients < 1 || o.clients > 1<<15:
		return fmt.Errorf("--clients: 1 to %d, not %d", 1<<15, o.clients)
	case o.size < 0 || o.size > 1<<19:
		return fmt.Errorf("--size: 0 to %d bytes, not %d", 1<<19, o.size)
	case o.operations < 0 || o.operations == 0 && o.duration <= 0:
		return errors.New("--duration or --operations: nothing would be measured")
	}
	return nil
}

// measure runs the cluster that is wanted and the load on it.
func (o *benchOptions) measure(ctx context.Context) (m measurement, err error) {
	if o.dir != "" {
		return o.measureRunning(ctx)
	}
	debug.SetGCPercent(nodeGC)
	nodes, stop, err := o.nodes()
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, stop()) }()
	var doors []door
	for _, n := range nodes {
		doors = append(doors, n.Propose)
	}
	return o.load.run(ctx, doors)
}

// benchNodes is how many nodes run in this process.
const benchNodes = 3

// nodes starts nodes in this process.
func (o *benchOptions) nodes() (nodes []*node.Node, stop func() error, err error) {
	if o.inMemory {
		var machines []node.StateMachine
		for range benchNodes {
			machine, err := builtin.New("register")
			if err != nil {
				return nil, nil, err
			}
			machines = append(machines, machine)
		}
		nodes, err := node.OpenInMemory(machines, node.Options{})
		return nodes, func() error { return closeAll(nodes) }, err
	}
	base, err := os.MkdirTemp("", "synod-bench")
	if err != nil {
		return nil, nil, err
	}
	stop = func() error { return errors.Join(closeAll(nodes), os.RemoveAll(base)) }
	dirs, err := localDirs(filepath.Join(base, "bench"), benchNodes)
	for _, dir := range dirs {
		var n *node.Node
		if n, err = o.open(dir); err != nil {
			break
		}
		nodes = append(nodes, n)
	}
	if err != nil {
		return nil, nil, errors.Join(err, stop())
	}
	return nodes, stop, nil
}

func (o *benchOptions) open(dir string) (*node.Node, error) {
	machine, err := builtin.New("register")
	if err != nil {
		return nil, err
	}
	form, err := trace.ParseForm(o.form)
	if err != nil {
		return nil, fmt.Errorf("--trace-form: %w", err)
	}
	return node.Open(node.Options{Dir: dir, StateMachine: machine, TraceDir: o.traces, Form: form})
}

func closeAll(nodes []*node.Node) error {
	var failed []error
	for _, n := range nodes {
		failed = append(failed, n.Close())
	}
	return errors.Join(failed...)
}

// measureRunning measures nodes of other processes.
func (o *benchOptions) measureRunning(ctx context.Context) (m measurement, err error) {
	id, err := datadir.ReadIdentity(o.dir)
	if err != nil {
		return m, err
	}
	files, err := o.tls.given()
	if err != nil {
		return m, err
	}
	var doors []door
	for _, member := range id.Nodes {
		ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
		client, err := node.Dial(ctx, member.Addr, id.Cluster, files)
		cancel()
		if err != nil {
			return m, fmt.Errorf("node %d: %w", member.Node, err)
		}
		defer client.Close()
		doors = append(doors, client.Propose)
	}
	return o.load.run(ctx, doors)
}
