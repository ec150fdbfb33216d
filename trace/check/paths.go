package check

import (
	"fmt"
	"strings"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
)

// A pathValue is a path of a node's own state and its value; an invalid value
// says that the path is gone.
type pathValue struct {
	path  string
	value tla.Value
}

// descends tells whether a variable's own value is written one path a key. An
// empty function is, if what it is compared with is.
func descends(v tla.Value) bool { return v.Kind() == tla.KindFunction }

// flatten lists the paths of a variable's own value.
func flatten(dst []pathValue, variable string, v tla.Value) []pathValue {
	if !descends(v) {
		return append(dst, pathValue{variable, v})
	}
	for key, value := range v.Pairs() {
		dst = append(dst, pathValue{keyed(variable, key), value})
	}
	return dst
}

func keyed(variable string, key tla.Value) string {
	return variable + "[" + string(tla.AppendJSON(nil, key)) + "]"
}

// changes lists the paths of a variable that differ between two own values.
func changes(dst []pathValue, variable string, before, after tla.Value) []pathValue {
	if before.Equal(after) {
		return dst
	}
	if !descends(before) && !descends(after) {
		return append(dst, pathValue{variable, after})
	}
	if !descends(before) && before.Len() > 0 || !descends(after) && after.Len() > 0 {
		return append(dst, pathValue{variable, after})
	}
	for key, value := range after.Pairs() {
		if old, ok := before.Apply(key); !ok || !old.Equal(value) {
			dst = append(dst, pathValue{keyed(variable, key), value})
		}
	}
	for key := range before.Pairs() {
		if _, ok := after.Apply(key); !ok {
			dst = append(dst, pathValue{keyed(variable, key), tla.Value{}})
		}
	}
	return dst
}

// splitPath gives a path's variable and the text of its key, if it has one.
func splitPath(path string) (variable, key string, err error) {
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
		variable, keyText, err := splitPath(ch.Path)
		if err != nil {
			return err
		}
		var value tla.Value
		if !ch.Gone() {
			if value, err = c.value(ch.Value); err != nil {
				return fmt.Errorf("path %s: %w", trace.Clip(ch.Path), err)
			}
		}
		if keyText == "" {
			o[variable] = value
			continue
		}
		key, err := c.value(trace.Value(keyText))
		if err != nil {
			return fmt.Errorf("path %s: %w", trace.Clip(ch.Path), err)
		}
		o[variable] = changed(o[variable], key, value)
	}
	return nil
}

func changed(f, key, value tla.Value) tla.Value {
	switch {
	case !f.IsValid() || !descends(f) && f.Len() == 0:
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
