// Package tlc runs TLC on models and judges what it says. Each model gets a
// JVM with one worker, so that the figures are the same in every run; several
// models run side by side instead.
package tlc

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/synod-paxos/synod/ci/model"
)

// A Verdict is what TLC found, as its exit code tells.
type Verdict string

// The verdicts. Whatever is none of the first five is a broken run, and never
// counts as a violation that was found.
const (
	OK         Verdict = "ok"
	Invariant  Verdict = "invariant"
	Property   Verdict = "property" // liveness, or an action property such as a refinement
	Deadlock   Verdict = "deadlock"
	Assumption Verdict = "assumption"
	Broken     Verdict = "broken"
)

// verdictOf maps TLC's exit codes.
func verdictOf(exit int) Verdict {
	switch exit {
	case 0:
		return OK
	case 10:
		return Assumption
	case 11:
		return Deadlock
	case 12:
		return Invariant
	case 13:
		return Property
	}
	return Broken
}

// A Step is one state of a counterexample: the action that led there, with its
// place in the specification.
type Step struct {
	Action string // "Init" for the first
	Line   int
	Module string
	State  string // TLC's text of the state
}

// A Result is what one run of TLC gave.
type Result struct {
	Verdict   Verdict
	Exit      int
	Invariant string // the invariant violated, where TLC names one
	Counts    model.Counts
	Finished  bool     // TLC printed its figures
	Trace     []Step   // the counterexample
	Errors    []string // TLC's messages of error severity
	// Taken and Evaluated are what the option -coverage tells: how many states
	// each action has generated, by its name, and how often each place of the
	// modules was evaluated, as far as TLC says, by its text for the place.
	Taken, Evaluated map[string]int64 `json:",omitempty"`
}

// Last is the last step of the counterexample that changes anything.
func (r Result) Last() Step {
	if len(r.Trace) == 0 {
		return Step{}
	}
	return r.Trace[len(r.Trace)-1]
}

// Numbers of TLC's messages, from its option -tool.
const (
	msgInvariantInitial  = 2107
	msgInvariantBehavior = 2110
	msgProgress          = 2200
	msgState             = 2217
	msgStats             = 2199
	msgDepth             = 2194
	msgCoverageNext      = 2772
	msgCoverageValue     = 2221

	severityError = 1
)

var (
	startMessage  = regexp.MustCompile(`^@!@!@STARTMSG (\d+):(\d+) @!@!@$`)
	endMessage    = regexp.MustCompile(`^@!@!@ENDMSG (\d+) @!@!@$`)
	statsText     = regexp.MustCompile(`^([\d,]+) states generated, ([\d,]+) distinct states found`)
	progressText  = regexp.MustCompile(`: ([\d,]+) states generated`)
	depthText     = regexp.MustCompile(`^The depth of the complete state graph search is (\d+)`)
	invariantText = regexp.MustCompile(`^Invariant (\S+) is violated`)
	stateHead     = regexp.MustCompile(`^\d+: <(.*)>$`)
	takenText     = regexp.MustCompile(`^<(\S+) line .*>: \d+:(\d+)$`)
	evaluatedText = regexp.MustCompile(`^[ |]*(line \d+, col \d+ to line \d+, col \d+ of module \S+): (\d+)`)
	actionText    = regexp.MustCompile(`^(\S+) line (\d+), col \d+ to line \d+, col \d+ of module (\S+)$`)
)

// Parse reads what TLC prints with -tool. Each line of progress is handed to
// the function as it comes. The verdict is not in the output; see Runner.
func Parse(r io.Reader, progress func(line string)) (Result, error) {
	var result Result
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	number, severity := 0, 0
	var body []string
	for lines.Scan() {
		line := lines.Text()
		if m := startMessage.FindStringSubmatch(line); m != nil {
			number, _ = strconv.Atoi(m[1])
			severity, _ = strconv.Atoi(m[2])
			body = nil
			continue
		}
		if endMessage.MatchString(line) {
			result.take(number, severity, body, progress)
			number, body = 0, nil
			continue
		}
		if number != 0 {
			body = append(body, line)
		}
	}
	if err := lines.Err(); err != nil {
		return result, fmt.Errorf("reading TLC's output: %w", err)
	}
	return result, nil
}

// maxLine bounds one line of TLC's output; a state's variable stands on one.
const maxLine = 64 << 20

// take adds one message to the result.
func (r *Result) take(number, severity int, body []string, progress func(string)) {
	if len(body) == 0 {
		return
	}
	text := body[0]
	switch number {
	case msgProgress:
		progress(text)
	case msgState:
		r.takeState(body)
	case msgStats:
		if m := statsText.FindStringSubmatch(text); m != nil {
			r.Counts.Generated, r.Counts.Distinct = figure(m[1]), figure(m[2])
			r.Finished = true
		}
	case msgDepth:
		if m := depthText.FindStringSubmatch(text); m != nil {
			r.Counts.Depth = int(figure(m[1]))
		}
	case msgCoverageNext:
		if m := takenText.FindStringSubmatch(text); m != nil {
			count(&r.Taken, m[1], figure(m[2]))
		}
	case msgCoverageValue:
		if m := evaluatedText.FindStringSubmatch(text); m != nil {
			count(&r.Evaluated, m[1], figure(m[2]))
		}
	case msgInvariantInitial, msgInvariantBehavior:
		if m := invariantText.FindStringSubmatch(text); m != nil {
			r.Invariant = m[1]
		}
		if number == msgInvariantInitial {
			r.Trace = []Step{{Action: "Init", State: strings.Join(body[1:], "\n")}}
		}
	}
	if severity == severityError {
		r.Errors = append(r.Errors, strings.TrimSpace(strings.Join(body, "\n")))
	}
}

// count keeps the highest figure for a name. TLC may tell coverage several times
// in a run, each time from the start, and a place once for each of its uses.
func count(to *map[string]int64, name string, n int64) {
	if *to == nil {
		*to = map[string]int64{}
	}
	(*to)[name] = max((*to)[name], n)
}

// takeState adds a state of the counterexample.
func (r *Result) takeState(body []string) {
	head := stateHead.FindStringSubmatch(body[0])
	if head == nil {
		return // "stuttering" or "back to state" of a lasso
	}
	step := Step{Action: head[1], State: strings.TrimSpace(strings.Join(body[1:], "\n"))}
	if m := actionText.FindStringSubmatch(head[1]); m != nil {
		step.Action, step.Module = m[1], m[3]
		step.Line = int(figure(m[2]))
	} else if strings.HasPrefix(head[1], "Initial predicate") {
		step.Action = "Init"
	}
	r.Trace = append(r.Trace, step)
}

// figure reads a number as TLC prints it, with or without commas. The patterns
// above admit nothing but digits; more of them than fit give 0.
func figure(s string) int64 {
	n, err := strconv.ParseInt(strings.ReplaceAll(s, ",", ""), 10, 64)
	if err != nil {
		return 0
	}
	return n
}
