package check

import (
	"errors"
	"fmt"
	"slices"
	"sort"

	"github.com/synod-paxos/synod/trace"
)

// A Verdict is what a check comes to. A greater one prevails.
type Verdict int

// The three verdicts.
const (
	Conforms Verdict = iota
	Inconclusive
	Violation
)

func (v Verdict) String() string {
	return [...]string{"conforms", "inconclusive", "violation"}[v]
}

// MarshalText makes verdicts words in JSON.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// ExitCode is the exit code of a command that ends with this verdict.
func (v Verdict) ExitCode() int { return [...]int{0, 3, 1}[v] }

// A Level is the height from which events are judged.
type Level string

// The levels. Which of them a source can be judged at depends on what it holds.
const (
	Local  Level = "local"  // a node's log alone
	Global Level = "global" // all logs together, with every invariant
	Voting Level = "voting" // promises and votes of write-ahead logs, all nodes together
)

// A Place is a line of a file.
type Place struct {
	File string `json:"file"`
	Line int    `json:"line"`
}

func (p Place) String() string { return fmt.Sprintf("%s:%d", p.File, p.Line) }

// A Step names an event for people.
type Step struct {
	Place
	trace.Ref
	Action string `json:"action"`
	Args   string `json:"args,omitempty"` // the node and the arguments, as in TLA+
}

func (s Step) String() string { return fmt.Sprintf("%s(%s)", s.Action, s.Args) }

// A Failure is the conjunct of an action, or the invariant, that does not hold.
type Failure struct {
	Module  string    `json:"module"`
	Line    int       `json:"line"`
	Source  string    `json:"source"`            // as it stands in the module
	Values  []Binding `json:"values,omitempty"`  // of what it reads
	Details []string  `json:"details,omitempty"` // how the parts of it fail, in lines
	Through []string  `json:"through,omitempty"` // the uses of operators that lead to it, innermost first
	Message string    `json:"message,omitempty"` // if it is not a conjunct
}

// A Binding is an expression and the value that it had.
type Binding struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// A Difference is something that an event says and the specification says
// otherwise. An empty side says that there is nothing.
type Difference struct {
	What string `json:"what"` // a path, or "out"
	Want string `json:"want,omitempty"`
	Got  string `json:"got,omitempty"`
}

// A Finding is one reason for a verdict that is not "conforms".
type Finding struct {
	Verdict     Verdict      `json:"verdict"`
	Rule        string       `json:"rule"`   // one of the Rule constants
	Text        string       `json:"text"`   // one sentence
	Places      []Place      `json:"places"` // the first is where it shows
	Levels      []Level      `json:"levels,omitempty"`
	Event       *Step        `json:"event,omitempty"`
	Failure     *Failure     `json:"failure,omitempty"`
	Differences []Difference `json:"differences,omitempty"`
	Past        []Step       `json:"past,omitempty"`        // the last events that led to it
	Assumptions []string     `json:"assumptions,omitempty"` // what its past rests upon that no file shows

	link *link
}

// err makes a finding an error, for those who call through others.
func (f *Finding) err() error {
	if f == nil {
		return nil
	}
	return errors.New(f.Text)
}

// scope orders findings: what shows without any replay comes first, then what one
// node's log shows, then what only all of them do.
func (f *Finding) scope() int {
	switch {
	case len(f.Levels) == 0:
		return 0
	case slices.Contains(f.Levels, Local):
		return 1
	}
	return 2
}

// Rules by which findings come about; stable names for programs.
const (
	RuleAction    = "action"    // the event is no step of the specification
	RulePost      = "post"      // it changes other paths, or to other values
	RuleOut       = "out"       // it adds other messages
	RuleArgs      = "args"      // unknown action, or other parameters
	RuleCitation  = "citation"  // a cited message is not where it is said to be
	RuleInvariant = "invariant" // an invariant fails
	RuleRestart   = "restart"   // what a restart found on disk is not what was written
	RuleHeader    = "header"    // header fields at odds
	RuleState     = "state"     // a whole state is not the one before
	RuleTwice     = "twice"     // one event, two descriptions
	RuleEnd       = "end"       // something lies past an end
	RuleCycle     = "cycle"     // events that cause themselves
	RuleMissing   = "missing"   // events in no file
	RuleUnknown   = "unknown"   // a spec or format that this checker does not know
	RuleWaiting   = "waiting"   // events that cite beyond an open tail, with Closed
	RuleName      = "name"      // a value is named that is not defined, or not by its digest
	RuleStuck     = "stuck"     // a vote or promise that Voting never allows
)

// A Waiting event cites one that its node has not written down yet.
type Waiting struct {
	Step
	For trace.Ref `json:"for"`
}

// A Report is the outcome of a check.
type Report struct {
	Verdict  Verdict    `json:"verdict"`
	Findings []*Finding `json:"findings"`
	Waiting  []Waiting  `json:"waiting,omitempty"`

	Spec       string         `json:"spec"`
	Hash       string         `json:"hash"`
	Nodes      []int          `json:"nodes"`
	Files      int            `json:"files"`
	Events     int            `json:"events"`     // different events read
	Judged     map[Level]int  `json:"judged"`     // events compared with the specification
	Unjudged   map[Level]int  `json:"unjudged"`   // events read and not compared
	Held       int            `json:"held"`       // of those, at the global level: that wait, or come after one that does
	Actions    map[string]int `json:"actions"`    // events of each action that were judged; 0: never seen
	Compared   map[string]int `json:"compared"`   // comparisons of each variable; 0: never compared
	Duplicates int            `json:"duplicates"` // entries that stood there again, identical
	Unknown    int            `json:"unknown"`    // fields that were ignored
	Recovered  int            `json:"recovered"`  // events that a restart copied from the log
	Invariants map[string]int `json:"invariants"` // evaluations of each invariant that held
	Notes      []string       `json:"notes,omitempty"`

	Trace *Trace `json:"-"` // what was read, for pictures

	known map[findingKey]*Finding
}

// A findingKey is what tells findings apart.
type findingKey struct {
	rule, text string
	place      Place
}

// Left is the number of events that were read and not judged, at the level at
// which most were not.
func (r *Report) Left() int { return max(r.Unjudged[Local], r.Unjudged[Global]) }

// NeverSeen lists the actions of the specification of which no event was judged.
func (r *Report) NeverSeen() []string { return zeroes(r.Actions) }

// NeverCompared lists the variables of which no value was compared.
func (r *Report) NeverCompared() []string { return zeroes(r.Compared) }

func zeroes(counts map[string]int) []string {
	var list []string
	for name, n := range counts {
		if n == 0 {
			list = append(list, name)
		}
	}
	sort.Strings(list)
	return list
}

func (r *Report) note(format string, args ...any) {
	r.Notes = append(r.Notes, fmt.Sprintf(format, args...))
}

// add records a finding, or that one is seen at another level too.
func (r *Report) add(f *Finding, level Level) {
	if level != "" {
		f.Levels = append(f.Levels, level)
	}
	key := findingKey{f.Rule, f.Text, f.Places[0]}
	if old := r.known[key]; old != nil {
		old.Levels = append(old.Levels, f.Levels...)
		if old.Past == nil {
			old.Past, old.Assumptions = f.Past, f.Assumptions
		}
		return
	}
	if r.known == nil {
		r.known = map[findingKey]*Finding{}
	}
	r.known[key] = f
	r.Findings = append(r.Findings, f)
	r.Verdict = max(r.Verdict, f.Verdict)
}
