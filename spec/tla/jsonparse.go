package tla

import (
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"
)

// ParseJSON reads the JSON form of a value. White space and any order of
// elements are accepted; anything that is not the form of a value is refused,
// and so are repeated elements, fields and arguments.
func ParseJSON(data []byte) (v Value, err error) { return ParseJSONNamed(data, nil) }

// ParseJSONNamed reads a value in which others may stand by name, as in
// {"#v":"name"}. It asks named what each name means; an error of named is the
// error returned, or within it.
func ParseJSONNamed(data []byte, named func(name string) (Value, error)) (v Value, err error) {
	if !utf8.Valid(data) {
		return Value{}, fmt.Errorf("JSON value: not UTF-8")
	}
	p := &jsonParser{b: data, named: named}
	err = guard(func() {
		v = p.value(0)
		p.space()
		if p.i < len(p.b) {
			p.fail("unexpected text after the value")
		}
	})
	if err != nil {
		return Value{}, err
	}
	return v, nil
}

type jsonParser struct {
	b     []byte
	i     int
	named func(name string) (Value, error) // nil where nothing has a name
}

func (p *jsonParser) fail(format string, args ...any) {
	panic(errorAt(nil, "JSON value, byte %d: %s", p.i, fmt.Sprintf(format, args...)))
}

func (p *jsonParser) space() {
	for p.i < len(p.b) && (p.b[p.i] == ' ' || p.b[p.i] == '\n' || p.b[p.i] == '\t' || p.b[p.i] == '\r') {
		p.i++
	}
}

func (p *jsonParser) accept(c byte) bool {
	p.space()
	if p.i < len(p.b) && p.b[p.i] == c {
		p.i++
		return true
	}
	return false
}

func (p *jsonParser) want(c byte) {
	if !p.accept(c) {
		p.fail("%q is expected", c)
	}
}

func (p *jsonParser) word(w string) bool {
	if len(p.b)-p.i >= len(w) && string(p.b[p.i:p.i+len(w)]) == w {
		p.i += len(w)
		return true
	}
	return false
}

func (p *jsonParser) value(depth int) Value {
	if depth > maxValueNesting {
		p.fail("nested too deeply")
	}
	p.space()
	if p.i >= len(p.b) {
		p.fail("a value is expected")
	}
	switch c := p.b[p.i]; {
	case c == '"':
		return p.text()
	case c == '[':
		return tupleOf(p.array(depth))
	case c == '{':
		p.i++
		return p.object(depth)
	case c == '-' || c >= '0' && c <= '9':
		return p.number()
	case p.word("true"):
		return trueValue
	case p.word("false"):
		return falseValue
	}
	p.fail("a value is expected")
	return Value{}
}

func (p *jsonParser) number() Value {
	start := p.i
	if p.b[p.i] == '-' {
		p.i++
	}
	digits := p.i
	for p.i < len(p.b) && p.b[p.i] >= '0' && p.b[p.i] <= '9' {
		p.i++
	}
	n, size := int64(0), p.i-digits
	for _, c := range p.b[digits:min(p.i, digits+maxDigits+1)] {
		n = 10*n + int64(c-'0')
	}
	if digits > start {
		n = -n
	}
	leadingZero := size > 1 && p.b[digits] == '0'
	fraction := p.i < len(p.b) && (p.b[p.i] == '.' || p.b[p.i] == 'e' || p.b[p.i] == 'E')
	minusZero := n == 0 && digits > start
	if size == 0 || size > maxDigits || leadingZero || fraction || n > maxInt || n < minInt || minusZero {
		p.i = start
		p.fail("a number is an integer between %d and %d", minInt, maxInt)
	}
	return Int(n)
}

// maxDigits is the number of digits of the integer that is farthest from 0.
const maxDigits = 10

