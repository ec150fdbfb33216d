package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime/pprof"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/bench/peers/adapters"
	"github.com/synod-paxos/synod/bench/peers/harness"
	"github.com/synod-paxos/synod/bench/peers/system"
)

// load is what a turn consists of.
type load struct {
	system        string
	point         harness.Point
	warm, measure time.Duration
	dir           string // where turns make directories of their own
	profile       string // file for a CPU profile; "" for none
	allocs        string // file for a profile of allocations; "" for none
	config        system.Config
}

// turnCommand is the process of one turn. Each has its own, so that none
// inherits another's heap, goroutines or open files.
func turnCommand() *cobra.Command { return newTurnCommand(new(load)) }

func newTurnCommand(l *load) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "turn",
		Short:   "Measure one system once, and print the sample as JSON",
		Long:    "turn is what compare starts for each system, point and round.",
		Example: "  bench-peers turn --system etcd/raft --setup disk --payload 16 --clients 256",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			sample, err := l.run()
			if err != nil {
				return err
			}
			return printJSON(cmd.OutOrStdout(), sample)
		},
	}
	f := cmd.Flags()
	f.StringVar(&l.system, "system", "", "the system")
	l.setupFlag(cmd, harness.Memory)
	l.loadFlags(cmd)
	f.DurationVar(&l.warm, "warm", time.Second, "how long to run before measuring")
	f.DurationVar(&l.measure, "measure", 3*time.Second, "how long to measure")
	f.StringVar(&l.profile, "cpuprofile", "", "write a CPU profile of it to this file")
	f.StringVar(&l.allocs, "memprofile", "", "write a profile of its allocations to this file")
	f.IntVar(&l.config.SnapshotEvery, "snapshot-every", 0, "Synod: entries of the log from one snapshot to the next; 0: the default")
	f.IntVar(&l.config.StateBytes, "state", 0, "Synod: size of the state machine, in bytes")
	return cmd
}

// setupFlag is that of a single load.
func (l *load) setupFlag(cmd *cobra.Command, fallback harness.Setup) {
	cmd.Flags().StringVar((*string)(&l.point.Setup), "setup", string(fallback), "memory, or disk: fsync and loopback TCP")
}

// loadFlags are those of a single load, but for the setup.
func (l *load) loadFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.IntVar(&l.point.Payload, "payload", 16, "size of a command, in bytes")
	f.IntVar(&l.point.Clients, "clients", 256, "how many clients, each with a command under way")
	f.StringVar(&l.dir, "dir", "out", "directory on the disk to measure")
}

// args are the command line of the turn's process.
func (l load) args() []string {
	return []string{"turn", "--system", l.system, "--setup", string(l.point.Setup),
		"--payload", strconv.Itoa(l.point.Payload), "--clients", strconv.Itoa(l.point.Clients),
		"--warm", l.warm.String(), "--measure", l.measure.String(), "--dir", l.dir,
		"--snapshot-every", strconv.Itoa(l.config.SnapshotEvery), "--state", strconv.Itoa(l.config.StateBytes)}
}

// started runs something against the system of a load, in a directory of its own.
func (l load) started(use func(system.System, *harness.Crowd) error) (err error) {
	if err := os.MkdirAll(l.dir, 0o755); err != nil {
		return err
	}
	if l.config.Dir, err = os.MkdirTemp(l.dir, "bench-peers-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(l.config.Dir)) }()
	return l.startedIn(use)
}

// startedIn is the same in the directory that the load has.
func (l load) startedIn(use func(system.System, *harness.Crowd) error) error {
	kind, err := adapters.Find(l.system)
	if err != nil {
		return err
	}
	if !supports(kind, l.point.Setup) {
		return fmt.Errorf("%s is not measured in the setup %q", kind.Name, l.point.Setup)
	}
	l.config.Clients = l.point.Clients
	l.config.Sync = l.point.Setup == harness.Disk
	l.config.TCP = l.config.Sync
	running, err := kind.Start(l.config)
	if err != nil {
		return fmt.Errorf("%w: starting %s: %w", errMeasuring, kind.Name, err)
	}
	crowd, err := harness.Gather(running, l.point.Clients, l.point.Payload)
	if err == nil {
		err = use(running, crowd)
	}
	if err = errors.Join(err, running.Close()); err != nil {
		return fmt.Errorf("%w: %s: %w", errMeasuring, kind.Name, err)
	}
	return nil
}

func (l load) run() (sample harness.Sample, err error) {
	err = l.started(func(_ system.System, crowd *harness.Crowd) error {
		return l.profiled(func() error {
			sample, err = crowd.During(l.warm, l.measure)
			if err == nil && l.allocs != "" {
				err = toFile(l.allocs, func(w io.Writer) error { return pprof.Lookup("allocs").WriteTo(w, 0) })
			}
			return err
		})
	})
	return sample, err
}

// profiled does something and writes its CPU profile, if one is wanted.
func (l load) profiled(do func() error) error {
	if l.profile == "" {
		return do()
	}
	return toFile(l.profile, func(w io.Writer) error {
		if err := pprof.StartCPUProfile(w); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
		return do()
	})
}

// patience is how much longer than its clients a turn may take.
const patience = 2 * time.Minute

// spawn runs a turn in a process of its own.
func (l load) spawn(ctx context.Context) (harness.Sample, error) {
	self, err := os.Executable()
	if err != nil {
		return harness.Sample{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, l.warm+l.measure+patience)
	defer cancel()
	var stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, self, l.args()...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return harness.Sample{}, fmt.Errorf("%w: %s", errors.Join(err, ctx.Err()), tail(stderr.String()))
	}
	var sample harness.Sample
	if err := json.Unmarshal(out, &sample); err != nil {
		return harness.Sample{}, fmt.Errorf("the turn's output: %w", err)
	}
	return sample, nil
}

// tail is the end of what a process said: a panic may say much.
func tail(s string) string {
	const most = 2000
	s = strings.TrimSpace(s)
	if len(s) > most {
		return "…" + s[len(s)-most:]
	}
	return s
}

func supports(k system.Kind, s harness.Setup) bool {
	switch s {
	case harness.Memory:
		return k.Memory
	case harness.Disk:
		return k.Disk
	default:
		return false
	}
}
