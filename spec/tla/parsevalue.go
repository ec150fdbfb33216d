package tla

import (
	"fmt"
	"strconv"
	"strings"
)

// ParseValue reads a value as TLC prints it, over several lines if need be.
// Identifiers are model values.
func ParseValue(text string) (v Value, err error) {
	p := &valueParser{s: text}
	err = guard(func() {
		v = p.value(0)
		p.space()
		if p.i < len(p.s) {
			p.fail("unexpected text after the value")
		}
	})
	if err != nil {
		return Value{}, err
	}
	return v, nil
}

type valueParser struct {
	s string
	i int
}

func (p *valueParser) fail(format string, args ...any) {
	rest := p.s[min(p.i, len(p.s)):]
	if len(rest) > 30 {
		rest = rest[:30] + "…"
	}
	panic(errorAt(nil, "value, byte %d: %s at %q", p.i, fmt.Sprintf(format, args...), rest))
}

func (p *valueParser) space() {
	for p.i < len(p.s) && strings.IndexByte(" \t\r\n", p.s[p.i]) >= 0 {
		p.i++
	}
}

// accept skips token if it is next.
func (p *valueParser) accept(token string) bool {
	p.space()
	if strings.HasPrefix(p.s[p.i:], token) {
		p.i += len(token)
		return true
	}
	return false
}

func (p *valueParser) want(token string) {
	if !p.accept(token) {
		p.fail("%q is expected", token)
	}
}

const maxValueNesting = 500

func (p *valueParser) value(depth int) Value {
	if depth > maxValueNesting {
		p.fail("nested too deeply")
	}
	p.space()
	if p.i >= len(p.s) {
		p.fail("a value is expected")
	}
	switch c := p.s[p.i]; {
	case c == '"':
		return Str(p.str())
	case c == '{':
		p.i++
		return setOf(p.list("}", depth))
	case strings.HasPrefix(p.s[p.i:], "<<"):
		p.i += 2
		return tupleOf(p.list(">>", depth))
	case c == '[':
		p.i++
		return p.record(depth)
	case c == '(':
		p.i++
		return p.function(depth)
	}
	word := p.word()
	if n, ok := p.number(word); ok {
		if p.accept("..") {
			return p.interval(n)
		}
		return Int(n)
	}
	switch word {
	case "TRUE", "FALSE":
		return Bool(word == "TRUE")
	}
	return Model(word)
}

func (p *valueParser) number(word string) (int64, bool) {
	digits := strings.TrimPrefix(word, "-")
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		if strings.HasPrefix(word, "-") {
			p.fail("a number is expected")
		}
		return 0, false
	}
	n, err := strconv.ParseInt(word, 10, 64)
	if err != nil || n > maxInt || n < minInt {
		p.fail("the number %s is out of range", word)
	}
	return n, true
}

// interval reads what follows "a..": TLC prints intervals so.
func (p *valueParser) interval(lo int64) Value {
	p.space()
	hi, ok := p.number(p.word())
	if !ok {
		p.fail("a number is expected")
	}
	if lo > hi {
		return emptySet
	}
	if hi-lo >= 1<<16 {
		p.fail("the interval is too large")
	}
	return interval{lo, hi}.force(newMachine(nil))
}

func (p *valueParser) word() string {
	start := p.i
	if p.i < len(p.s) && p.s[p.i] == '-' {
		p.i++
	}
	for p.i < len(p.s) && isNameByte(p.s[p.i]) {
		p.i++
	}
	if p.i == start {
		p.fail("a value is expected")
	}
	return p.s[start:p.i]
}

func (p *valueParser) str() string {
	var b strings.Builder
	for p.i++; p.i < len(p.s); p.i++ {
		switch c := p.s[p.i]; c {
		case '"':
			p.i++
			return b.String()
		case '\\':
			p.i++
			if p.i >= len(p.s) {
				p.fail("the string does not end")
			}
			switch e := p.s[p.i]; e {
			case 'n':
				b.WriteByte('\n')
			case 't':
				b.WriteByte('\t')
			case 'r':
				b.WriteByte('\r')
			case 'f':
				b.WriteByte('\f')
			default:
				b.WriteByte(e)
			}
		default:
			b.WriteByte(c)
		}
	}
	p.fail("the string does not end")
	return ""
}

func (p *valueParser) list(end string, depth int) []Value {
	var out []Value
	if p.accept(end) {
		return nil
	}
	for {
		out = append(out, p.value(depth+1))
		if p.accept(end) {
			return out
		}
		p.want(",")
	}
}

func (p *valueParser) record(depth int) Value {
	var pairs []Pair
	if p.accept("]") {
		return emptyTuple
	}
	for {
		p.space()
		name := p.word()
		p.want("|->")
		pairs = append(pairs, Pair{Str(name), p.value(depth + 1)})
		if p.accept("]") {
			return p.distinct(pairs)
		}
		p.want(",")
	}
}

func (p *valueParser) function(depth int) Value {
	var pairs []Pair
	for {
		k := p.value(depth + 1)
		p.want(":>")
		pairs = append(pairs, Pair{k, p.value(depth + 1)})
		if p.accept(")") {
			return p.distinct(pairs)
		}
		p.want("@@")
	}
}

func (p *valueParser) distinct(pairs []Pair) Value {
	n := len(pairs)
	f := functionOf(pairs)
	if f.o.count != n {
		p.fail("an argument appears twice")
	}
	return f
}
