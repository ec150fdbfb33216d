package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/bench/peers/harness"
	"github.com/synod-paxos/synod/bench/peers/system"
)

// A restartReport tells how long a cluster takes to be back.
type restartReport struct {
	System   string          `json:"system"`
	Commands int             `json:"commands"`
	Batch    int             `json:"commands_per_entry"` // at most
	Bytes    int64           `json:"bytes"`              // on disk, of all replicas
	Opened   []time.Duration `json:"opened_ns"`          // each replica, from its directory to running, one after the other
	Leader   time.Duration   `json:"leader_ns"`          // from the start of the first one until one leads, the opening included
	First    time.Duration   `json:"first_command_ns"`   // and until a new command is applied
}

func restartCommand() *cobra.Command {
	l := load{point: harness.Point{Setup: harness.Disk}}
	var entries int
	var json bool
	cmd := &cobra.Command{
		Use:   "restart",
		Short: "Time the restart of a cluster with a million entries in its log",
		Long: `restart fills the log of a cluster, without a snapshot, stops all its nodes, and
starts them again one after the other in the same process: how long each takes
to read its log, until there is a leader, until a new command is applied.`,
		Example: `  bench-peers restart
  bench-peers restart --entries 100000 --batch 64 --payload 1024`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if entries < 1 || l.config.Batch < 1 {
				return fmt.Errorf("%d entries of at most %d commands", entries, l.config.Batch)
			}
			report, err := l.restart(entries, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			if json {
				return printJSON(cmd.OutOrStdout(), report)
			}
			return report.print(cmd.OutOrStdout())
		},
	}
	f := cmd.Flags()
	f.StringVar(&l.system, "system", "synod", "the system, one of Synod's")
	l.loadFlags(cmd)
	f.IntVar(&entries, "entries", 1_000_000, "how many entries")
	f.IntVar(&l.config.Batch, "batch", 1, "commands in an entry, as far as so many wait")
	f.StringVar(&l.profile, "cpuprofile", "", "write a CPU profile of the restart to this file")
	f.BoolVar(&json, "json", false, "print the figures as JSON")
	return cmd
}

func (l load) restart(entries int, progress io.Writer) (report *restartReport, err error) {
	if err := os.MkdirAll(l.dir, 0o755); err != nil {
		return nil, err
	}
	if l.config.Dir, err = os.MkdirTemp(l.dir, "bench-peers-"); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(l.config.Dir)) }()
	l.config.SnapshotEvery = never
	report = &restartReport{System: l.system, Commands: entries * l.config.Batch, Batch: l.config.Batch}
	fmt.Fprintf(progress, "writing %d commands\n", report.Commands)
	err = l.startedIn(func(_ system.System, crowd *harness.Crowd) error {
		_, err := crowd.Total(report.Commands)
		return err
	})
	if err != nil {
		return nil, err
	}
	if report.Bytes, err = bytesIn(l.config.Dir); err != nil {
		return nil, err
	}
	runtime.GC()
	fmt.Fprintln(progress, "starting again")
	l.point.Clients = 1
	begin := time.Now()
	err = l.profiled(func() error {
		return l.startedIn(func(running system.System, crowd *harness.Crowd) error {
			report.Leader = time.Since(begin)
			store, ok := running.(system.Store)
			if !ok {
				return errors.New("it does not start again in the directory that it had")
			}
			report.Opened = store.Opened()
			_, err := crowd.Total(1)
			report.First = time.Since(begin)
			return err
		})
	})
	return report, err
}

func bytesIn(dir string) (total int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		total += info.Size()
		return err
	})
	return total, err
}

func (r *restartReport) print(w io.Writer) error {
	_, err := fmt.Fprintf(w, `%s: %d commands in entries of at most %d, no snapshot; %.1f MiB on disk, three replicas
each replica, from its directory to running:    %v
from the first one's start to a leader:         %v
and until a new command is applied:             %v
`, r.System, r.Commands, r.Batch, float64(r.Bytes)/(1<<20), r.Opened, r.Leader, r.First)
	return err
}
