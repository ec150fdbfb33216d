// Command golden makes the golden run anew: it runs the demo, whose processes
// are real and therefore never do the same twice, until a round is short, has
// everything worth drawing, and passes the corruption suite with an instance of
// every row. Its traces then replace those of the last golden run.
//
// "make golden" runs it and draws the run. That is needed when the specification
// or the schema of traces has changed.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/corrupt"
)

// attempts are more rounds than it can reasonably take.
const attempts = 2000

// maxEvents is how many events are still easy to look at.
const maxEvents = 60

func main() {
	to := flag.String("to", filepath.Join("trace", "corrupt", "testdata", "run"), "directory whose segment files are replaced")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := golden(ctx, *to); err != nil {
		fmt.Fprintln(os.Stderr, "golden:", err)
		os.Exit(1)
	}
}

func golden(ctx context.Context, to string) error {
	tmp, err := os.MkdirTemp("", "synod-golden-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	synod, dir := filepath.Join(tmp, "synod"), filepath.Join(tmp, "demo")
	build := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", synod, "./cmd/synod")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("building synod: %w", err)
	}
	for i := range attempts {
		r, err := play(ctx, synod, dir)
		if err != nil {
			return err
		}
		if !r.worthDrawing() {
			continue
		}
		traces := filepath.Join(dir, "traces")
		if _, err := corrupt.Suite(traces, corrupt.Options{}); err != nil {
			fmt.Printf("round %d would do, but for the suite:\n%v\n", i+1, err)
			continue
		}
		fmt.Printf("round %d: %d events, %d restarts between promise and vote, %d recovered\n",
			i+1, r.Counts.Events, r.Counts.Between, r.Counts.Recovered)
		return replace(traces, to)
	}
	return fmt.Errorf("none of %d rounds will do", attempts)
}

// A round is what the demo says of one.
type round struct {
	Decided []string
	Counts  struct {
		Events    int
		Duel      bool
		Between   int
		Recovered int
	}
	Audit struct{ Verdict string }
}

// worthDrawing tells whether a round is short and has all that happens to real
// processes.
func (r round) worthDrawing() bool {
	c := r.Counts
	return len(r.Decided) == 1 && r.Audit.Verdict == "conforms" &&
		c.Events <= maxEvents && c.Duel && c.Between > 0 && c.Recovered > 0
}

// play runs one round of the demo in dir.
func play(ctx context.Context, synod, dir string) (round, error) {
	cmd := exec.CommandContext(ctx, synod, "demo", "--dir", dir, "--json")
	cmd.Stderr = os.Stderr
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return round{}, err
	}
	if err := cmd.Start(); err != nil {
		return round{}, fmt.Errorf("running the demo: %w", err)
	}
	var r round
	var totals json.RawMessage
	d := json.NewDecoder(pipe)
	if err = d.Decode(&r); err == nil {
		err = d.Decode(&totals)
	}
	if err != nil {
		cmd.Process.Kill()
		cmd.Wait()
		return round{}, fmt.Errorf("reading what the demo says: %w", err)
	}
	if err := cmd.Wait(); err != nil {
		return round{}, fmt.Errorf("running the demo: %w", err)
	}
	return r, nil
}

// replace puts the segment files of one directory in the place of another's.
func replace(from, to string) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	old, err := trace.Files(to)
	if err != nil {
		return err
	}
	for _, path := range old {
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	segments, err := trace.Files(from)
	if err != nil {
		return err
	}
	for _, path := range segments {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, filepath.Base(path)), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