// text reads a string as a value. One that specifications contain is not made
// again.
func (p *jsonParser) text() Value {
	start := p.i
	for i := start + 1; i < len(p.b) && p.b[i] != '\\' && p.b[i] >= 0x20; i++ {
		if p.b[i] == '"' {
			if v, ok := internedText(p.b[start+1 : i]); ok {
				p.i = i + 1
				return v
			}
			break
		}
	}
	return Str(p.str())
}

// str reads a string; the decoding of escapes is encoding/json's.
func (p *jsonParser) str() string {
	start := p.i
	plain := true
	for p.i++; p.i < len(p.b) && p.b[p.i] != '"'; p.i++ {
		if p.b[p.i] == '\\' {
			plain = false
			p.i++
		} else if p.b[p.i] < 0x20 {
			p.fail("a control character in a string")
		}
	}
	if p.i >= len(p.b) {
		p.i = start
		p.fail("the string does not end")
	}
	p.i++
	if plain {
		return string(p.b[start+1 : p.i-1])
	}
	var s string
	if err := json.Unmarshal(p.b[start:p.i], &s); err != nil {
		p.i = start
		p.fail("malformed string")
	}
	return s
}

func (p *jsonParser) array(depth int) []Value {
	p.want('[')
	if p.accept(']') {
		return nil
	}
	var few [8]Value
	out := few[:0]
	for {
		out = append(out, p.value(depth+1))
		if p.accept(']') {
			return slices.Clone(out)
		}
		p.want(',')
	}
}

func (p *jsonParser) object(depth int) Value {
	var fewKeys, fewVals [8]Value
	keys, vals := fewKeys[:0], fewVals[:0]
	sorted := true
	for first := true; ; first = false {
		p.space()
		if p.i >= len(p.b) || p.b[p.i] != '"' {
			p.fail("a field name is expected; the empty function is []")
		}
		key := p.text()
		name := key.o.text
		p.want(':')
		if name != "" && name[0] == '#' {
			if !first {
				p.fail("the tag %s must be alone", name)
			}
			v := p.tagged(name, depth)
			p.want('}')
			return v
		}
		sorted = sorted && (first || keys[len(keys)-1].o.text < name)
		keys, vals = append(keys, key), append(vals, p.value(depth+1))
		if p.accept('}') {
			break
		}
		p.want(',')
	}
	if sorted { // as in the canonical form
		return functionOfSorted(slices.Clone(keys), slices.Clone(vals))
	}
	pairs := make([]Pair, len(keys))
	for i, k := range keys {
		pairs[i] = Pair{k, vals[i]}
	}
	return p.distinct(pairs)
}

func (p *jsonParser) tagged(tag string, depth int) Value {
	p.space()
	switch tag {
	case "#mv":
		if p.i >= len(p.b) || p.b[p.i] != '"' {
			p.fail("a model value is a string")
		}
		return Model(p.str())
	case "#set":
		xs := p.array(depth)
		s := setOf(xs)
		if s.o.count != len(xs) {
			p.fail("an element of a set appears twice")
		}
		return s
	case "#fn":
		xs := p.array(depth)
		pairs := make([]Pair, len(xs))
		for i, x := range xs {
			if x.Kind() != KindTuple || x.o.count != 2 {
				p.fail("a function is a list of pairs")
			}
			pairs[i] = Pair{x.o.vals[0], x.o.vals[1]}
		}
		return p.distinct(pairs)
	}
	if tag == "#v" && p.named != nil {
		return p.byName()
	}
	p.fail("unknown tag %s", tag)
	return Value{}
}

func (p *jsonParser) distinct(pairs []Pair) Value {
	n := len(pairs)
	f := functionOf(pairs)
	if f.o.count != n {
		p.fail("a field or an argument appears twice")
	}
	return f
}

// byName reads the name of a value and asks what it means.
func (p *jsonParser) byName() Value {
	if p.i >= len(p.b) || p.b[p.i] != '"' {
		p.fail("the name of a value is a string")
	}
	v, err := p.named(p.str())
	if err != nil {
		e := errorAt(nil, "JSON value, byte %d: %v", p.i, err)
		e.cause = err
		panic(e)
	}
	return v
}
