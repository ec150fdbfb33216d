package trace

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Validate checks what the types do not say: that incarnations and sequence
// numbers count from 1 and that ranges are not empty. It judges the shape of an
// entry alone; whether it is true is for package check.
func Validate(e Entry) error {
	switch e := e.(type) {
	case *Header:
		return e.validate()
	case *Event:
		return e.validate()
	case *Gap:
		if e.Inc == 0 || e.From == 0 || e.To < e.From {
			return fmt.Errorf("gap: incarnation %d, events %d to %d: want counts from 1, in order", e.Inc, e.From, e.To)
		}
		return errors.Join(paths("gap: state", e.State), definitions("gap", e.Values))
	case *End:
		if e.Inc == 0 {
			return errors.New("end: incarnations count from 1")
		}
		return nil
	default:
		return fmt.Errorf("an entry of unknown kind %T", e)
	}
}

func (h *Header) validate() error {
	switch {
	case h.Inc == 0 || h.First == 0:
		return errors.New("header: incarnations and sequence numbers count from 1")
	case len(h.Nodes) == 0 || !ascending(h.Nodes):
		return errors.New("header: nodes must be a list in ascending order, and not empty")
	}
	if _, _, err := ParseFormat(h.Format); err != nil {
		return fmt.Errorf("header: %w", err)
	}
	return errors.Join(paths("header: state", h.State), definitions("header", h.Values))
}

func (e *Event) validate() error {
	if e.Inc == 0 || e.Seq == 0 {
		return errors.New("event: incarnations and sequence numbers count from 1")
	}
	for _, a := range e.Args {
		if a.Value == "" {
			return fmt.Errorf("event: argument %q has no value", Clip(a.Name))
		}
	}
	for _, c := range e.In {
		if c.Inc == 0 || c.Seq == 0 || c.Msg == "" {
			return errors.New("event: in: a message needs its incarnation, its sequence number and its content")
		}
	}
	if slices.Contains(e.Out, "") {
		return errors.New("event: out: a message is empty")
	}
	for _, c := range e.Post {
		if c.Path == "" {
			return errors.New("event: post: a path is empty")
		}
	}
	return definitions("event", e.Values)
}

// definitions checks that each name is defined once.
func definitions(what string, values []NamedValue) error {
	var seen keys
	for _, v := range values {
		switch {
		case v.Name == "" || v.Value == "":
			return fmt.Errorf("%s: values: every entry has a name and a value", what)
		case !seen.add(v.Name):
			return fmt.Errorf("%s: values: %q stands there twice", what, Clip(v.Name))
		}
	}
	return nil
}

// paths checks a whole state: nothing in it can be gone.
func paths(what string, state []Change) error {
	for _, c := range state {
		if c.Path == "" || c.Gone() {
			return fmt.Errorf("%s: every entry has a path and a value", what)
		}
	}
	return nil
}

func ascending(list []int) bool {
	for i := 1; i < len(list); i++ {
		if list[i-1] >= list[i] {
			return false
		}
	}
	return true
}

// ParseFormat splits a header's version into its two numbers.
func ParseFormat(format string) (major, minor int, err error) {
	before, after, found := strings.Cut(format, ".")
	if found {
		if major, err = wholeNumber(before); err == nil {
			minor, err = wholeNumber(after)
		}
	}
	if !found || err != nil {
		return 0, 0, fmt.Errorf("format %q is not major.minor", Clip(format))
	}
	return major, minor, nil
}

func wholeNumber(text string) (int, error) {
	s := scanner{b: text}
	n, err := s.int()
	if err != nil {
		return 0, err
	}
	return n, s.end()
}
