package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
	"github.com/synod-paxos/synod/trace/report"
)

// options are the flags of the check.
type options struct {
	closed   bool
	json     bool
	html     string
	svg      string
	level    string
	ir       string
	minimise string
	order    uint64
}

var longHelp = fmt.Sprintf(`trace-check replays what nodes wrote down about their own steps, and has the
TLA+ specification judge each of them.

PATH is a segment file (.jsonl, .jsonl.gz, .jsonl.zst, .cbor), a directory of
them, or the data directory of a node, whose write-ahead log is a trace too. Of
write-ahead logs give those of all nodes. Traces and logs of the same nodes are
compared with each other.

The verdict is one of three, and the exit code tells it:

  0  conforms       every event is a step of the specification
  1  violation      an event is not, and the report says which and why
  3  inconclusive   part of the traces is missing or of an unknown version
  2                 bad usage, unreadable input, or nothing to compare

A cluster has at most %d nodes here: before anything is judged, it is checked
that any two quorums meet, for all of them, which costs 4 to the power of the
nodes. For more, take traces of a smaller cluster of the same program.

Beside a violation a minimised trace is written, to PATH.violation: only what led
to it. Directories so named are left out when their parent is read.`, check.MaxNodes)

const examples = `  trace-check traces/                      # all logs of a run
  trace-check --html run.html traces/      # and a picture of it
  trace-check --closed node-*.jsonl        # no node is running any more
  trace-check data/node-1 data/node-2      # the nodes' own write-ahead logs
  trace-check explain traces/node-1.inc-1.jsonl:12`

func newRoot(out, errs *os.File) *cobra.Command {
	var o options
	root := &cobra.Command{
		Use:           "trace-check PATH…",
		Short:         "check traces against their TLA+ specification",
		Long:          longHelp,
		Example:       examples,
		Args:          cobra.MinimumNArgs(1),
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(cmd *cobra.Command, paths []string) error {
			return checkPaths(paths, o, out, errs)
		},
	}
	f := root.Flags()
	f.BoolVar(&o.closed, "closed", false, "no node is running any more: an event that cites beyond the end of a log is inconclusive")
	f.BoolVar(&o.json, "json", false, "write the report as JSON")
	f.StringVar(&o.html, "html", "", "write the space-time diagram to this file")
	f.StringVar(&o.svg, "svg", "", "write the space-time diagram, as a picture only, to this file")
	f.StringVar(&o.level, "level", "both", "judge at this level: local, global or both")
	f.StringVar(&o.ir, "ir", "", "judge by the specification in this file, as spec/ir holds it (for older traces)")
	f.StringVar(&o.minimise, "minimise", "", "write the minimised trace of a violation to this directory (default: PATH.violation)")
	f.Uint64Var(&o.order, "order", 0, "merge once more, shuffled by this seed, and compare the verdicts")
	root.AddCommand(newExplain(out))
	return root
}

// checkOptions turns flags into those of the check.
func (o options) checkOptions() (check.Options, error) {
	c := check.Options{Closed: o.closed, Order: o.order}
	switch o.level {
	case "both":
	case "local":
		c.Levels = []check.Level{check.Local}
	case "global":
		c.Levels = []check.Level{check.Global}
	default:
		return c, fmt.Errorf("--level is local, global or both, not %q", o.level)
	}
	if o.ir != "" {
		text, err := os.ReadFile(o.ir)
		if err != nil {
			return c, fmt.Errorf("reading --ir: %w", err)
		}
		c.IR = text
	}
	return c, nil
}

func checkPaths(paths []string, o options, out, errs *os.File) error {
	co, err := o.checkOptions()
	if err != nil {
		return err
	}
	p := newProgress(errs)
	in, closeAll, err := openInputs(paths, p)
	if err != nil {
		return err
	}
	defer closeAll()
	r, err := check.Run(in, co)
	p.done()
	if err != nil {
		return err
	}
	if err := writeReport(out, r, o); err != nil {
		return err
	}
	if err := writeMinimised(errs, paths[0], r, o); err != nil {
		return err
	}
	if code := r.Verdict.ExitCode(); code != 0 {
		return verdictError{code}
	}
	return nil
}

func writeReport(out io.Writer, r *check.Report, o options) error {
	pictures := []struct {
		path  string
		write func(io.Writer, *check.Report) error
	}{{o.html, report.HTML}, {o.svg, report.SVG}}
	for _, p := range pictures {
		if p.path == "" {
			continue
		}
		if err := writeFile(p.path, r, p.write); err != nil {
			return err
		}
	}
	if o.json {
		return report.JSON(out, r)
	}
	return report.Text(out, r)
}

func writeFile(path string, r *check.Report, write func(io.Writer, *check.Report) error) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("writing the picture: %w", err)
	}
	defer func() {
		if closeErr := f.Close(); err == nil {
			err = closeErr
		}
	}()
	return write(f, r)
}

// writeMinimised writes the minimised trace of the first violation.
func writeMinimised(errs io.Writer, first string, r *check.Report, o options) error {
	if r.Verdict != check.Violation {
		return nil
	}
	dir := o.minimise
	if dir == "" {
		dir = filepath.Clean(first) + trace.CutSuffix
	}
	files, err := report.Minimise(dir, r, r.Findings[0])
	if err != nil {
		return err
	}
	if len(files) > 0 {
		fmt.Fprintf(errs, "trace-check: the part that shows the violation is in %s\n", dir)
	}
	return nil
}
