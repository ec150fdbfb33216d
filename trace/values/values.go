// Package values reads the values of traces, those that stand there by name
// included. A name is the digest of what it stands for (spec/Digests.tla), so
// what a name means does not depend on who defined it.
package values

import (
	"fmt"
	"strings"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
)

// A Dictionary reads values and remembers what they are: equal names, and equal
// texts, are mostly the very same value. Of what a name means it keeps the text,
// which is a fraction of what the value takes, and the values lately used. The
// zero Dictionary knows no names.
type Dictionary struct {
	// Opaque gives a name that is defined nowhere a value of its own: a sequence
	// of one command that holds the name, equal to that of no other name. It
	// tells as much of a value as a write-ahead log does, which holds the
	// commands elsewhere.
	Opaque bool

	named  map[string]trace.Value
	values recent[string, tla.Value] // of names
	texts  recent[trace.Value, read]
}

// How much is remembered of what was used lately. Nodes tell of the same things
// at about the same time.
const (
	recentNames = 1 << 8
	recentTexts = 1 << 11
)

type read struct {
	value tla.Value
	names []string // that occur in it
}

// An UndefinedError says that a name is not defined.
type UndefinedError struct{ Name string }

func (e *UndefinedError) Error() string {
	return fmt.Sprintf("the value named %q is defined nowhere", trace.Clip(e.Name))
}

// Define takes over definitions. It is an error if a name is not the digest of
// its value; those before it are taken over.
func (d *Dictionary) Define(list ...trace.NamedValue) error {
	for _, def := range list {
		if text, known := d.named[def.Name]; known && text == def.Value {
			continue
		}
		v, err := d.Definition(def)
		if err != nil {
			return err
		}
		if d.Defines(def.Name) {
			continue
		}
		if d.named == nil {
			d.named = map[string]trace.Value{}
		}
		name := strings.Clone(def.Name) // whoever defines it may share a large text with others
		d.named[name] = trace.Value(strings.Clone(string(def.Value)))
		d.values.put(name, v, recentNames)
		if d.Opaque {
			d.texts.clear() // in which the name may have been opaque
		}
	}
	return nil
}

// Definition reads one definition without taking it over.
func (d *Dictionary) Definition(def trace.NamedValue) (tla.Value, error) {
	if text, known := d.named[def.Name]; known && text == def.Value {
		return d.meaning(def.Name, text)
	}
	v, err := tla.ParseJSON([]byte(def.Value))
	if err != nil {
		return v, fmt.Errorf("the value named %q: %w", trace.Clip(def.Name), err)
	}
	digest, err := tla.ValueDigest(v)
	if err != nil {
		return v, fmt.Errorf("the value named %q: %w", trace.Clip(def.Name), err)
	}
	if digest != def.Name {
		return v, fmt.Errorf("the digest of the value named %q is %s", trace.Clip(def.Name), digest)
	}
	return v, nil
}

// meaning is the value of a name that was defined by text.
func (d *Dictionary) meaning(name string, text trace.Value) (tla.Value, error) {
	if v, ok := d.values.get(name, recentNames); ok {
		return v, nil
	}
	v, err := tla.ParseJSON([]byte(text))
	if err == nil {
		d.values.put(strings.Clone(name), v, recentNames)
	}
	return v, err
}

// Defines tells whether a name is defined.
func (d *Dictionary) Defines(name string) bool {
	_, ok := d.named[name]
	return ok
}

// Read reads a value. The error is, or holds, an UndefinedError where a name in
// it is not defined.
func (d *Dictionary) Read(text trace.Value) (tla.Value, error) {
	v, _, err := d.ReadNames(text)
	return v, err
}

// ReadNames is Read, and tells which names occur. The list must not be changed.
func (d *Dictionary) ReadNames(text trace.Value) (tla.Value, []string, error) {
	if r, ok := d.texts.get(text, recentTexts); ok {
		return r.value, r.names, nil
	}
	var r read
	v, err := tla.ParseJSONNamed([]byte(text), func(name string) (v tla.Value, err error) {
		text, ok := d.named[name]
		switch {
		case ok:
			if v, err = d.meaning(name, text); err != nil {
				return v, err
			}
		case d.Opaque:
			v = tla.Tuple(tla.Tuple(tla.Int(0), tla.Int(0), tla.Str(name)))
		default:
			return v, &UndefinedError{Name: name}
		}
		r.names = append(r.names, name)
		return v, nil
	})
	if err != nil {
		return v, nil, fmt.Errorf("value %s: %w", trace.Clip(string(text)), err)
	}
	r.value = v
	d.texts.put(trace.Value(strings.Clone(string(text))), r, recentTexts)
	return v, r.names, nil
}

// Brief is v for people, who need not see the commands of what has a name: each
// such value in it is a model value that tells the beginning of the name and the
// number of commands.
func (d *Dictionary) Brief(v tla.Value) tla.Value {
	if len(d.named) == 0 {
		return v
	}
	switch v.Kind() {
	case tla.KindTuple:
		if name, err := tla.ValueDigest(v); err == nil && d.Defines(name) {
			return tla.Model(fmt.Sprintf("%s…(%d)", name[:8], v.Len()))
		}
		fallthrough
	case tla.KindRecord, tla.KindFunction:
		for key, part := range v.Pairs() {
			v = v.With(key, d.Brief(part))
		}
	case tla.KindSet:
		var parts []tla.Value
		for part := range v.Elements() {
			parts = append(parts, d.Brief(part))
		}
		v = tla.SetOf(parts...)
	}
	return v
}
