package tla

import (
	"fmt"
	"strings"
)

// FormatTrace prints a trace as TLC does, one block a state; variables that
// differ from the state before are marked with an asterisk.
func FormatTrace(steps []Step) string {
	var b strings.Builder
	for i, st := range steps {
		name := st.Action
		if i == 0 {
			name = "Initial predicate"
		}
		fmt.Fprintf(&b, "State %d: <%s>\n", i+1, name)
		for j, v := range st.State.vals {
			variable := st.State.spec.vars[j]
			mark := " "
			if i > 0 {
				if old, _ := steps[i-1].State.Get(variable); !Equal(old, v) {
					mark = "*"
				}
			}
			fmt.Fprintf(&b, "%s /\\ %s = %s\n", mark, variable, v)
		}
	}
	return b.String()
}

// Changed returns the names of the variables that differ between two states.
func Changed(from, to State) []string {
	var out []string
	if from.spec == nil || to.spec == nil || len(from.vals) != len(to.vals) {
		return nil
	}
	for i, name := range from.spec.vars {
		if !Equal(from.vals[i], to.vals[i]) {
			out = append(out, name)
		}
	}
	return out
}
