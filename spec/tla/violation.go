package tla

import "fmt"

// ViolationKind says what does not hold.
type ViolationKind uint8

// The kinds of violations. A conjunct []P of a property is an invariant.
const (
	Deadlock        ViolationKind = iota + 1 // a state has no successor
	Invariant                                // a state violates an invariant
	InitialProperty                          // an initial state violates a property
	StepProperty                             // a step violates a property
)

var violationKinds = [...]string{"", "deadlock", "invariant", "initial", "step"}

func (k ViolationKind) String() string {
	if int(k) < len(violationKinds) {
		return violationKinds[k]
	}
	return "unknown kind"
}

// Violation is something that does not hold in a state or in the step to it.
type Violation struct {
	Kind  ViolationKind
	Name  string // the invariant or property as the configuration names it
	Part  string // of a property, the conjunct and its place
	State int    // the number of the state; -1 if a constraint excludes it
	Trace []Step // a shortest path to the state
	Err   error  // it could not be evaluated
}

func (v *Violation) String() string {
	what := ""
	switch {
	case v.Kind == Deadlock:
		return "deadlock: a state has no successor"
	case v.Part == "":
		what = "invariant " + v.Name
	default:
		what = fmt.Sprintf("property %s, conjunct %s,", v.Name, v.Part)
	}
	switch {
	case v.Err != nil:
		return fmt.Sprintf("%s cannot be evaluated: %v", what, v.Err)
	case v.Kind == InitialProperty:
		return what + " is violated by an initial state"
	case v.Kind == StepProperty:
		return what + " is violated by the last step"
	}
	return what + " is violated"
}
