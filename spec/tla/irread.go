package tla

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// ReadIR reads the text that [Module.WriteIR] writes.
func ReadIR(r io.Reader) (*Module, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxIR))
	if err != nil {
		return nil, err
	}
	first, rest, _ := strings.Cut(string(text), "\n")
	if strings.TrimSpace(first) != irVersion {
		return nil, fmt.Errorf("IR line 1: not an IR of this version: it begins with %.40q instead of %q", first, irVersion)
	}
	var m *Module
	err = guard(func() {
		l := &lexer{text: rest, line: 2}
		var items []sexpr
		for {
			x, ok := l.read(0)
			if !ok {
				break
			}
			items = append(items, x)
		}
		m = (&irReader{globals: map[string]*Symbol{}}).module(items)
	})
	return m, err
}

// irReader makes symbols first and bodies second, because definitions may refer
// to each other in any order.
type irReader struct {
	m       *Module
	globals map[string]*Symbol // by kind, module and name as written
	locals  map[string]*Symbol // of the current definition
	in      string             // module of the enclosing node
	depth   int
}

func (r *irReader) fail(x sexpr, format string, args ...any) {
	panic(errorAt(nil, "IR line %d: %s", x.line, fmt.Sprintf(format, args...)))
}

// head returns the first atom of a list, and the list after it.
func (r *irReader) head(x sexpr) (string, []sexpr) {
	if !x.isList || len(x.list) == 0 || x.list[0].isList {
		r.fail(x, "a list that begins with a word is expected")
	}
	return x.list[0].atom, x.list[1:]
}

func (r *irReader) word(x sexpr) string {
	if x.isList {
		r.fail(x, "a word is expected")
	}
	return x.atom
}

func (r *irReader) words(x sexpr, args []sexpr, n int) []string {
	if len(args) < n {
		r.fail(x, "%d words are expected", n)
	}
	out := make([]string, n)
	for i := range out {
		out[i] = r.word(args[i])
	}
	return out
}

func (r *irReader) module(items []sexpr) *Module {
	for _, x := range items {
		r.declare(x)
	}
	if r.m == nil {
		panic(errorAt(nil, "IR: no (root ...)"))
	}
	for _, x := range items {
		switch word, args := r.head(x); word {
		case "def", "foreign-def":
			args, _ = recursiveFlag(args)
			w := r.words(x, args, 2)
			s := r.globals["def:"+w[0]+"."+w[1]]
			r.locals, r.in = map[string]*Symbol{}, w[0]
			r.body(s, x, args[2:])
		case "assume":
			w := r.words(x, args, 2)
			r.locals, r.in = map[string]*Symbol{}, w[1]
			if len(args) != 3 {
				r.fail(x, "malformed assume")
			}
			r.m.assumes = append(r.m.assumes, &assumption{name: w[0], body: r.expr(args[2])})
		}
	}
	r.m.checkShapes()
	r.m.checkCycles()
	return r.m
}

func recursiveFlag(args []sexpr) ([]sexpr, bool) {
	if len(args) > 0 && args[0].atom == "recursive" && !args[0].isList {
		return args[1:], true
	}
	return args, false
}

// declare makes the symbol of a top-level item.
func (r *irReader) declare(x sexpr) {
	word, args := r.head(x)
	if r.m == nil && word != "root" {
		r.fail(x, "(root ...) must come first")
	}
	switch word {
	case "root":
		if r.m != nil {
			r.fail(x, "a second (root ...)")
		}
		r.m = newModule(r.words(x, args, 1)[0])
	case "source":
		w := r.words(x, args, 2)
		r.m.modules = append(r.m.modules, w[0])
		r.m.hashes[w[0]] = w[1]
	case "constant", "variable", "foreign-constant", "foreign-variable":
		w := r.words(x, args, 3)
		s := &Symbol{Kind: symConstant, Module: w[0], Name: w[1], Arity: r.number(x, w[2])}
		r.in = s.Module
		s.Pos, _ = r.place(args[3:])
		prefix := "const:"
		if strings.HasSuffix(word, "variable") {
			s.Kind, prefix = symVariable, "var:"
		}
		r.global(x, prefix, s)
		switch word {
		case "constant":
			r.m.constants = append(r.m.constants, s)
			r.m.visible[s.Name] = s
		case "variable":
			r.m.variables = append(r.m.variables, s)
			r.m.visible[s.Name] = s
		}
	case "def", "foreign-def":
		args, recursive := recursiveFlag(args)
		w := r.words(x, args, 2)
		s := &Symbol{Kind: symDef, Module: w[0], Name: w[1], Recursive: recursive}
		r.global(x, "def:", s)
		if word == "def" {
			r.m.visible[s.Name] = s
		}
		r.m.defs = append(r.m.defs, s)
	case "assume":
	default:
		r.fail(x, "unknown item %q", word)
	}
}

