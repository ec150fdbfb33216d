package language

import (
	"slices"
	"strings"
)

// An expr is a random expression. Its text is form with the kids in the places
// of %s.
type expr struct {
	shape shape
	form  string
	kids  []*expr
	binds []string // variables, no name bound twice
	bound []int    // the kids in which it binds them
}

func leaf(s shape, text string) *expr { return &expr{shape: s, form: text} }

func node(s shape, form string, kids ...*expr) *expr { return &expr{shape: s, form: form, kids: kids} }

// binding is an expression that binds variables in some of its kids.
func binding(s shape, form string, binds []*expr, bound []int, kids ...*expr) *expr {
	e := &expr{shape: s, form: form, kids: kids, bound: bound}
	for _, v := range binds {
		e.binds = append(e.binds, v.form)
		e.form = strings.Replace(e.form, "%v", v.form, 1)
	}
	return e
}

// String is the text of the expression.
func (e *expr) String() string {
	var b strings.Builder
	e.write(&b)
	return b.String()
}

func (e *expr) write(b *strings.Builder) {
	for i, part := range strings.Split(e.form, "%s") {
		if i > 0 {
			e.kids[i-1].write(b)
		}
		b.WriteString(part)
	}
}

// size is the number of nodes.
func (e *expr) size() int {
	n := 1
	for _, k := range e.kids {
		n += k.size()
	}
	return n
}

// uses says whether one of the variables occurs.
func (e *expr) uses(names []string) bool {
	if len(e.kids) == 0 {
		return slices.Contains(names, e.form)
	}
	return slices.ContainsFunc(e.kids, func(k *expr) bool { return k.uses(names) })
}

// smaller returns the expressions that are e with one part replaced by a part
// of that part, or by a literal, the smallest first.
func (e *expr) smaller() []*expr {
	var out []*expr
	e.replacements(func(x *expr) *expr { return x }, func(x *expr) {
		if x.size() < e.size() {
			out = append(out, x)
		}
	})
	slices.SortStableFunc(out, func(a, b *expr) int { return a.size() - b.size() })
	return out
}

// replacements yields e with each of its parts replaced; whole puts a part into
// its place.
func (e *expr) replacements(whole func(*expr) *expr, yield func(*expr)) {
	if len(e.kids) > 0 {
		yield(whole(e.shape.literal()))
	}
	for i, k := range e.kids {
		if k.shape.equal(e.shape) && !(slices.Contains(e.bound, i) && k.uses(e.binds)) {
			yield(whole(k))
		}
		k.replacements(func(x *expr) *expr {
			copied := *e
			copied.kids = slices.Clone(e.kids)
			copied.kids[i] = x
			return whole(&copied)
		}, yield)
	}
}
