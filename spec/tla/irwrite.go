package tla

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// irVersion is the first line of an IR; a reader refuses other versions.
const irVersion = "synod-ir 1"

// WriteIR writes m as a text that [ReadIR] reads back. The same sources give
// the same text.
func (m *Module) WriteIR(w io.Writer) error {
	b := bufio.NewWriter(w)
	iw := &irWriter{w: b, places: true, names: map[*Symbol]string{}}
	iw.module(m)
	return b.Flush()
}

// Hash returns the SHA-256 of the graph without source hashes and places, in
// hexadecimal: it changes when the meaning of the specification may change, and
// not when a comment does.
func (m *Module) Hash() string {
	h := sha256.New()
	b := bufio.NewWriter(h)
	iw := &irWriter{w: b, names: map[*Symbol]string{}}
	iw.module(m)
	_ = b.Flush() // a hash does not fail
	return hex.EncodeToString(h.Sum(nil))
}

// irWriter writes lists. Local names are made unique within a definition.
type irWriter struct {
	w      *bufio.Writer
	places bool
	names  map[*Symbol]string // locals of the current definition
	used   map[string]int
	in     string // module of the enclosing node: places name it only if it differs
}

func (iw *irWriter) put(format string, args ...any) { fmt.Fprintf(iw.w, format, args...) }

func (iw *irWriter) line(depth int) {
	iw.put("\n%s", strings.Repeat(" ", depth))
}

func (iw *irWriter) module(m *Module) {
	iw.header(m)
	all := &declarationWalker{seen: map[*Symbol]bool{}}
	all.module(m)
	iw.declarations("constant", m.constants)
	iw.declarations("variable", m.variables)
	iw.declarations("foreign-constant", all.constants)
	iw.declarations("foreign-variable", all.variables)
	for _, s := range m.defs {
		iw.names, iw.used = map[*Symbol]string{}, map[string]int{}
		word := "def"
		if m.visible[s.Name] != s {
			word = "foreign-def"
		}
		iw.define(word, s, 0)
		iw.put("\n")
	}
	for _, a := range m.assumes {
		iw.names, iw.used = map[*Symbol]string{}, map[string]int{}
		iw.in = a.body.Pos.Module
		iw.put("(assume %s %s", quoteAtom(a.name), quoteAtom(iw.in))
		iw.line(1)
		iw.expr(a.body, 1)
		iw.put(")\n")
	}
}

func (iw *irWriter) header(m *Module) {
	iw.put("%s\n(root %s)\n", irVersion, quoteAtom(m.name))
	if iw.places {
		for _, s := range m.Sources() {
			iw.put("(source %s %s)\n", quoteAtom(s.Module), quoteAtom(s.SHA256))
		}
	}
}

func (iw *irWriter) fresh(s *Symbol) string {
	name := s.Name
	if n := iw.used[name]; n > 0 {
		name += "~" + strconv.Itoa(n)
	}
	iw.used[s.Name]++
	iw.names[s] = name
	return quoteAtom(name)
}

// declared writes a local with its arity, unless that is 0.
func (iw *irWriter) declared(s *Symbol) string {
	if s.Arity > 0 {
		return "(" + iw.fresh(s) + " " + strconv.Itoa(s.Arity) + ")"
	}
	return iw.fresh(s)
}

func (iw *irWriter) at(p Pos) {
	if !iw.places {
		return
	}
	iw.put(" @")
	if p.Module != iw.in {
		iw.put("%s:", p.Module)
	}
	iw.put("%d:%d-%d:%d", p.Line, p.Col, p.EndLine, p.EndCol)
}

func (iw *irWriter) declarations(word string, all []*Symbol) {
	for _, s := range all {
		iw.in = s.Module
		iw.put("(%s %s %s %d", word, quoteAtom(s.Module), quoteAtom(s.Name), s.Arity)
		iw.at(s.Pos)
		iw.put(")\n")
	}
}

// ref writes a reference to a symbol.
func (iw *irWriter) ref(s *Symbol) string {
	switch s.Kind {
	case symLocal:
		return quoteAtom("." + iw.names[s])
	case symBuiltin:
		return quoteAtom(s.Name)
	case symStd:
		return quoteAtom("std:" + s.Module + "." + s.Name + "/" + strconv.Itoa(s.Arity))
	case symDef:
		if name, ok := iw.names[s]; ok {
			return quoteAtom("." + name)
		}
		return quoteAtom("def:" + s.qualified())
	case symConstant:
		return quoteAtom("const:" + s.qualified())
	default:
		return quoteAtom("var:" + s.qualified())
	}
}

// define writes a definition: (def MODULE NAME place (params) body).
func (iw *irWriter) define(word string, s *Symbol, depth int) {
	iw.put("(%s", word)
	if s.Recursive {
		iw.put(" recursive")
	}
	outer := iw.in
	if depth == 0 {
		iw.put(" %s %s", quoteAtom(s.Module), quoteAtom(s.Name))
		iw.in = s.Module
	} else {
		iw.put(" %s", quoteAtom(iw.names[s]))
	}
	iw.at(s.Pos)
	iw.in = s.Pos.Module
	iw.put(" (")
	for i, p := range s.Params {
		if i > 0 {
			iw.put(" ")
		}
		iw.put("%s", iw.declared(p))
	}
	iw.put(")")
	iw.line(depth + 1)
	iw.expr(s.Body, depth+1)
	iw.put(")")
	iw.in = outer
}
