package check

import (
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
		v, err := c.model.shape.Applied(o[at.Variable], at)
		if err != nil {
			return err
		}
		o[at.Variable] = v
	}
	return nil
}

// value reads a trace's value.
func (c *checker) value(text trace.Value) (tla.Value, error) { return c.values.Read(text) }

// plain is a value for people: as TLA+ writes it.
func plain(text trace.Value) string {
	v, err := tla.ParseJSONNamed([]byte(text), func(name string) (tla.Value, error) { return tla.Model(abbreviated(name)), nil })
	if err != nil {
		return string(text)
	}
	return v.String()
}

// abbreviated is a digest that people need only tell apart from others.
func abbreviated(name string) string {
	if len(name) > 8 {
		return name[:8] + "…"
	}
	return name
}
