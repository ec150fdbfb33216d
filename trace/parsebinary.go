package trace

import (
	"errors"
	"fmt"
	"math"
	"unicode/utf8"
)

// ParseBinary reads what AppendBinary wrote. Keys that it does not know, which a
// later minor version may add, are ignored; anything else that it would not have
// written is an error.
func ParseBinary(text []byte) (Entry, error) {
	p := binaryParser{s: string(text)}
	e, err := p.entry()
	if err == nil {
		err = Validate(e)
	}
	if err != nil {
		return nil, fmt.Errorf("decoding an entry: %w", err)
	}
	return e, nil
}

// A binaryParser reads one entry. What it gives shares the text of the entry. The
// first thing that is wrong stays in err, and what is read after it means nothing.
type binaryParser struct {
	s   string
	pos int
	err error

	fields
	last uint64 // of a gap
}

func (p *binaryParser) entry() (Entry, error) {
	fields := p.head(cborMap)
	for before := uint64(0); fields > 0 && p.err == nil; fields-- {
		key := p.head(cborUint)
		if key <= before {
			p.fail("key %d after %d", key, before)
			break
		}
		before = key
		p.field(key)
	}
	switch {
	case p.err != nil:
		return nil, p.err
	case p.pos < len(p.s):
		return nil, errors.New("something follows the end of the entry")
	case p.kind == "":
		return nil, errors.New("an entry of no known kind")
	}
	p.gap.From, p.gap.To = p.header.First, p.last
	return p.made(), nil
}

var kindNames = [...]string{kindHeader: "header", kindEvent: "event", kindGap: "gap", kindEnd: "end"}

func (p *binaryParser) field(key uint64) {
	h, e := &p.header, &p.event
	switch key {
	case keyKind:
		if k := p.number(); k < uint64(len(kindNames)) {
			p.kind = kindNames[k]
		}
	case keyNode:
		e.Node = p.node()
	case keyInc:
		e.Inc = p.number()
	case keySeq:
		e.Seq = p.number()
	case keyAction:
		e.Action = p.text()
	case keyArgs:
		p.each(func() {
			p.record(2)
			e.Args = append(e.Args, Arg{Name: p.text(), Value: p.value()})
		})
	case keyIn:
		p.each(func() {
			p.record(4)
			e.In = append(e.In, Cited{Ref: Ref{Node: p.node(), Inc: p.number(), Seq: p.number()}, Msg: p.value()})
		})
	case keyOut:
		p.each(func() { e.Out = append(e.Out, p.value()) })
	case keyChanges:
		p.each(func() { p.state = append(p.state, p.change()) })
		e.Post = p.state
	case keyRecovered:
		e.Recovered = p.boolean()
	case keyTime:
		e.Time = p.text()
	case keyValues:
		p.each(func() {
			p.record(2)
			p.values = append(p.values, NamedValue{Name: p.text(), Value: p.value()})
		})
	default:
		p.headerField(h, key)
	}
}

func (p *binaryParser) headerField(h *Header, key uint64) {
	switch key {
	case keyFormat:
		h.Format = p.text()
	case keyRun:
		h.Run = p.text()
	case keyCluster:
		h.Cluster = p.text()
	case keyFirst:
		h.First = p.number()
	case keyLast:
		p.last = p.number()
	case keySpec:
		h.Spec = p.text()
	case keyHash:
		h.Hash = p.text()
	case keyNodes:
		p.each(func() { h.Nodes = append(h.Nodes, p.node()) })
	case keyPrev:
		size := p.head(cborArray)
		h.Prev = &Prev{Inc: p.number(), Last: p.number(), Events: p.number(), Open: size == 4 && p.boolean()}
		if size != 3 && !h.Prev.Open {
			p.fail("the end of an incarnation with %d elements", size)
		}
	case keyEvents:
		p.events = p.number()
	default:
		p.skip(0)
	}
}

func (p *binaryParser) change() Change {
	p.record(2)
	c := Change{Path: p.text()}
	if p.pos < len(p.s) && p.s[p.pos] == cborText { // the empty text
		p.pos++
		return c
	}
	c.Value = p.value()
	return c
}