func (r *irReader) global(x sexpr, prefix string, s *Symbol) {
	key := prefix + s.qualified()
	if r.globals[key] != nil {
		r.fail(x, "%s is declared twice", s.qualified())
	}
	r.globals[key] = s
}

func (r *irReader) number(x sexpr, s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > maxInt {
		r.fail(x, "%q is not a number in range", s)
	}
	return n
}

// place reads an optional place and returns what follows it.
func (r *irReader) place(args []sexpr) (Pos, []sexpr) {
	if len(args) == 0 || args[0].isList || args[0].quoted || !strings.HasPrefix(args[0].atom, "@") {
		return Pos{Module: r.in}, args
	}
	p := Pos{Module: r.in}
	text := args[0].atom[1:]
	from, to, ok := strings.Cut(text, "-")
	parts := append(strings.Split(from, ":"), strings.Split(to, ":")...)
	if len(parts) == 5 {
		p.Module, parts = parts[0], parts[1:]
	}
	if !ok || len(parts) != 4 {
		r.fail(args[0], "malformed place %q", args[0].atom)
	}
	for i, field := range []*int{&p.Line, &p.Col, &p.EndLine, &p.EndCol} {
		*field = r.number(args[0], parts[i])
	}
	return p, args[1:]
}

// body reads place, parameters and expression of a definition.
func (r *irReader) body(s *Symbol, x sexpr, args []sexpr) {
	outer := r.in
	s.Pos, args = r.place(args)
	r.in = s.Pos.Module
	if s.Module == "" {
		s.Module = s.Pos.Module
	}
	if len(args) != 2 || !args[0].isList {
		r.fail(x, "a definition has a list of parameters and one expression")
	}
	for _, p := range args[0].list {
		s.Params = append(s.Params, r.local(p))
	}
	s.Arity = len(s.Params)
	s.Body = r.expr(args[1])
	r.in = outer
}

// local declares a parameter or bound variable: a name, or (name arity).
func (r *irReader) local(x sexpr) *Symbol {
	s := &Symbol{Kind: symLocal, Module: r.in}
	name := x.atom
	if x.isList {
		w := r.words(x, x.list, 2)
		name, s.Arity = w[0], r.number(x, w[1])
	}
	if name == "" {
		r.fail(x, "a name is missing")
	}
	s.Name, _, _ = strings.Cut(name, "~")
	r.locals[name] = s
	return s
}

// ref resolves a reference.
func (r *irReader) ref(x sexpr) *Symbol {
	name := r.word(x)
	if rest, ok := strings.CutPrefix(name, "."); ok && name != "." && name != ".." {
		if s := r.locals[rest]; s != nil {
			return s
		}
		r.fail(x, "local name %q is not declared", rest)
	}
	for _, prefix := range []string{"def:", "const:", "var:"} {
		if strings.HasPrefix(name, prefix) {
			s := r.globals[name]
			if s == nil {
				r.fail(x, "%q is not declared", name)
			}
			return s
		}
	}
	if s := r.globals[name]; s != nil {
		return s
	}
	s := &Symbol{Kind: symBuiltin, Name: name}
	if rest, ok := strings.CutPrefix(name, "std:"); ok {
		mod, op, ok1 := strings.Cut(rest, ".")
		i := strings.LastIndexByte(op, '/')
		if !ok1 || i < 0 {
			r.fail(x, "malformed reference %q", name)
		}
		s = &Symbol{Kind: symStd, Module: mod, Name: op[:i], Arity: r.number(x, op[i+1:])}
	} else if _, known := builtinNames[name]; !known {
		r.fail(x, "unknown operator %q", name)
	}
	r.globals[name] = s
	return s
}
