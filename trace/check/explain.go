package check

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace/post"
)

// Explain tells what the event at a place says and what the specification makes
// of it: the node's state before, the action with its values filled in, and the
// state after, or why it is not a step.
func Explain(inputs []Input, o Options, place Place) (string, error) {
	o.Levels = []Level{Local}
	c := newChecker(o)
	x := &explanation{c: c, place: place}
	c.watch = x.watch
	err := c.run(inputs)
	if x.Len() > 0 {
		return x.String(), nil
	}
	if err != nil {
		return "", err
	}
	for _, f := range c.report.Findings {
		if f.Places[0].same(place) {
			return fmt.Sprintf("%s: %s\n", f.Verdict, f.Text), nil
		}
	}
	return "", fmt.Errorf("%w: there is no event at %s that could be judged", ErrNothing, place)
}

// same compares places, however the path is written.
func (p Place) same(q Place) bool {
	return p.Line == q.Line && filepath.Clean(p.File) == filepath.Clean(q.File)
}

// An explanation is text under construction.
type explanation struct {
	strings.Builder
	c     *checker
	place Place
}

func (x *explanation) line(format string, args ...any) {
	fmt.Fprintf(x, format, args...)
	x.WriteByte('\n')
}

// watch is called before each event that is judged.
func (x *explanation) watch(r *replay, l *link, p *prepared) {
	if !l.place().same(x.place) {
		return
	}
	e := l.event
	x.line("%s: %s", x.place, x.c.call(e.name(), p.args))
	x.line("event %d of node %d, incarnation %d\n", e.Seq, e.Node, e.Inc)
	n := r.nodes[l.node]
	if o, ok := x.c.model.own(r.st, n.value); ok {
		x.line("the node's state before, as the specification has it")
		x.state(o, p)
	}
	x.messages("the messages that it uses", p.in)
	x.action(p)
	before := r.st
	if !n.known {
		x.line("\nthe state before is not known, so the event cannot be judged")
		return
	}
	next, f := x.c.step(before, e, p)
	if f != nil {
		x.failure(f)
		return
	}
	x.after(r, l, p, next)
}

// state shows a node's variables: of those with many keys the keys that the event
// is about, and how many others there are.
func (x *explanation) state(o own, p *prepared) {
	for _, name := range x.c.model.nodeVars {
		paths := x.c.model.shape.Whole(nil, name, o[name])
		left := 0
		for _, pv := range paths {
			if len(paths) > fewKeys && !p.about(pv) {
				left++
				continue
			}
			x.line("    %s = %s", pv.Path(), x.c.show(pv.Value))
		}
		switch {
		case len(paths) == 0:
			x.line("    %s is empty", name)
		case left > 0:
			x.line("    %s has %s from %s to %s", name, count(left, "other key"), paths[0].Path(), paths[len(paths)-1].Path())
		}
	}
	x.line("")
}

// fewKeys bounds the keys of a variable that are all shown.
const fewKeys = 8

// about tells whether a path's key is an argument of the event, or stands in its
// post.
func (p *prepared) about(pv post.Change) bool {
	return slices.ContainsFunc(p.args[1:], pv.Key.Equal) ||
		slices.ContainsFunc(p.post, func(c post.Change) bool { return c.Variable == pv.Variable && c.Key.IsValid() && c.Key.Equal(pv.Key) })
}

func (x *explanation) messages(what string, set tla.Value) {
	x.line("%s", what)
	for m := range set.Elements() {
		x.line("    %s", x.c.show(m))
	}
	if set.Len() == 0 {
		x.line("    none")
	}
}

func (x *explanation) after(r *replay, l *link, p *prepared, next tla.State) {
	x.line("\nwhat the node's state becomes")
	changes := x.c.model.diff(r.st, next, p.node)
	for _, pv := range changes {
		if pv.Gone() {
			x.line("    %s is gone", pv.Path())
		} else {
			x.line("    %s = %s", pv.Path(), x.c.show(pv.Value))
		}
	}
	if len(changes) == 0 {
		x.line("    what it was")
	}
	x.line("")
	x.messages("the messages that it adds", get(next, x.c.model.messages))
	f := x.c.compareOut(l.event, p, next)
	if f == nil && l.event.name() == restartAction {
		f = r.restarted(l, r.nodes[l.node], p, next)
	} else if f == nil {
		f = x.c.postFault(l.event, x.c.comparePaths(p.post, changes, nil))
	}
	if f == nil {
		x.line("\nthe event says the same: it conforms")
		return
	}
	x.failure(f)
}

func (x *explanation) failure(f *Finding) {
	x.line("\nviolation: %s", f.Text)
	for _, d := range f.Differences {
		x.line("    %s: the specification has %s, the event %s", d.What, orNothing(d.Want), orNothing(d.Got))
	}
	if w := f.Failure; w != nil {
		if w.Source != "" {
			x.line("    %s does not hold (%s:%d)", w.Source, w.Module, w.Line)
		}
		for _, v := range w.Values {
			x.line("        %s = %s", v.Name, v.Value)
		}
		for _, d := range w.Details {
			x.line("        %s", d)
		}
		for _, t := range w.Through {
			x.line("        in %s", t)
		}
		if w.Message != "" {
			x.line("    %s", w.Message)
		}
	}
}

// action writes the text of an action with its parameters' values filled in.
func (x *explanation) action(p *prepared) {
	d, err := x.c.source.module.Definition(p.action.Name)
	if err != nil {
		return
	}
	text, ok := spec.Source(d.Pos.Module)
	lines := strings.Split(string(text), "\n")
	if !ok || d.Pos.EndLine > len(lines) {
		return
	}
	values := map[string]string{}
	for i, name := range p.action.Params {
		values[name] = x.c.show(p.args[i])
	}
	x.line("\nthe action, %s.tla:%d, with these values", d.Pos.Module, d.Pos.Line)
	for _, line := range lines[d.Pos.Line-1 : d.Pos.EndLine] {
		x.line("    %s", filled(line, values))
	}
}

var word = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_']*`)

// filled replaces parameters by their values; field names and comments are none.
func filled(line string, values map[string]string) string {
	code, comment, _ := strings.Cut(line, `\*`)
	var b strings.Builder
	last := 0
	for _, at := range word.FindAllStringIndex(code, -1) {
		value, ok := values[code[at[0]:at[1]]]
		field := at[0] > 0 && code[at[0]-1] == '.' || strings.HasPrefix(strings.TrimLeft(code[at[1]:], " "), "|->")
		if !ok || field {
			continue
		}
		b.WriteString(code[last:at[0]] + value)
		last = at[1]
	}
	b.WriteString(code[last:])
	if comment != "" {
		b.WriteString(`\*` + comment)
	}
	return b.String()
}
