package check

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/tla"
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
	if !l.place.same(x.place) {
		return
	}
	e := l.event
	x.line("%s: %s", x.place, p.call(e))
	x.line("event %d of node %d, incarnation %d\n", e.Seq, e.Node, e.Inc)
	n := r.nodes[l.node]
	if o, ok := x.c.model.own(r.st, n.value); ok {
		x.line("the node's state before, as the specification has it")
		x.state(o)
	}
	x.line("the messages that it uses")
	for m := range p.in.Elements() {
		x.line("    %s", m)
	}
	if p.in.Len() == 0 {
		x.line("    none")
	}
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

func (x *explanation) state(o own) {
	for _, pv := range x.c.model.flat(o) {
		x.line("    %s = %s", pv.Path(), pv.Value)
	}
	x.line("")
}

func (x *explanation) after(r *replay, l *link, p *prepared, next tla.State) {
	o, _ := x.c.model.own(next, p.node)
	x.line("\nthe node's state after")
	x.state(o)
	x.line("the messages that it adds")
	added := get(next, x.c.model.messages)
	for m := range added.Elements() {
		x.line("    %s", m)
	}
	if added.Len() == 0 {
		x.line("    none")
	}
	f := x.c.compareOut(l.event, p, next)
	if f == nil && l.event.Action == restartAction {
		f = r.restarted(l, r.nodes[l.node], p, next)
	} else if f == nil {
		f = x.c.postFault(l.event, x.c.comparePaths(p.post, x.c.model.diff(r.st, next, p.node), nil))
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
	values := map[string]string{p.action.Params[0]: p.node.String()}
	for i, name := range p.action.params {
		values[name] = p.args[1+i].String()
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
