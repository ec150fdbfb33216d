package coverage

import (
	"fmt"
	"regexp"
	"strconv"

	"github.com/synod-paxos/synod/spec/tla"
)

// A Report is what TLC's option -coverage told, over several runs.
type Report struct {
	taken  map[string]bool
	places []place
}

// A place is a range of text that TLC has evaluated, or not.
type place struct {
	tla.Pos
	evaluated bool
}

var placeText = regexp.MustCompile(`^line (\d+), col (\d+) to line (\d+), col (\d+) of module (\S+)$`)

// Add adds what one run told.
func (r *Report) Add(taken, evaluated map[string]int64) error {
	if r.taken == nil {
		r.taken = map[string]bool{}
	}
	for name, n := range taken {
		r.taken[name] = r.taken[name] || n > 0
	}
	for text, n := range evaluated {
		m := placeText.FindStringSubmatch(text)
		if m == nil {
			return fmt.Errorf("TLC tells the coverage of %q, which is no place", text)
		}
		p := place{tla.Pos{Module: m[5]}, n > 0}
		for i, to := range []*int{&p.Line, &p.Col, &p.EndLine, &p.EndCol} {
			*to, _ = strconv.Atoi(m[i+1]) // digits
		}
		r.places = append(r.places, p)
	}
	return nil
}

// An Opinion is what TLC says about an item.
type Opinion int

// The opinions.
const (
	Silent Opinion = iota // TLC says nothing about it
	Never                 // TLC has seen it and never taken it
	Taken
)

// Says is TLC's opinion of an item: it has taken a branch if it has evaluated
// something in it.
func (r *Report) Says(i Item) Opinion {
	if i.Action != "" {
		taken, known := r.taken[i.Action]
		switch {
		case taken:
			return Taken
		case known:
			return Never
		}
		return Silent
	}
	said := Silent
	for _, p := range r.places {
		if within(p.Pos, i.Branch.Pos) {
			if p.evaluated {
				return Taken
			}
			said = Never
		}
	}
	return said
}

// within tells whether a range of text lies in another.
func within(in, out tla.Pos) bool {
	return in.Module == out.Module &&
		(in.Line > out.Line || in.Line == out.Line && in.Col >= out.Col) &&
		(in.EndLine < out.EndLine || in.EndLine == out.EndLine && in.EndCol <= out.EndCol)
}
