package conformance

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/synod-paxos/synod/spec/tla"
)

// The verdicts: what a run comes to.
const (
	OK         = "ok"
	Deadlock   = "deadlock"
	Assumption = "assumption" // one is false
	Invariant  = "invariant"
	Property   = "property"
	Error      = "error"    // something cannot be evaluated, or the configuration is wrong
	Unparsed   = "unparsed" // no specification, says the parser
)

// An Outcome is what a run comes to.
type Outcome struct {
	Verdict   string `json:"verdict"`
	Invariant string `json:"invariant,omitempty"` // the one violated
	Generated int    `json:"generated,omitempty"`
	Distinct  int    `json:"distinct,omitempty"`
	Depth     int    `json:"depth,omitempty"`
	Message   string `json:"message,omitempty"` // of an error, for people; it is not compared
}

// JSON is the text of a recorded outcome.
func (o Outcome) JSON() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	err := enc.Encode(o)
	return b.Bytes(), err
}

// String is the outcome in a line.
func (o Outcome) String() string {
	s := o.Verdict
	if o.Invariant != "" {
		s += " " + o.Invariant
	}
	s += fmt.Sprintf(", %d generated, %d distinct, depth %d", o.Generated, o.Distinct, o.Depth)
	if o.Message != "" {
		s += ": " + o.Message
	}
	return s
}

// Agrees says whether o is what TLC says. Messages are each program's own, and
// TLC tells no counts where it ends before its search begins.
func (o Outcome) Agrees(tlc Outcome) bool {
	o.Message, tlc.Message = "", ""
	if tlc.Generated == 0 {
		o.Generated, o.Distinct, o.Depth = 0, 0, tlc.Depth
	}
	return o == tlc
}

// run checks assumptions, and explores the behaviour if there is one.
func run(s *tla.Spec, calls bool) (*tla.Graph, Outcome, error) {
	cfg := s.Config()
	if cfg.Specification == "" && cfg.Init == "" && cfg.Next == "" {
		if err := s.CheckAssumptions(); err != nil {
			return nil, failed(&tla.AssumptionError{Err: err}), err
		}
		return nil, Outcome{Verdict: OK}, nil
	}
	g, err := tla.Explore(s, tla.ExploreOptions{Edges: true, BoundCalls: calls, CheckInvariants: true, CheckProperties: true,
		CheckDeadlock: cfg.CheckDeadlock, MaxStates: maxStates, Workers: 1})
	if err != nil {
		return nil, failed(err), err
	}
	o := Outcome{Verdict: OK, Generated: g.Generated, Distinct: g.Distinct, Depth: g.Depth}
	if v := g.Violation; v != nil {
		if v.Err != nil {
			return g, failed(v.Err), v.Err
		}
		switch v.Kind {
		case tla.Deadlock:
			o.Verdict = Deadlock
		case tla.Invariant:
			o.Verdict, o.Invariant = Invariant, v.Name
		default:
			o.Verdict = Property
		}
	}
	return g, o, nil
}

// maxStates bounds the graph of a case, should a fault make it grow.
const maxStates = 20_000

// failed is the outcome of an error. That an assumption is false is one; that it
// cannot be evaluated is an error like others.
func failed(err error) Outcome {
	var assumption *tla.AssumptionError
	if errors.As(err, &assumption) && strings.HasSuffix(err.Error(), "does not hold") {
		return Outcome{Verdict: Assumption}
	}
	return Outcome{Verdict: Error, Message: err.Error()}
}
