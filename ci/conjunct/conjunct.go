// Package conjunct drops the conjuncts of the specifications' actions, one at a
// time, and finds out what notices it. A guard that is dropped becomes TRUE; an
// assignment that is dropped leaves its variable as it is; UNCHANGED, dropped,
// leaves a step that does not say what becomes of a variable, which TLC and the
// evaluator refuse.
package conjunct

import (
	"fmt"
	"strings"

	"github.com/synod-paxos/synod/spec/tla"
)

// A Conjunct is one member of the conjunction that an action is.
type Conjunct struct {
	tla.Conjunct
	Spec   string
	Action string
	Number int // as tla.Module.Conjuncts counts
}

// ID names a conjunct by what it says and not by where it stands, so that it
// keeps its name when the module around it changes.
func (c Conjunct) ID() string {
	return c.Spec + "." + c.Action + ": " + strings.Join(strings.Fields(c.Text), " ")
}

// Of lists the conjuncts of all actions of a module, in their order.
func Of(module *tla.Module, spec string) ([]Conjunct, error) {
	actions, err := module.NextActions()
	if err != nil {
		return nil, err
	}
	var all []Conjunct
	seenAction, seen := map[string]bool{}, map[string]bool{}
	for _, a := range actions {
		if seenAction[a.Name] {
			continue
		}
		seenAction[a.Name] = true
		members, err := module.Conjuncts(a.Name)
		if err != nil {
			return nil, err
		}
		for i, m := range members {
			c := Conjunct{m, spec, a.Name, i}
			switch {
			case seen[c.ID()]:
				return nil, fmt.Errorf("%s stands twice", c.ID())
			case c.Kind == tla.OtherStep:
				return nil, fmt.Errorf("%s is neither a guard nor x' = e nor UNCHANGED; nobody knows what dropping it would mean", c.ID())
			}
			seen[c.ID()] = true
			all = append(all, c)
		}
	}
	return all, nil
}

// dropped is the module without a conjunct.
func dropped(module *tla.Module, c Conjunct) (*tla.Module, error) {
	if c.Kind == tla.Assignment {
		return module.WithoutAssignment(c.Action, c.Number)
	}
	return module.WithoutConjunct(c.Action, c.Number)
}

// removed is the module that says nothing in the place of a conjunct.
func removed(module *tla.Module, c Conjunct) (*tla.Module, error) {
	return module.WithoutConjunct(c.Action, c.Number)
}

// Splice is the text of the module in which a conjunct stands without it, the
// same as dropped for those who read text. All other lines keep their numbers.
func Splice(text string, c Conjunct) (string, error) {
	lines := strings.Split(text, "\n")
	p := c.Pos
	if p.Line < 1 || p.EndLine > len(lines) || p.Line > p.EndLine || p.Col < 1 || p.EndCol > len(lines[p.EndLine-1]) {
		return "", fmt.Errorf("%s: there is no %s in the text", c.ID(), p)
	}
	instead := "TRUE"
	if c.Kind == tla.Assignment {
		instead = "UNCHANGED " + c.Variable
	}
	rest := lines[p.EndLine-1][p.EndCol:]
	head := lines[p.Line-1][:p.Col-1]
	for i := p.Line; i <= p.EndLine; i++ {
		lines[i-1] = ""
	}
	lines[p.Line-1] = head + instead + rest
	return strings.Join(lines, "\n"), nil
}
