// Package language runs TLC on what the evaluator must agree with it on: the
// cases of package conformance, random expressions and random state machines.
package language

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"

	"github.com/synod-paxos/synod/ci/tlc"
	"github.com/synod-paxos/synod/spec/irgen"
	"github.com/synod-paxos/synod/spec/tla/conformance"
)

// A Making is what TLC and its parser make of a case.
type Making struct {
	Outcome conformance.Outcome
	IR      []byte // nil if the parser refuses the modules
	Graph   []byte // nil unless TLC explores a whole graph with an edge
}

// A TLC makes what is recorded of the cases.
type TLC struct {
	Runner tlc.Runner
}

// Make runs the parser and TLC on a case.
func (t TLC) Make(ctx context.Context, c conformance.Case) (Making, error) {
	ir, refusal, err := t.ir(ctx, c)
	if err != nil {
		return Making{}, err
	}
	made, err := t.run(ctx, c)
	if err != nil {
		return made, err
	}
	if (made.Outcome.Verdict == conformance.Unparsed) != (refusal != "") {
		return made, fmt.Errorf("case %s: TLC gives %s; the parser alone says %q", c.Name, made.Outcome, refusal)
	}
	if refusal != "" {
		return made, conformance.CheckUnparsed(c, refusal)
	}
	made.IR = ir
	return made, nil
}

// ir is the IR of a case, or why the parser refuses it.
func (t TLC) ir(ctx context.Context, c conformance.Case) (ir []byte, refusal string, err error) {
	m, err := irgen.Parse(ctx, t.Runner.Jar, c.Root(), c.Dir)
	if err != nil {
		if strings.Contains(err.Error(), c.Name) && ctx.Err() == nil {
			return nil, err.Error(), nil
		}
		return nil, "", err
	}
	var b bytes.Buffer
	err = m.WriteIR(&b)
	return b.Bytes(), "", err
}

// run runs TLC on a case.
func (t TLC) run(ctx context.Context, c conformance.Case) (made Making, err error) {
	config, err := os.ReadFile(c.Config())
	if err != nil {
		return made, fmt.Errorf("case %s: %w", c.Name, err)
	}
	r := t.Runner
	r.Library = []string{c.Dir}
	var dump bytes.Buffer
	run := r.Dump(ctx, tlc.Job{Name: "language-" + c.Name, Dir: c.Dir, Root: c.Name, Config: c.Config()}, func(text io.Reader) error {
		_, err := io.Copy(&dump, text)
		return err
	})
	if run.Err != nil {
		return made, fmt.Errorf("case %s: %w", c.Name, run.Err)
	}
	if made.Outcome, err = outcome(run.Result); err != nil {
		return made, fmt.Errorf("case %s: %w (see %s)", c.Name, err, run.Log)
	}
	if made.Outcome.Verdict == conformance.OK && dump.Len() > 0 && !conformance.Reduced(config) {
		made.Graph, err = conformance.Normal(&dump)
	}
	return made, err
}

// TLC's exit codes for a specification that it cannot evaluate.
var exits = map[int]string{
	10:  conformance.Error, // in an assumption
	14:  conformance.Error, // Assert
	75:  conformance.Error, // in the specification
	76:  conformance.Error, // in an invariant
	77:  conformance.Error, // in a property
	150: conformance.Unparsed,
	151: conformance.Error, // the configuration
	255: conformance.Error, // what TLC has no better code for
}

// outcome translates what TLC says.
func outcome(r tlc.Result) (conformance.Outcome, error) {
	o := conformance.Outcome{Verdict: string(r.Verdict), Invariant: r.Invariant,
		Generated: int(r.Counts.Generated), Distinct: int(r.Counts.Distinct), Depth: r.Counts.Depth}
	switch r.Verdict {
	case tlc.OK, tlc.Deadlock, tlc.Invariant, tlc.Property:
		return o, nil
	case tlc.Assumption:
		if len(r.Errors) > 0 && strings.HasSuffix(r.Errors[0], "is false.") {
			return conformance.Outcome{Verdict: conformance.Assumption}, nil
		}
	}
	verdict, known := exits[r.Exit]
	if !known {
		return o, fmt.Errorf("TLC ends with exit code %d: %s", r.Exit, strings.Join(r.Errors, "; "))
	}
	if len(r.Errors) == 0 && r.Verdict != tlc.Assumption { // of those, errors come in several messages
		return o, errors.New("TLC refuses the case without a word")
	}
	return conformance.Outcome{Verdict: verdict, Message: brief(r.Errors)}, nil
}

// brief is the first of TLC's messages that says something, without the paths
// of the machine.
func brief(messages []string) string {
	text := strings.Join(strings.Fields(frame.ReplaceAllString(strings.Join(messages, " "), "")), " ")
	text = paths.ReplaceAllString(text, "")
	if strings.Contains(text, overflow) { // how deep is the JVM's affair
		return overflow
	}
	if len(text) > 300 {
		text = text[:300] + "…"
	}
	return text
}

const overflow = "java.lang.StackOverflowError"

var (
	paths = regexp.MustCompile(`/\S*/`)
	frame = regexp.MustCompile(`(?s)TLC threw an unexpected exception.*The exception was an? \S+( ?:)?|@!@!@\S+( \S+)? (@!@!@)?`)
)
