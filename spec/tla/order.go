package tla

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// TLC orders strings, model values and the fields of records not by their text
// but by when it first met the text: in the configuration, then as a word of the
// root module, of other modules and of the standard modules, then as a string
// literal, those of the modules that others depend on first. This decides which
// element CHOOSE takes. [Compare] has no such past, so CHOOSE sorts by an order.

// order is the order of values in TLC for one specification.
type order struct {
	once  sync.Once
	build func() *ranker
	rank  map[string]int
	mixed bool // functions come in other orders than this one
	spans bool // there are intervals

	shapes sync.Map     // from the first of a record's names to all of them in order
	known  atomic.Int64 // counts shapes
}

func newOrder(m *Module, cfg *Config) *order {
	return &order{build: func() *ranker {
		r := &ranker{rank: map[string]int{}}
		for _, text := range cfg.met {
			r.meet(text)
		}
		r.module(m)
		return r
	}}
}

// standardWords are the words of the standard modules in which they first occur
// there, modules in the order in which specifications usually extend them.
const standardWords = `Naturals Nat a b n TRUE Integers Int Reals Real m Infinity i r Sequences Seq S Len s t Append e Head
	Tail SubSeq SelectSeq Test _ F FiniteSets IsFiniteSet seq Cardinality CS T x TLC Print out val PrintT Assert v
	JavaTime TLCGet TLCSet d f g Permutations w SortSeq Op Perm p j RandomElement Any ToString STRING TLCEval`

// ranker numbers texts as they are met.
type ranker struct {
	rank         map[string]int
	mixed, spans bool
}

func (r *ranker) meet(text string) {
	if _, met := r.rank[text]; !met {
		r.rank[text] = len(r.rank)
	}
}

// found is a text at a place.
type found struct {
	text string
	pos  Pos
}

func (r *ranker) module(m *Module) {
	c := &wordCollector{seen: map[*Symbol]bool{}}
	for _, list := range [][]*Symbol{m.constants, m.variables, m.defs} {
		for _, s := range list {
			c.symbol(s)
		}
	}
	for _, a := range m.assumes {
		c.node(a.body)
	}
	depth := map[string]int{} // 0 for modules that come with the tools
	for i, name := range m.modules {
		depth[name] = i + 1
	}
	// TLC reads the words of a module before those of the modules it extends.
	slices.SortStableFunc(c.words, func(a, b found) int {
		return cmp.Or(cmp.Compare(depth[b.pos.Module], depth[a.pos.Module]), comparePlaces(a.pos, b.pos))
	})
	slices.SortStableFunc(c.literals, func(a, b found) int {
		return cmp.Or(cmp.Compare(depth[a.pos.Module], depth[b.pos.Module]), comparePlaces(a.pos, b.pos))
	})
	r.meet(m.name)
	for _, w := range c.words {
		r.meet(w.text)
	}
	for _, w := range strings.Fields(standardWords) {
		r.meet(w)
	}
	for _, w := range c.literals {
		r.meet(w.text)
	}
	byRank := func(a, b *Node) int { return cmp.Compare(r.rank[a.Args[0].Text], r.rank[b.Args[0].Text]) }
	r.mixed, r.spans = c.overlays, c.spans
	for _, fields := range c.records {
		r.mixed = r.mixed || !slices.IsSortedFunc(fields, byRank)
	}
}

func comparePlaces(a, b Pos) int {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
}

// wordCollector finds the words and the string literals of a module.
type wordCollector struct {
	seen            map[*Symbol]bool
	words, literals []found
	records         [][]*Node // the fields of record constructors
	overlays, spans bool      // there are functions made by @@, and intervals
}

func (c *wordCollector) symbol(s *Symbol) {
	if s == nil || c.seen[s] || s.Kind == symBuiltin || s.Kind == symStd {
		return
	}
	c.seen[s] = true
	if s.Pos.Line > 0 {
		c.words = append(c.words, found{s.Name, s.Pos})
	}
	for _, p := range s.Params {
		c.symbol(p)
	}
	if s.Body != nil {
		c.node(s.Body)
	}
}