// each reads a list. Each element takes a byte at least, so that a wrong length
// does no harm.
func (p *binaryParser) each(item func()) {
	for n := p.head(cborArray); n > 0 && p.err == nil; n-- {
		item()
	}
}

func (p *binaryParser) record(size uint64) {
	if n := p.head(cborArray); n != size {
		p.fail("a list of %d elements, not of %d", n, size)
	}
}

// head reads a major type with its number, which must be in the fewest bytes.
func (p *binaryParser) head(major byte) uint64 {
	if p.err != nil {
		return 0
	}
	got, n, ok := p.anyHead()
	switch {
	case !ok:
		p.fail("the entry ends too early, or is not in the shortest form")
		return 0
	case got != major:
		p.fail("major type %d, not %d", got>>5, major>>5)
		return 0
	}
	return n
}

func (p *binaryParser) anyHead() (major byte, n uint64, ok bool) {
	if p.pos >= len(p.s) {
		return 0, 0, false
	}
	first := p.s[p.pos]
	p.pos++
	major, low := first&^31, first&31
	if low < 24 {
		return major, uint64(low), true
	}
	size := 1 << (low - 24)
	if low > 27 || len(p.s)-p.pos < size {
		return 0, 0, false
	}
	for _, c := range []byte(p.s[p.pos : p.pos+size]) {
		n = n<<8 | uint64(c)
	}
	p.pos += size
	least := [...]uint64{24, 1 << 8, 1 << 16, 1 << 32}[low-24]
	return major, n, n >= least
}

// number reads what a line could tell too.
func (p *binaryParser) number() uint64 {
	n := p.head(cborUint)
	if n > math.MaxInt64 {
		p.fail("%d is above 2^63-1", n)
	}
	return n
}

func (p *binaryParser) node() int {
	n := p.head(cborUint)
	if n > math.MaxInt32 {
		p.fail("%d is not a node", n)
		return 0
	}
	return int(n)
}

func (p *binaryParser) boolean() bool {
	if p.err == nil && p.pos < len(p.s) && (p.s[p.pos] == cborTrue || p.s[p.pos] == cborFalse) {
		p.pos++
		return p.s[p.pos-1] == cborTrue
	}
	p.fail("want true or false")
	return false
}

func (p *binaryParser) text() string {
	n := p.head(cborText)
	if p.err != nil {
		return ""
	}
	if n > uint64(len(p.s)-p.pos) {
		p.fail("a text ends too early")
		return ""
	}
	text := p.s[p.pos : p.pos+int(n)]
	p.pos += int(n)
	if !utf8.ValidString(text) {
		p.fail("a text is not UTF-8")
	}
	return text
}

// value reads a text that must be one value, and drops its blanks.
func (p *binaryParser) value() Value {
	s := scanner{b: p.text()}
	if p.err != nil {
		return ""
	}
	v, err := s.value()
	if err == nil {
		err = s.end()
	}
	if err != nil {
		p.fail("value: %w", err)
	}
	return v
}

// skip passes over the value of a key that this version does not know.
func (p *binaryParser) skip(depth int) {
	if depth > maxDepth {
		p.fail("it nests deeper than %d", maxDepth)
	}
	if p.err != nil {
		return
	}
	major, n, ok := p.anyHead()
	switch {
	case !ok:
		p.fail("the entry ends too early, or is not in the shortest form")
	case major == cborUint, major == 1<<5:
	case major == 2<<5, major == cborText:
		if n > uint64(len(p.s)-p.pos) {
			p.fail("a text ends too early")
			return
		}
		p.pos += int(n)
	case major == cborArray, major == cborMap:
		if major == cborMap {
			p.pairs(depth, n)
			return
		}
		for ; n > 0 && p.err == nil; n-- {
			p.skip(depth + 1)
		}
	case major == 7<<5 && n >= 20 && n <= 22: // false, true and null
	default:
		p.fail("major type %d", major>>5)
	}
}

func (p *binaryParser) pairs(depth int, n uint64) {
	for ; n > 0 && p.err == nil; n-- {
		p.skip(depth + 1)
		p.skip(depth + 1)
	}
}

func (p *binaryParser) fail(format string, args ...any) {
	if p.err == nil {
		p.err = fmt.Errorf("byte %d: %w", p.pos, fmt.Errorf(format, args...))
	}
}
