package conjunct

import (
	"fmt"
	"regexp"

	"github.com/synod-paxos/synod/ci/model"
)

// A Kind says how it is noticed that a conjunct is gone.
type Kind string

// The kinds, the strongest first.
const (
	// Violated: an invariant or a property of a model that holds is violated.
	Violated Kind = "violates"
	// Lost: what a probe shows to be possible is not any more.
	Lost Kind = "loses"
	// Changed: a model has another number of states or steps, and nothing that
	// is checked minds: the conjunct only narrows or widens what may happen.
	Changed Kind = "changes"
	// Outgrown: a model has far more states, too many to count, and likewise.
	Outgrown Kind = "outgrows"
	// Redirected: steps of the action change the variable, and without that lead
	// elsewhere; yet there are as many states and steps, and likewise.
	Redirected Kind = "redirects"
	// Unevaluable: the rest of the action cannot be evaluated.
	Unevaluable Kind = "breaks"
	// Incomplete: the conjunct says that its variables stay as they are; without
	// it a step does not say what becomes of them.
	Incomplete Kind = "leaves open"
	// Nothing: nothing notices it.
	Nothing Kind = "changes nothing"
)

// A Finding is how it is noticed that a conjunct is gone.
type Finding struct {
	Kind   Kind
	Name   string       // of the invariant or property that is violated, or lost
	Model  string       // where it is noticed
	Counts model.Counts // of the model, if it is Changed
}

func (f Finding) String() string {
	switch f.Kind {
	case Violated, Lost:
		return fmt.Sprintf("%s %s in %s", f.Kind, f.Name, f.Model)
	case Changed:
		return fmt.Sprintf("%s %s: %s", f.Kind, f.Model, f.Counts)
	case Outgrown, Redirected, Unevaluable, Incomplete:
		return fmt.Sprintf("%s %s", f.Kind, f.Model)
	}
	return string(Nothing)
}

var (
	namedForm   = regexp.MustCompile(`^(violates|loses) (\w+) in (\w+)$`)
	countedForm = regexp.MustCompile(`^(changes) (\w+): distinct (\d+), generated (\d+), depth (\d+)$`)
	modelForm   = regexp.MustCompile(`^(outgrows|redirects|breaks|leaves open) (\w+)$`)
)

// ParseFinding reads what String writes.
func ParseFinding(text string) (Finding, error) {
	if m := namedForm.FindStringSubmatch(text); m != nil {
		return Finding{Kind: Kind(m[1]), Name: m[2], Model: m[3]}, nil
	}
	if m := modelForm.FindStringSubmatch(text); m != nil {
		return Finding{Kind: Kind(m[1]), Model: m[2]}, nil
	}
	if m := countedForm.FindStringSubmatch(text); m != nil {
		f := Finding{Kind: Kind(m[1]), Model: m[2]}
		if _, err := fmt.Sscan(m[3]+" "+m[4]+" "+m[5], &f.Counts.Distinct, &f.Counts.Generated, &f.Counts.Depth); err != nil {
			return Finding{}, fmt.Errorf("%q: %w", text, err)
		}
		return f, nil
	}
	if text == string(Nothing) {
		return Finding{Kind: Nothing}, nil
	}
	return Finding{}, fmt.Errorf("%q does not say what notices that a conjunct is gone", text)
}

// NeedsReason tells whether somebody must say why the conjunct is there: nothing
// that is checked asks for it.
func (f Finding) NeedsReason() bool {
	return weight[f.Kind] > 0 || f.Kind == Nothing
}

// weight orders the kinds that nothing that is checked asks for.
var weight = map[Kind]int{Redirected: 1, Unevaluable: 2, Outgrown: 3, Changed: 4}
