package multi

import (
	"fmt"

	"github.com/synod-paxos/synod/spec/tla"
)

// Models of MultiPaxos take opaque strings for commands where what a command does
// to a session does not matter, and the sequence of its values for a prefix. A
// node has commands of sessions, and the digest of a prefix.

// opaqueSession is the session of opaque commands. As nobody ever opens it, they
// have no effect, just as in the models that have them.
const opaqueSession = 1 << 20

func (c *core) Concrete(s tla.State) (tla.State, error) {
	for _, name := range c.spec.Variables() {
		as := c.forms[name]
		if as == nil {
			continue
		}
		function, _ := s.Get(name)
		if name == c.classes.Messages {
			set, err := c.messages(function)
			if err != nil {
				return s, err
			}
			s = s.With(name, set)
			continue
		}
		each, err := mapping(function, as)
		if err != nil {
			return s, fmt.Errorf("%s: %w", name, err)
		}
		s = s.With(name, each)
	}
	return s, nil
}

// Argument takes the parameters of the specification's actions by their names.
func (c *core) Argument(a *tla.Action, i int, v tla.Value) (tla.Value, error) {
	if as := c.arguments[a.Params[i]]; as != nil {
		return as(v)
	}
	return v, nil
}

// A form gives the concrete form of a value.
type form func(tla.Value) (tla.Value, error)

// initForms says which values have a concrete form of their own, by variable (of
// one node), by field and by parameter.
func (c *core) initForms() {
	vote := c.fields(map[string]form{"val": sequence(command)})
	snap := c.fields(map[string]form{"prefix": c.prefix, "done": each(command)})
	c.forms = map[string]form{
		"vote": each(vote), "snap": snap, "known": each(sequence(command)), "prefix": c.prefix, "done": each(command),
		c.classes.Messages: c.fields(map[string]form{
			"cmd": command, "val": sequence(command), "votes": each(vote), "snap": snap,
		}),
	}
	c.arguments = map[string]form{"c": command, "v": sequence(command), "p": c.prefix}
}

func each(as form) form { return func(v tla.Value) (tla.Value, error) { return mapping(v, as) } }

func sequence(as form) form { return each(as) }

// mapping is the function with the concrete results.
func mapping(f tla.Value, as form) (tla.Value, error) {
	var pairs []tla.Pair
	for k, v := range f.Pairs() {
		w, err := as(v)
		if err != nil {
			return w, err
		}
		pairs = append(pairs, tla.Pair{Key: k, Value: w})
	}
	return tla.Function(pairs...), nil
}

// fields is the form of a record in which some fields have one.
func (c *core) fields(forms map[string]form) form {
	return func(r tla.Value) (tla.Value, error) {
		for name, as := range forms {
			v, has := r.Field(name)
			if !has {
				continue
			}
			w, err := as(v)
			if err != nil {
				return w, fmt.Errorf("%s: %w", name, err)
			}
			r = r.With(tla.Str(name), w)
		}
		return r, nil
	}
}

func (c *core) messages(set tla.Value) (tla.Value, error) {
	var all []tla.Value
	for m := range set.Elements() {
		v, err := c.forms[c.classes.Messages](m)
		if err != nil {
			return v, fmt.Errorf("the message %v: %w", m, err)
		}
		all = append(all, v)
	}
	return tla.SetOf(all...), nil
}

// command is <<client, number, digest>>.
func command(c tla.Value) (tla.Value, error) {
	if c.Kind() == tla.KindString {
		return tla.Tuple(tla.Int(opaqueSession), tla.Int(1), c), nil
	}
	if c.Kind() != tla.KindTuple || c.Len() != 3 {
		return c, fmt.Errorf("%v is no command", c)
	}
	return c, nil
}

// prefix is the digest of a sequence of values, as the replay computes it.
func (c *core) prefix(log tla.Value) (tla.Value, error) {
	if log.Kind() != tla.KindTuple {
		return log, fmt.Errorf("%v is no sequence of values", log)
	}
	digest, err := c.replay.Eval("Zero", tla.State{})
	for v := range log.Elements() {
		if err != nil {
			break
		}
		if v, err = sequence(command)(v); err == nil {
			digest, err = c.replay.Eval("Chain", tla.State{}, digest, v)
		}
	}
	return digest, err
}
