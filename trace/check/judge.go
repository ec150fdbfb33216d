package check

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/post"
)

// A prepared event is an event in the evaluator's values.
type prepared struct {
	node   tla.Value
	action *action
	args   []tla.Value // the node first, in the order of the action's parameters
	in     tla.Value   // the set of the messages used
	out    []tla.Value // the messages added
	post   []post.Change
}

// prepare reads an event. A finding says that it cannot be an event of this
// specification, whatever the state.
func (c *checker) prepare(e *eventRecord) (*prepared, *Finding) {
	p := &prepared{node: tla.Int(int64(e.Node)), action: c.model.actions[e.name()]}
	p.args = append(make([]tla.Value, 0, 1+len(e.event().Args)), p.node)
	if p.action == nil {
		return nil, c.fault(e, RuleArgs, "%s is no action of %s; its actions are %s", trace.Clip(e.name()), c.source.name,
			strings.Join(sortedNames(c.model.actions), ", "))
	}
	if f := c.prepareArgs(p, e); f != nil {
		return nil, f
	}
	if f := c.prepareIn(p, e); f != nil {
		return nil, f
	}
	if len(e.event().Post) > 0 {
		p.post = make([]post.Change, 0, len(e.event().Post))
	}
	for _, ch := range e.event().Post {
		if !c.model.knowsVariable(variableOf(ch.Path)) {
			return nil, c.fault(e, RulePost, "post names %s, which is no path of a node's own state (%s)", trace.Clip(ch.Path),
				strings.Join(c.model.nodeVars, ", "))
		}
		var f *Finding
		change, err := post.Parse(ch, func(text trace.Value) (v tla.Value, err error) {
			v, f = c.read(e, RulePost, "post", text)
			return v, f.err()
		})
		if f != nil {
			return nil, f
		}
		if err != nil {
			return nil, c.fault(e, RulePost, "post: %v", err)
		}
		p.post = append(p.post, change)
	}
	if f := c.prepareOut(p, e); f != nil {
		return nil, f
	}
	return p, nil
}

// prepareIn reads the messages that the event says it used.
func (c *checker) prepareIn(p *prepared, e *eventRecord) *Finding {
	p.in = c.model.empty
	if len(e.event().In) == 0 {
		return nil
	}
	messages := make([]tla.Value, len(e.event().In))
	for i, in := range e.event().In {
		m, f := c.read(e, RuleCitation, "in", in.Msg)
		if f != nil {
			return f
		}
		messages[i] = m
	}
	p.in = tla.SetOf(messages...)
	if p.in.Len() < len(messages) {
		return c.fault(e, RuleCitation, "it cites a message twice: %s", c.brief(again(messages)))
	}
	return nil
}

// prepareOut reads the messages that the event says it added.
func (c *checker) prepareOut(p *prepared, e *eventRecord) *Finding {
	p.out = make([]tla.Value, len(e.event().Out))
	for i, m := range e.event().Out {
		v, f := c.read(e, RuleOut, "out", m)
		if f != nil {
			return f
		}
		p.out[i] = v
	}
	return nil
}

func (c *checker) prepareArgs(p *prepared, e *eventRecord) *Finding {
	for i, want := range p.action.params {
		at := i
		if at >= len(e.event().Args) || e.event().Args[at].Name != want { // they may stand in any order
			at = slices.IndexFunc(e.event().Args, func(a trace.Arg) bool { return a.Name == want })
		}
		if at < 0 || len(e.event().Args) != len(p.action.params) {
			return c.wrongArgs(p, e)
		}
		v, f := c.read(e, RuleArgs, want, e.event().Args[at].Value)
		if f != nil {
			return f
		}
		p.args = append(p.args, v)
	}
	if len(e.event().Args) != len(p.action.params) {
		return c.wrongArgs(p, e)
	}
	return nil
}

func (c *checker) wrongArgs(p *prepared, e *eventRecord) *Finding {
	var names []string
	for _, a := range e.event().Args {
		names = append(names, a.Name)
	}
	return c.fault(e, RuleArgs, "%s takes the parameters (%s) after the node, not (%s)", e.name(),
		strings.Join(p.action.params, ", "), trace.Clip(strings.Join(names, ", ")))
}

// call is an action of a node with its arguments, for people.
func (c *checker) call(action string, args []tla.Value) string {
	parts := make([]string, len(args))
	for i, a := range args {
		parts[i] = c.brief(a)
	}
	return action + "(" + strings.Join(parts, ", ") + ")"
}

// fault is a violation at an event.
func (c *checker) fault(e *eventRecord, rule, format string, args ...any) *Finding {
	return c.eventFault(e, rule, []Place{e.place()}, format, args...)
}

