package ci

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/synod-paxos/synod/ci/proc"
	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/mbt/chaos"
	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/tracetest"
)

// demoRuns are rounds of the demo.
func demoRuns(ctx context.Context, synod, dir string, runs int) ([]string, error) {
	_, err := proc.Cmd{Name: synod, Args: []string{
		"demo", "--rounds", strconv.Itoa(runs), "--kill", "--json", "--dir", dir}}.Output(ctx)
	if err != nil {
		return nil, err
	}
	return filepath.Glob(filepath.Join(dir, "round-*", "traces"))
}

// briefRuns are short lives of a cluster of Multi-Paxos.
func briefRuns(ctx context.Context, synod, dir string, runs int) ([]string, error) {
	return brief(ctx, chaos.Synod(synod), dir, runs, func(run string) (string, error) { return filepath.Join(run, "traces"), nil })
}

// briefLogs are those of nodes that trace nothing.
func briefLogs(ctx context.Context, synod, dir string, runs int) ([]string, error) {
	return brief(ctx, chaos.Untraced(synod), dir, runs, segmentsOfLogs)
}

const briefNodes = 3

func brief(ctx context.Context, program chaos.Program, dir string, runs int, left func(run string) (string, error)) ([]string, error) {
	var list []string
	for i := range runs {
		run := filepath.Join(dir, fmt.Sprint("run-", i+1))
		if err := chaos.Brief(ctx, chaos.Config{Program: program, Dir: run, Nodes: briefNodes, Seed: uint64(i)}); err != nil {
			return nil, fmt.Errorf("%s: %w", run, err)
		}
		at, err := left(run)
		if err != nil {
			return nil, err
		}
		list = append(list, at)
	}
	return list, nil
}

// segmentsOfLogs writes the logs of a run as traces, in which lines can be altered.
func segmentsOfLogs(run string) (string, error) {
	dir := filepath.Join(run, "logs")
	if err := os.Mkdir(dir, 0o755); err != nil {
		return "", err
	}
	for n := range briefNodes {
		var text []byte
		err := wal.ReadEntries(filepath.Join(run, fmt.Sprint("node-", n+1)), func(e trace.Entry, _ wal.Position) error {
			text = trace.AppendJSON(text, e)
			return nil
		})
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, fmt.Sprintf("log-%d.jsonl", n+1)), text, 0o644)
		}
		if err != nil {
			return "", err
		}
	}
	return dir, nil
}

// scriptRuns and scriptLogs are what the specification makes, with every action.
func scriptRuns(_ context.Context, _, dir string, _ int) ([]string, error) {
	return script(dir, (*tracetest.LogBuilder).Segments)
}

func scriptLogs(_ context.Context, _, dir string, _ int) ([]string, error) {
	return script(dir, (*tracetest.LogBuilder).Logs)
}

func script(dir string, left func(*tracetest.LogBuilder) []*tracetest.Segment) ([]string, error) {
	b, err := tracetest.Script()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	return []string{dir}, tracetest.Write(dir, left(b))
}
