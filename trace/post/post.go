// Package post says what a step of the specification changes of a node's own
// state, in the terms of an event's post, and compares that with what an event
// tells. Its cost is that of what changed, not of what the state holds.
package post

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
)

// A Change is a path of a node's own state and its value.
type Change struct {
	Variable string
	Key      tla.Value // the argument whose result this is; invalid for the whole variable
	End      tla.Value // of a range, the integer behind its last key; all of them are gone
	Value    tla.Value // invalid if the path is gone
}

// Path is the change's path as events write it.
func (c Change) Path() string {
	switch {
	case !c.Key.IsValid():
		return c.Variable
	case c.End.IsValid():
		first, _ := c.Key.Int64()
		end, _ := c.End.Int64()
		return fmt.Sprintf("%s[%d..%d)", c.Variable, first, end)
	}
	return c.Variable + "[" + string(tla.AppendJSON(nil, c.Key)) + "]"
}

// Gone says whether the path does not exist any more.
func (c Change) Gone() bool { return !c.Value.IsValid() }

// same says whether two changes tell the same.
func (c Change) same(d Change) bool { return c.samePath(d) && c.sameValue(d) }

func (c Change) samePath(d Change) bool {
	return c.Variable == d.Variable && sameKey(c.Key, d.Key) && sameKey(c.End, d.End)
}

func sameKey(a, b tla.Value) bool {
	return a.IsValid() == b.IsValid() && (!a.IsValid() || a.Equal(b))
}

func (c Change) sameValue(d Change) bool {
	return c.Gone() == d.Gone() && (c.Gone() || c.Value.Equal(d.Value))
}

// Parse reads a path and a value as events write them; an empty text is a path
// that is gone. The values are read by value.
func Parse(c trace.Change, value func(trace.Value) (tla.Value, error)) (Change, error) {
	variable, key, end, err := split(c.Path)
	if err != nil {
		return Change{}, err
	}
	out := Change{Variable: variable}
	if end != "" {
		if out.Key, out.End, err = bounds(key, end); err == nil && !c.Gone() {
			err = fmt.Errorf("a range has no value; all of it is gone")
		}
	} else if key != "" {
		out.Key, err = value(trace.Value(key))
	}
	if err == nil && !c.Gone() {
		out.Value, err = value(c.Value)
	}
	if err != nil {
		return Change{}, fmt.Errorf("path %s: %w", trace.Clip(c.Path), err)
	}
	return out, nil
}

// split gives a path's variable, the text of its key, if it has one, and, of a
// range, that of its end.
func split(path string) (variable, key, end string, err error) {
	variable, rest, found := strings.Cut(path, "[")
	if !found {
		return path, "", "", nil
	}
	if key, closed := strings.CutSuffix(rest, "]"); closed && key != "" {
		return variable, key, "", nil
	}
	rest, closed := strings.CutSuffix(rest, ")")
	key, end, found = strings.Cut(rest, "..")
	if !closed || !found || key == "" || end == "" {
		return "", "", "", fmt.Errorf("%q is not a path", trace.Clip(path))
	}
	return variable, key, end, nil
}

// bounds reads the ends of a range, which has two keys at least: one alone has a
// path of its own.
func bounds(first, end string) (a, b tla.Value, err error) {
	low, err1 := strconv.ParseInt(first, 10, 64)
	high, err2 := strconv.ParseInt(end, 10, 64)
	if err1 != nil || err2 != nil || strconv.FormatInt(low, 10) != first || strconv.FormatInt(high, 10) != end || high-low < 2 {
		return a, b, fmt.Errorf("want two integers, at least two apart")
	}
	return tla.Int(low), tla.Int(high), nil
}
