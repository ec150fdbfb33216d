// Package post says what a step of the specification changes of a node's own
// state, in the terms of an event's post, and compares that with what an event
// tells. Its cost is that of what changed, not of what the state holds.
package post

import (
	"fmt"
	"strings"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
)

// A Change is a path of a node's own state and its value.
type Change struct {
	Variable string
	Key      tla.Value // the argument whose result this is; invalid for the whole variable
	Value    tla.Value // invalid if the path is gone
}

// Path is the change's path as events write it.
func (c Change) Path() string {
	if !c.Key.IsValid() {
		return c.Variable
	}
	return c.Variable + "[" + string(tla.AppendJSON(nil, c.Key)) + "]"
}

// Gone says whether the path does not exist any more.
func (c Change) Gone() bool { return !c.Value.IsValid() }

// same says whether two changes tell the same.
func (c Change) same(d Change) bool { return c.samePath(d) && c.sameValue(d) }

func (c Change) samePath(d Change) bool {
	return c.Variable == d.Variable && c.Key.IsValid() == d.Key.IsValid() && (!c.Key.IsValid() || c.Key.Equal(d.Key))
}

func (c Change) sameValue(d Change) bool {
	return c.Gone() == d.Gone() && (c.Gone() || c.Value.Equal(d.Value))
}

// Of appends to dst what differs, in the named variables' entries of node,
// between two states, in the order of the variables and of their keys.
func Of(dst []Change, variables []string, before, after tla.State, node tla.Value) []Change {
	for _, name := range variables {
		x, _ := before.Get(name)
		y, _ := after.Get(name)
		if x == y {
			continue
		}
		a, _ := x.Apply(node)
		b, _ := y.Apply(node)
		dst = Between(dst, name, a, b)
	}
	return dst
}

// Between appends what differs between two values of one variable.
func Between(dst []Change, variable string, before, after tla.Value) []Change {
	if before.Equal(after) {
		return dst
	}
	none := func(v tla.Value) bool { return v.Kind() == tla.KindTuple && v.Len() == 0 }
	if !(keyed(before) && (keyed(after) || none(after)) || none(before) && keyed(after)) {
		return append(dst, Change{Variable: variable, Value: after})
	}
	tla.Differences(before, after, func(key, _, value tla.Value) bool {
		dst = append(dst, Change{variable, key, value})
		return true
	})
	return dst
}

// Whole appends all paths of a variable's own value.
func Whole(dst []Change, variable string, v tla.Value) []Change {
	if !keyed(v) {
		return append(dst, Change{Variable: variable, Value: v})
	}
	for key, value := range v.Pairs() {
		dst = append(dst, Change{variable, key, value})
	}
	return dst
}

// keyed tells whether a variable's own value is written one path a key. An empty
// function is, if what it is compared with is.
func keyed(v tla.Value) bool { return v.Kind() == tla.KindFunction }

// A Difference is a path of which an event tells something else than the
// specification.
type Difference struct {
	Change // what the specification has; where Extra, what the event tells
	Told   tla.Value
	Kind   Kind
}

// Kind says how a path differs.
type Kind uint8

// How a path differs: the event does not name it, gives another value, names it
// though it does not change, or names it twice.
const (
	Missing Kind = iota
	Wrong
	Extra
	Again
)

// Compare returns how what an event tells differs from what the specification
// has; matched is called for each path on which they agree.
func Compare(told, want []Change, matched func(Change)) []Difference {
	i := 0
	for i < len(told) && i < len(want) && told[i].same(want[i]) {
		matched(want[i])
		i++
	}
	if i == len(told) && i == len(want) {
		return nil
	}
	return compareUnordered(told, want, i, matched)
}

// compareUnordered compares lists of which the first n entries agree.
func compareUnordered(told, want []Change, n int, matched func(Change)) []Difference {
	byPath := make(map[string][]Change, len(told))
	for _, c := range told {
		byPath[c.Path()] = append(byPath[c.Path()], c)
	}
	var out []Difference
	wanted := make(map[string]bool, len(want))
	for i, w := range want {
		path := w.Path()
		wanted[path] = true
		switch got := byPath[path]; {
		case len(got) == 0:
			out = append(out, Difference{Change: w, Kind: Missing})
		case !w.sameValue(got[0]):
			out = append(out, Difference{Change: w, Told: got[0].Value, Kind: Wrong})
		case i >= n:
			matched(w)
		}
	}
	seen := make(map[string]bool, len(told))
	for _, c := range told {
		path := c.Path()
		switch {
		case !wanted[path]:
			out = append(out, Difference{Change: c, Told: c.Value, Kind: Extra})
		case seen[path]:
			out = append(out, Difference{Change: c, Told: c.Value, Kind: Again})
		}
		seen[path] = true
	}
	return out
}

// Parse reads a path and a value as events write them; an empty text is a path
// that is gone. The values are read by value.
func Parse(c trace.Change, value func(trace.Value) (tla.Value, error)) (Change, error) {
	variable, key, err := split(c.Path)
	if err != nil {
		return Change{}, err
	}
	out := Change{Variable: variable}
	if key != "" {
		if out.Key, err = value(trace.Value(key)); err != nil {
			return Change{}, fmt.Errorf("path %s: %w", trace.Clip(c.Path), err)
		}
	}
	if !c.Gone() {
		if out.Value, err = value(c.Value); err != nil {
			return Change{}, fmt.Errorf("path %s: %w", trace.Clip(c.Path), err)
		}
	}
	return out, nil
}

// split gives a path's variable and the text of its key, if it has one.
func split(path string) (variable, key string, err error) {
	variable, rest, found := strings.Cut(path, "[")
	if !found {
		return path, "", nil
	}
	key, closed := strings.CutSuffix(rest, "]")
	if !closed || key == "" {
		return "", "", fmt.Errorf("%q is not a path", trace.Clip(path))
	}
	return variable, key, nil
}
