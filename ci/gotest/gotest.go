// Package gotest runs Go tests as part of a gate and counts what they did. A
// test reports figures by printing a line of the form
//
//	gate: edges=1044233 states=82593
//
// whose numbers are added up over all tests of a run.
package gotest

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/proc"
)

// A Call is one go test.
type Call struct {
	Dir      string // of another module, below the root
	Packages []string
	Flags    []string // of go test, such as -race or -run X
	Args     []string // for the test binary, after -args
	Env      []string
}

// An Outcome is what a run of go test gave.
type Outcome struct {
	Packages int // with at least one test that passed
	Tests    int // that passed, subtests included
	Figures  map[string]int64
	failed   []string // package and test
	skipped  []string
	output   map[string]string // of what failed or was skipped
	stray    []string          // lines that are not JSON: errors of the build
}

// An event is one line of go test -json.
type event struct {
	Action, Package, Test, Output string
}

// BoundsVariable tells tests how far to go: quick, standard or deep. Tests run
// without it are quick.
const BoundsVariable = "SYNOD_BOUNDS"

// Run runs go test. The error names every test that failed and those that were
// skipped, which is no better, and a run without any test.
func (c Call) Run(ctx context.Context, env *gate.Env) (Outcome, error) {
	args := append([]string{"test", "-json"}, c.Flags...)
	args = append(args, c.Packages...)
	if len(c.Args) > 0 {
		args = append(append(args, "-args"), c.Args...)
	}
	reader, writer := io.Pipe()
	cmd := proc.Cmd{Dir: filepath.Join(env.Root, filepath.FromSlash(c.Dir)), Name: "go", Args: args, Stdout: writer, Stderr: writer,
		Env: append([]string{BoundsVariable + "=" + string(env.Bounds)}, c.Env...)}
	outcomes := make(chan Outcome, 1)
	go func() {
		outcome := Parse(reader, func(what string) { env.Progress("%s", what) })
		_, _ = io.Copy(io.Discard, reader)
		outcomes <- outcome
	}()
	code, err := cmd.Run(ctx)
	writer.Close()
	outcome := <-outcomes
	if err != nil {
		return outcome, err
	}
	return outcome, outcome.judge(code, cmd.String())
}

// Parse reads the output of go test -json. What passes is told as it comes.
func Parse(r io.Reader, progress func(what string)) Outcome {
	p := parser{Outcome: Outcome{Figures: map[string]int64{}, output: map[string]string{}},
		tested: map[string]bool{}, open: map[string]*strings.Builder{}, progress: progress}
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadString('\n')
		if line = strings.TrimSpace(line); line != "" {
			p.line(line)
		}
		if err != nil {
			break
		}
	}
	p.Packages = len(p.tested)
	return p.Outcome
}

type parser struct {
	Outcome
	tested   map[string]bool
	open     map[string]*strings.Builder // output of what is still running
	progress func(string)
}

func (p *parser) line(line string) {
	var e event
	if !strings.HasPrefix(line, "{") || json.Unmarshal([]byte(line), &e) != nil {
		p.stray = append(p.stray, line)
		return
	}
	key := strings.TrimSpace(e.Package + " " + e.Test)
	switch e.Action {
	case "output", "build-output":
		if p.open[key] == nil {
			p.open[key] = &strings.Builder{}
		}
		p.open[key].WriteString(e.Output)
	case "pass":
		if e.Test != "" {
			p.Tests++
			p.tested[e.Package] = true
		}
		p.close(key, false)
		p.progress(key)
	case "fail", "build-fail":
		p.failed = append(p.failed, key)
		p.close(key, true)
	case "skip":
		if e.Test != "" {
			p.skipped = append(p.skipped, key)
		}
		p.close(key, e.Test != "")
	}
}

// close takes the figures from the output of what has ended, and keeps the
// output if it is wanted.
func (p *parser) close(key string, keep bool) {
	text := p.open[key]
	if text == nil {
		return
	}
	delete(p.open, key)
	p.takeFigures(text.String())
	if keep {
		p.output[key] = text.String()
	}
}

var (
	figuresLine = regexp.MustCompile(`(?m)(?:^|\s)gate:((?:\s+[A-Za-z0-9_-]+=\d+)+)\s*$`)
	figurePair  = regexp.MustCompile(`([A-Za-z0-9_-]+)=(\d+)`)
)

func (p *parser) takeFigures(text string) {
	for _, line := range figuresLine.FindAllStringSubmatch(text, -1) {
		for _, pair := range figurePair.FindAllStringSubmatch(line[1], -1) {
			if n, err := strconv.ParseInt(pair[2], 10, 64); err == nil {
				p.Figures[pair[1]] += n
			}
		}
	}
}

// quoted bounds how much of a failed test's output stands in a message.
const quoted = 60

func (o Outcome) judge(code int, command string) error {
	var errs []error
	for _, key := range o.failed {
		errs = append(errs, fmt.Errorf("%s failed\n%s", key, proc.Tail(o.output[key], quoted)))
	}
	for _, key := range o.skipped {
		errs = append(errs, fmt.Errorf("%s was skipped\n%s", key, proc.Tail(o.output[key], quoted)))
	}
	if code != 0 && len(errs) == 0 {
		errs = append(errs, fmt.Errorf("exit code %d\n%s", code, proc.Tail(strings.Join(o.stray, "\n"), quoted)))
	}
	if len(errs) == 0 && o.Tests == 0 {
		errs = append(errs, errors.New("no test was run"))
	}
	if len(errs) == 0 {
		return nil
	}
	return fmt.Errorf("%s\n%w", command, errors.Join(errs...))
}

// Counts are the figures of the given names, in that order.
func (o Outcome) Counts(names []string) []gate.Count {
	var counts []gate.Count
	for _, name := range names {
		counts = append(counts, gate.Of(o.Figures[name], strings.ReplaceAll(name, "_", " ")))
	}
	return counts
}

// Gate is a gate that consists of Go tests. What it checked are the figures of
// the given names, what it killed those named in killed; tests must print
// each of them, and more than zero.
func Gate(id, section, doc string, call Call, checked, killed []string) gate.Gate {
	return gate.Gate{ID: id, Section: section, Doc: doc,
		Run: func(ctx context.Context, env *gate.Env) (gate.Result, error) {
			outcome, err := call.Run(ctx, env)
			return gate.Result{
				Checked: append([]gate.Count{gate.Of(outcome.Tests, "tests")}, outcome.Counts(checked)...),
				Killed:  outcome.Counts(killed),
			}, err
		}}
}