// step has the specification take the event's action in st, where only the
// messages that the event cites are there to be read.
func (c *checker) step(st tla.State, e *eventRecord, p *prepared) (tla.State, *Finding) {
	before := st.With(c.model.messages, p.in)
	after, enabled, err := p.action.Call(before, p.args...)
	if err == nil && enabled {
		return after, nil
	}
	f := c.fault(e, RuleAction, "%s is not a step that %s allows here", c.call(e.name(), p.args), c.source.name)
	if errors.Is(err, tla.ErrLimits) {
		f.Verdict = Inconclusive
		f.Text = fmt.Sprintf("%s cannot be judged: %v", c.call(e.name(), p.args), err)
		return after, f
	}
	if err != nil {
		f.Failure = &Failure{Module: c.source.name, Message: err.Error()}
		f.Text = fmt.Sprintf("%s makes no sense to %s", c.call(e.name(), p.args), c.source.name)
		return after, f
	}
	f.Failure = why(p.action, before, p.args)
	return after, f
}

// compareOut compares the messages that the event says it added.
func (c *checker) compareOut(e *eventRecord, p *prepared, after tla.State) *Finding {
	want := get(after, c.model.messages)
	set := tla.SetOf(p.out...)
	if set.Len() < len(p.out) {
		return c.fault(e, RuleOut, "out names a message twice: %s", c.brief(again(p.out)))
	}
	if set.Equal(want) {
		return nil
	}
	f := c.fault(e, RuleOut, "the messages in out are not those that the step adds")
	for v := range want.Elements() {
		if !set.Contains(v) {
			f.Differences = append(f.Differences, Difference{What: "out", Want: v.String()})
		}
	}
	for v := range set.Elements() {
		if !want.Contains(v) {
			f.Differences = append(f.Differences, Difference{What: "out", Got: v.String()})
		}
	}
	return f
}

// comparePaths compares paths that the event gives with those that the
// specification gives; only those of variables that pass are looked at, all if
// pass is nil.
func (c *checker) comparePaths(told, want []post.Change, pass func(variable string) bool) []Difference {
	if pass != nil {
		told, want = passing(told, pass), passing(want, pass)
	}
	var list []Difference
	for _, d := range post.Compare(told, want, func(w post.Change) { c.compared[w.Variable]++ }) {
		x := Difference{What: d.Path()}
		if d.Kind == post.Again {
			x.What += " (again)"
		}
		if d.Kind == post.Missing || d.Kind == post.Wrong {
			x.Want = c.show(d.Value)
		}
		if d.Kind != post.Missing {
			x.Got = c.show(d.Told)
		}
		list = append(list, x)
	}
	return list
}

func passing(list []post.Change, pass func(variable string) bool) []post.Change {
	if !slices.ContainsFunc(list, func(c post.Change) bool { return !pass(c.Variable) }) {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(c post.Change) bool { return !pass(c.Variable) })
}

// again is the first of the values that stands there a second time.
func again(list []tla.Value) tla.Value {
	seen := map[string]bool{}
	for _, v := range list {
		text := string(tla.AppendJSON(nil, v))
		if seen[text] {
			return v
		}
		seen[text] = true
	}
	return tla.Value{}
}

// brief is a value for a sentence.
func (c *checker) brief(v tla.Value) string { return trace.Clip(c.show(v)) }

func (c *checker) show(v tla.Value) string {
	if !v.IsValid() {
		return "(gone)"
	}
	return c.values.Brief(v).String()
}

// postFault is the violation that an event's post differs.
func (c *checker) postFault(e *eventRecord, list []Difference) *Finding {
	if len(list) == 0 {
		return nil
	}
	f := c.fault(e, RulePost, "post is not what %s changes: %s", e.name(), describe(list[0]))
	f.Differences = list
	return f
}

// describe says a difference in words.
func describe(d Difference) string {
	switch {
	case d.Got == "":
		return fmt.Sprintf("%s becomes %s, but the event does not say so", trace.Clip(d.What), trace.Clip(d.Want))
	case d.Want == "":
		return fmt.Sprintf("%s does not change, but the event says that it becomes %s", trace.Clip(d.What), trace.Clip(d.Got))
	}
	return fmt.Sprintf("%s becomes %s, but the event says %s", trace.Clip(d.What), trace.Clip(d.Want), trace.Clip(d.Got))
}

// asPaths reads a whole state.
func (c *checker) asPaths(list []trace.Change) ([]post.Change, error) {
	var out []post.Change
	for _, ch := range list {
		change, err := post.Parse(ch, c.value)
		if err != nil {
			return nil, err
		}
		out = append(out, change)
	}
	return out, nil
}
