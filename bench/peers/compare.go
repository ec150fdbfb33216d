package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/bench/peers/adapters"
	"github.com/synod-paxos/synod/bench/peers/harness"
	"github.com/synod-paxos/synod/bench/peers/system"
)

// comparison holds the flags of compare.
type comparison struct {
	systems  []string
	setups   []string
	payloads []int
	clients  []int
	rounds   int
	warm     time.Duration
	measure  time.Duration
	dir      string
	out      string
	json     bool
}

func compareCommand() *cobra.Command {
	var c comparison
	cmd := &cobra.Command{
		Use:   "compare",
		Short: "Measure all systems in turns, and print a table",
		Long: `compare measures systems at each point (setup, payload, clients) in turns, round
after round, each turn in a process of its own, and reports medians: commands a
second, their latency, and what CPU time a command takes of replicas and clients
together. In the setup "memory" replicas keep everything in memory and speak
through channels; in the setup "disk" every replica syncs its log before it
acknowledges anything, and they speak over loopback TCP.

The whole of it takes about eight minutes; --measure 3s makes the figures
steadier, and takes twice as long.

With --out, the table, the figures as JSON and a chart are written to
bench-peers.txt, bench-peers.json and bench-peers.svg in that directory.`,
		Example: `  bench-peers compare --out out
  bench-peers compare --system synod --system etcd/raft --setup memory --rounds 5
  bench-peers compare --measure 100ms --warm 10ms --rounds 1`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			report, err := c.run(cmd.Context(), cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			if err := c.print(cmd.OutOrStdout(), report); err != nil {
				return err
			}
			if err := report.Err(); err != nil {
				return fmt.Errorf("%w: %w", errMeasuring, err)
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.StringSliceVar(&c.systems, "system", names(adapters.Kinds()), "measure these systems only")
	f.StringSliceVar(&c.setups, "setup", []string{string(harness.Memory), string(harness.Disk)}, "setups to measure")
	f.IntSliceVar(&c.payloads, "payload", []int{16, 1024}, "sizes of commands, in bytes")
	f.IntSliceVar(&c.clients, "clients", []int{64, 256}, "numbers of clients, each with a command under way")
	f.IntVar(&c.rounds, "rounds", 3, "how often everything is measured")
	f.DurationVar(&c.warm, "warm", 500*time.Millisecond, "how long a turn runs before it measures")
	f.DurationVar(&c.measure, "measure", time.Second, "how long a turn measures")
	f.StringVar(&c.dir, "dir", "out", "directory on the disk to measure")
	f.StringVar(&c.out, "out", "", "directory for the table, the figures and the chart")
	f.BoolVar(&c.json, "json", false, "print the figures as JSON instead of the table")
	return cmd
}

func (c comparison) run(ctx context.Context, progress io.Writer) (*harness.Report, error) {
	plan, err := c.plan()
	if err != nil {
		return nil, err
	}
	report := &harness.Report{Started: time.Now(), Host: harness.ThisHost(), Warm: c.warm, Measure: c.measure,
		Rounds: c.rounds, Contenders: plan.Contenders}
	if report.Host.SyncP50, report.Host.SyncP99, err = probe(c.dir); err != nil {
		return nil, err
	}
	measure := func(ctx context.Context, t harness.Turn) (harness.Sample, error) {
		return load{system: t.System, point: t.Point, warm: c.warm, measure: c.measure, dir: c.dir}.spawn(ctx)
	}
	report.Rows, report.Failures, err = plan.Run(ctx, measure, func(t harness.Turn, i, of int) {
		fmt.Fprintf(progress, "turn %d of %d: %s, %s, round %d\n", i, of, t.System, t.Point, t.Round)
	})
	return report, err
}

func (c comparison) plan() (harness.Plan, error) {
	plan := harness.Plan{Rounds: c.rounds}
	if c.rounds < 1 || c.measure <= 0 {
		return plan, fmt.Errorf("%d rounds of %v measure nothing", c.rounds, c.measure)
	}
	for _, name := range c.systems {
		kind, err := adapters.Find(name)
		if err != nil {
			return plan, fmt.Errorf("%w; there are %q", err, names(adapters.Kinds()))
		}
		plan.Contenders = append(plan.Contenders, contender(kind))
	}
	for _, s := range c.setups {
		setup := harness.Setup(s)
		if !slices.Contains(harness.Setups(), setup) {
			return plan, fmt.Errorf("no setup is called %q; there are %q", s, harness.Setups())
		}
		for _, payload := range c.payloads {
			for _, clients := range c.clients {
				if payload < system.HeaderSize || clients < 1 {
					return plan, fmt.Errorf("%d clients with payloads of %d bytes: at least 1 and %d", clients, payload, system.HeaderSize)
				}
				plan.Points = append(plan.Points, harness.Point{Setup: setup, Payload: payload, Clients: clients})
			}
		}
	}
	return plan, nil
}

func (c comparison) print(w io.Writer, report *harness.Report) error {
	if c.out != "" {
		if err := c.files(report); err != nil {
			return err
		}
	}
	if c.json {
		return printJSON(w, report)
	}
	return report.Table(w)
}

// files writes the report in every form.
func (c comparison) files(report *harness.Report) error {
	if err := os.MkdirAll(c.out, 0o755); err != nil {
		return err
	}
	for _, form := range []struct {
		suffix string
		write  func(io.Writer) error
	}{
		{"txt", report.Table},
		{"json", func(w io.Writer) error { return printJSON(w, report) }},
		{"svg", report.Chart},
	} {
		if err := toFile(filepath.Join(c.out, "bench-peers."+form.suffix), form.write); err != nil {
			return err
		}
	}
	return nil
}

func toFile(path string, write func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		_ = f.Close() // the first error says more
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return f.Close()
}

func names(kinds []system.Kind) []string {
	var list []string
	for _, k := range kinds {
		list = append(list, k.Name)
	}
	return list
}

// contender describes a kind in the report.
func contender(k system.Kind) harness.Contender {
	c := harness.Contender{Name: k.Name, Module: k.Module, Version: version(k.Module), About: k.About, Peer: !k.Synod, Base: k.Base}
	for _, s := range harness.Setups() {
		if supports(k, s) {
			c.Setups = append(c.Setups, s)
		}
	}
	return c
}

// version is that of a module in this program.
func version(module string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "of an unknown version"
	}
	for _, d := range info.Deps {
		switch {
		case d.Path != module:
		case d.Replace != nil:
			return "as in this tree"
		default:
			return d.Version
		}
	}
	return "of an unknown version"
}
