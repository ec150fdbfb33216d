// Package coverage finds what the models of a specification never do: actions
// that are never taken, and branches that are never evaluated. TLC's option
// -coverage tells of both, but says nothing of places where all of the count is
// on one side, of constants, or of what a recursive function does. So the
// evaluator is asked first: a branch that is an error to evaluate makes a model
// fail if it is ever taken. TLC must then agree in the models so found.
package coverage

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/synod-paxos/synod/spec/tla"
)

// A Model is a configuration of the module under test.
type Model struct {
	Name   string
	Config *tla.Config
	Cost   int64 // in any unit
}

// An Item is an action or a branch, and the cheapest model that takes it.
type Item struct {
	Action string     // the name, or "" for a branch
	Branch tla.Branch // if it is one
	Model  string     // "" if no model takes it
}

func (i Item) String() string {
	if i.Action != "" {
		return "action " + i.Action
	}
	return fmt.Sprintf("%s of %s, %s: %s", i.Branch.What, i.Branch.Definition, i.Branch.Pos, i.Branch.Text)
}

// Search finds for each action of a module's Next and each branch in them and in
// what they call a model that takes it.
func Search(ctx context.Context, module *tla.Module, models []Model) ([]Item, error) {
	models = slices.SortedStableFunc(slices.Values(models), func(a, b Model) int { return cmp.Compare(a.Cost, b.Cost) })
	actions, err := module.ActionNames()
	if err != nil {
		return nil, err
	}
	branches, err := module.Branches(actions...)
	if err != nil {
		return nil, err
	}
	taken, err := takenBy(ctx, module, models, actions)
	if err != nil {
		return nil, err
	}
	var items []Item
	for _, a := range actions {
		items = append(items, Item{Action: a, Model: taken[a]})
	}
	for _, b := range branches {
		m, err := evaluatedBy(ctx, module, models, b)
		if err != nil {
			return nil, err
		}
		items = append(items, Item{Branch: b, Model: m})
	}
	return items, nil
}

// takenBy finds a model for each action.
func takenBy(ctx context.Context, module *tla.Module, models []Model, actions []string) (map[string]string, error) {
	taken := map[string]string{}
	for _, m := range models {
		s, err := tla.Load(module, m.Config)
		if err != nil {
			return nil, fmt.Errorf("loading %s: %w", m.Name, err)
		}
		seen := labels{}
		if _, err := tla.Check(ctx, s, tla.ExploreOptions{}, seen); err != nil {
			return nil, fmt.Errorf("%s: %w", m.Name, err)
		}
		for a := range maps.Keys(seen) {
			if taken[a] == "" {
				taken[a] = m.Name
			}
		}
		if !slices.ContainsFunc(actions, func(a string) bool { return taken[a] == "" }) {
			break
		}
	}
	return taken, nil
}

// labels are the actions on the edges of a graph.
type labels map[string]bool

func (labels) State(int, tla.State, bool) error { return nil }

func (l labels) Edge(_ int, action string, _ int) error {
	l[action] = true
	return nil
}

// evaluatedBy finds a model that evaluates a branch: it fails where that is an
// error. All models are known not to fail otherwise.
func evaluatedBy(ctx context.Context, module *tla.Module, models []Model, b tla.Branch) (string, error) {
	without := module.WithoutBranch(b)
	for _, m := range models {
		s, err := tla.Load(without, m.Config)
		if err != nil {
			return "", fmt.Errorf("loading %s: %w", m.Name, err)
		}
		_, err = tla.Check(ctx, s, tla.ExploreOptions{}, nil)
		var evaluation *tla.EvaluationError
		switch {
		case errors.As(err, &evaluation):
			return m.Name, nil
		case err != nil:
			return "", fmt.Errorf("%s: %w", m.Name, err)
		}
	}
	return "", nil
}
