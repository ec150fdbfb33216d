package check

import (
	"fmt"
	"strings"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/post"
)

// variableOf is the variable that a path belongs to.
func variableOf(path string) string {
	variable, _, _ := strings.Cut(path, "[")
	return variable
}

// own is a node's own state, by variable.
type own map[string]tla.Value

// apply takes over what changes say.
func (c *checker) apply(o own, list []trace.Change) error {
	for _, ch := range list {
		at, err := post.Parse(ch, c.value)
		if err != nil {
			return err
		}
		if !at.Key.IsValid() {
			o[at.Variable] = at.Value
			continue
		}
		o[at.Variable] = changed(o[at.Variable], at.Key, at.Value)
	}
	return nil
}

func changed(f, key, value tla.Value) tla.Value {
	switch {
	case !f.IsValid() || f.Kind() != tla.KindFunction && f.Len() == 0:
		if !value.IsValid() {
			return f
		}
		return tla.Function(tla.Pair{Key: key, Value: value})
	case !value.IsValid():
		return f.Without(key)
	}
	if g := f.With(key, value); g.IsValid() {
		return g
	}
	return tla.Function(tla.Pair{Key: key, Value: value})
}

// value reads a trace's value; equal texts are read once.
func (c *checker) value(text trace.Value) (tla.Value, error) {
	if v, ok := c.values[text]; ok {
		return v, nil
	}
	v, err := tla.ParseJSON([]byte(text))
	if err != nil {
		return tla.Value{}, fmt.Errorf("value %s: %w", trace.Clip(string(text)), err)
	}
	if len(c.values) >= maxValues {
		clear(c.values)
	}
	c.values[text] = v
	return v, nil
}

// maxValues bounds what is remembered of values read.
const maxValues = 1 << 16

// plain is a value for people: as TLA+ writes it.
func plain(text trace.Value) string {
	v, err := tla.ParseJSON([]byte(text))
	if err != nil {
		return string(text)
	}
	return v.String()
}
