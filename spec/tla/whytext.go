package tla

import (
	"fmt"
	"strings"
)

// Bounds of the text of an explanation, which is read in a terminal.
const (
	maxShown  = 300 // bytes of a value
	maxLine   = 96  // bytes of values in a line
	maxSource = 200 // bytes of a conjunct
	maxLines  = 25
)

// String describes the failure: the conjunct, what it is made of, and through
// what it is reached:
//
//	b >= promised[n] does not hold (BasicPaxos:88:24)
//	  b = 1025, promised[n] = 1026
//	  in HighEnough(n, b) (BasicPaxos:173:6)
func (w *Why) String() string {
	if w == nil {
		return "the action is enabled"
	}
	lines := []string{fmt.Sprintf("%s (%s:%d:%d)", w.headline(), w.Module, w.Line, w.Col)}
	end := w.reached("  ", true)
	if len(w.Also) > 0 {
		end = append(end, fmt.Sprintf("  %d of %d conjuncts fail, also %s", w.Failing, w.Of, w.also()))
	}
	inner := append(w.valueLines(), w.Details()...)
	if room := maxLines - len(lines) - len(end); len(inner) > room {
		left := len(inner) - room + 1
		inner = append(inner[:room-1:room-1], fmt.Sprintf("… %d lines more", left))
	}
	for _, l := range inner {
		lines = append(lines, "  "+l)
	}
	return strings.Join(append(lines, end...), "\n")
}

// headline says what fails.
func (w *Why) headline() string {
	if w.outside != "" {
		return w.outside
	}
	return cutMiddle(w.Conjunct, maxSource) + " does not hold"
}

func (w *Why) valueLines() []string {
	if w.outside != "" { // it says so
		return nil
	}
	return valueLines(w.Values)
}

// Details are the lines that say how what the conjunct is made of fails, if more
// is to be said than the values of its parts.
func (w *Why) Details() []string {
	var out []string
	for _, d := range w.Differs {
		out = append(out, d.String())
	}
	if w.Nearest != nil {
		out = append(out, w.Nearest.lines()...)
	}
	for _, b := range w.Branches {
		out = append(out, b.nested("- ", "  ")...)
	}
	return out
}

// nested is the whole explanation of a part: its first line after mark, the
// others after indent.
func (w *Why) nested(mark, indent string) []string {
	lines := append([]string{w.headline()}, indented(append(w.valueLines(), w.Details()...), "  ")...)
	lines = append(lines, w.reached("  ", false)...)
	for i, l := range lines {
		if i == 0 {
			lines[i] = mark + l
		} else {
			lines[i] = indent + l
		}
	}
	return lines
}

func indented(lines []string, by string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = by + l
	}
	return out
}

// reached lists what leads to the conjunct, innermost first.
func (w *Why) reached(indent string, places bool) []string {
	var out []string
	for i := len(w.Through) - 1; i >= 0; i-- {
		line := indent + "in " + w.Through[i].String()
		if places {
			line += " (" + w.Through[i].Pos.String() + ")"
		}
		out = append(out, line)
	}
	const most = 8
	if cut := len(out) - most; cut > 0 {
		out = append(out[:most/2:most/2], append([]string{fmt.Sprintf("%s… %d more", indent, cut)}, out[most/2+cut:]...)...)
	}
	return out
}

// String returns the use of an operator, or a quantifier with its element.
func (c Call) String() string {
	s, sep := cutMiddle(c.Text, maxSource), " with "
	for _, v := range c.Values {
		s += sep + v.Expr + " = " + v.Value.Abbreviate(maxLine)
		sep = ", "
	}
	return s
}

func (w *Why) also() string {
	const most = 3
	var out []string
	for _, s := range w.Also[:min(len(w.Also), most)] {
		out = append(out, cutMiddle(s, 60))
	}
	s := strings.Join(out, "; ")
	if n := len(w.Also) - most; n > 0 {
		s += fmt.Sprintf("; and %d more", n)
	}
	return s
}

func (n *Nearest) lines() []string {
	if n.Element == nil {
		return append([]string{fmt.Sprintf("%s holds for none of %d elements", cutMiddle(n.Why.Conjunct, maxSource), n.Elements)},
			indented(valueLines(n.Why.Values), "  ")...)
	}
	var parts []string
	for _, v := range n.Element {
		parts = append(parts, v.Expr+" = "+v.Value.Abbreviate(max(maxLine/len(n.Element), 24)))
	}
	head := "the only element is "
	if n.Elements > 1 {
		head = fmt.Sprintf("nearest of %d: ", n.Elements)
	}
	return append([]string{head + strings.Join(parts, ", ")}, n.Why.nested("  ", "  ")...)
}

// valueLines puts values side by side if they fit in a line.
func valueLines(values []NamedValue) []string {
	var parts []string
	for _, v := range values {
		parts = append(parts, cutMiddle(v.Expr, maxSource)+" = "+v.Value.Abbreviate(maxLine))
	}
	if line := strings.Join(parts, ", "); len(parts) > 0 && len(line) <= maxLine {
		return []string{line}
	}
	return parts
}

// String returns "expression = value", shortened if the value is long.
func (v NamedValue) String() string { return v.Expr + " = " + v.Value.Abbreviate(maxShown) }

// String says how a primed variable differs from what a conjunct gives it.
func (d Difference) String() string {
	switch {
	case d.Element && d.Gives.IsValid():
		return d.Path + " lacks " + d.Gives.Abbreviate(maxLine)
	case d.Element:
		return d.Path + " also has " + d.Has.Abbreviate(maxLine)
	case !d.Has.IsValid():
		return d.Path + " is missing; the action gives " + d.Gives.Abbreviate(maxLine)
	case !d.Gives.IsValid():
		return d.Path + " is " + d.Has.Abbreviate(maxLine) + "; the action gives nothing there"
	}
	return d.Path + " is " + d.Has.Abbreviate(maxLine) + "; the action gives " + d.Gives.Abbreviate(maxLine)
}

// cutMiddle shortens source text and keeps both ends.
func cutMiddle(s string, most int) string {
	if len(s) <= most {
		return s
	}
	head, tail := 2*most/3, most/3
	for head > 0 && s[head]&0xC0 == 0x80 {
		head--
	}
	from := len(s) - tail
	for from < len(s) && s[from]&0xC0 == 0x80 {
		from++
	}
	return s[:head] + " … " + s[from:]
}