func (c *wordCollector) node(n *Node) {
	switch {
	case isBuiltin(n, "$RcdConstructor"):
		c.records = append(c.records, n.Args)
	case n.Sym != nil && n.Sym.Kind == symStd && n.Sym.Name == "@@":
		c.overlays = true
	case n.Sym != nil && n.Sym.Kind == symStd && n.Sym.Name == "..", isBuiltin(n, "DOMAIN"):
		c.spans = true
	case n.Kind == nodeStr && n.Pos.EndCol-n.Pos.Col+1 == len(n.Text): // without quotes: a field
		c.words = append(c.words, found{n.Text, n.Pos})
	case n.Kind == nodeStr:
		c.literals = append(c.literals, found{n.Text, n.Pos})
	case n.Sym != nil && n.Sym.Kind != symBuiltin && n.Sym.Kind != symStd:
		c.words = append(c.words, found{n.Sym.Name, n.Pos})
		c.symbol(n.Sym)
	}
	for _, b := range n.Bounds {
		for _, v := range b.Vars {
			c.symbol(v)
		}
	}
	for _, d := range n.Defs {
		c.symbol(d)
	}
	n.eachChild(c.node)
}

func (o *order) prepare() {
	o.once.Do(func() {
		r := o.build()
		o.rank, o.mixed, o.spans = r.rank, r.mixed, r.spans
	})
}

// showsMaking says whether TLC's text of a set or function may depend on how it
// was made: what may be an interval is not written as a set, and what no
// comparison has put in order is not in this order.
func (o *order) showsMaking(v Value) bool {
	o.prepare()
	if v.o.kind == KindSet {
		return o.spans && isRange(v)
	}
	return o.mixed && v.o.count > 1 && slices.ContainsFunc(v.o.flatKeys(), orderMatters)
}

func (o *order) text(a, b string) int {
	o.prepare()
	i, met1 := o.rank[a]
	j, met2 := o.rank[b]
	switch {
	case met1 && met2:
		return cmp.Compare(i, j)
	case met1:
		return -1
	case met2:
		return 1
	}
	return strings.Compare(a, b) // made while TLC runs, in an order that is not known
}

// elements returns the elements of a set, which is written out, in TLC's order.
func (o *order) elements(s Value) []Value {
	return o.sorted(s.o.flatKeys())
}

// sorted returns keys in TLC's order.
func (o *order) sorted(keys []Value) []Value {
	if len(keys) < 2 || !slices.ContainsFunc(keys, orderMatters) {
		return keys
	}
	keys = slices.Clone(keys)
	slices.SortFunc(keys, o.compare)
	return keys
}

// orderMatters says whether TLC's order of values such as v may differ from that
// of Compare.
func orderMatters(v Value) bool {
	switch v.Kind() {
	case KindInt, KindBool:
		return false
	case KindTuple:
		return slices.ContainsFunc(flatVals(&v.o.node), orderMatters)
	case KindSet:
		return v.o.lazy == nil && slices.ContainsFunc(v.o.flatKeys(), orderMatters)
	}
	return true
}

// compare orders values as TLC does; all model values come first.
func (o *order) compare(a, b Value) int {
	if sameValue(a, b) || Equal(a, b) {
		return 0
	}
	ka, kb := a.Kind(), b.Kind()
	switch {
	case ka == KindModel && kb != KindModel:
		return -1
	case kb == KindModel && ka != KindModel:
		return 1
	case ka == KindModel || ka == KindString && kb == KindString:
		return o.text(a.o.text, b.o.text)
	case a.o.lazy != nil || b.o.lazy != nil:
		return Compare(a, b)
	case isFunction(a) && isFunction(b):
		return o.functions(a, b)
	case ka == KindSet && kb == KindSet:
		if c := cmp.Compare(a.o.count, b.o.count); c != 0 {
			return c
		}
		return slices.CompareFunc(o.elements(a), o.elements(b), o.compare)
	}
	return Compare(a, b)
}

// functions compares argument and result, next argument and result, and so on,
// if the domains have the same size.
func (o *order) functions(a, b Value) int {
	if c := cmp.Compare(a.o.count, b.o.count); c != 0 {
		return c
	}
	as, bs := o.arguments(a), o.arguments(b)
	for i := range as {
		if c := o.compare(as[i], bs[i]); c != 0 {
			return c
		}
		va, _ := a.o.get(as[i])
		vb, _ := b.o.get(bs[i])
		if c := o.compare(va, vb); c != 0 {
			return c
		}
	}
	return 0
}

// maxShapes bounds the shapes of records whose fields' order is remembered.
const maxShapes = 1 << 10

// arguments are the elements of a function's domain in TLC's order. Records that
// one expression makes share their names.
func (o *order) arguments(f Value) []Value {
	if f.o.kind != KindRecord || f.o.inner != nil {
		return o.elements(domainOf(f))
	}
	shape := &f.o.keys[0]
	if names, known := o.shapes.Load(shape); known {
		return names.([]Value)
	}
	names := o.sorted(f.o.keys)
	if o.known.Add(1) <= maxShapes {
		o.shapes.Store(shape, names)
	}
	return names
}
