package tla

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A module for FuzzEvaluate to damage, as lists.
type seedModule struct {
	items  []sexpr
	config *Config
}

// seedModules reads the modules of testdata that have a configuration of the
// same name.
func seedModules(t testing.TB) []seedModule {
	t.Helper()
	irs, err := filepath.Glob("testdata/*/*/*.ir")
	if err != nil {
		t.Fatal(err)
	}
	var out []seedModule
	for _, file := range append(irs, "testdata/why/Shop.ir") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		config, err := os.ReadFile(strings.TrimSuffix(file, ".ir") + ".cfg")
		if err != nil || len(text) > 30_000 {
			continue
		}
		cfg, err := ParseConfig("", bytes.NewReader(config))
		if err != nil {
			continue // some are there to be refused
		}
		out = append(out, seedModule{readItems(text), cfg})
	}
	if len(out) < 50 {
		t.Fatalf("only %d modules to begin with", len(out))
	}
	return out
}

func readItems(ir []byte) []sexpr {
	_, rest, _ := strings.Cut(string(ir), "\n")
	l := &lexer{text: rest}
	var items []sexpr
	for {
		x, ok := l.read(0)
		if !ok {
			return items
		}
		items = append(items, x)
	}
}

// everyPart returns all items inside a list, itself included.
func everyPart(x *sexpr, out []*sexpr) []*sexpr {
	out = append(out, x)
	for i := range x.list {
		out = everyPart(&x.list[i], out)
	}
	return out
}

func deepCopy(x sexpr) sexpr {
	x.list = append([]sexpr(nil), x.list...)
	for i := range x.list {
		x.list[i] = deepCopy(x.list[i])
	}
	return x
}

// damage takes the edits: five bytes each, what to do, and to which two parts.
func damage(items []sexpr, edits []byte) []sexpr {
	all := deepCopy(sexpr{list: items, isList: true})
	for ; len(edits) >= 5; edits = edits[5:] {
		ps := everyPart(&all, nil)
		if len(ps) > 20_000 {
			break
		}
		a := ps[(int(edits[1])<<8+int(edits[2]))%len(ps)]
		b := ps[(int(edits[3])<<8+int(edits[4]))%len(ps)]
		switch edits[0] % 6 {
		case 0:
			*a = deepCopy(*b)
		case 1:
			*a, *b = deepCopy(*b), deepCopy(*a)
		case 2:
			a.list = append(a.list, deepCopy(*b))
		case 3:
			if len(a.list) > 0 {
				a.list = a.list[:len(a.list)-1]
			}
		case 4:
			if _, err := strconv.Atoi(a.atom); err == nil {
				a.atom = strconv.Itoa(int(edits[3])<<23 + int(edits[4]))
			}
		case 5:
			if len(a.list) > 0 && len(b.list) > 0 { // an operator for another
				a.list[0] = deepCopy(b.list[0])
			}
		}
	}
	return all.list
}

func appendSexpr(b []byte, x sexpr) []byte {
	if !x.isList {
		if x.quoted {
			return strconv.AppendQuote(b, x.atom)
		}
		return append(b, x.atom...)
	}
	b = append(b, '(')
	for i, k := range x.list {
		if i > 0 {
			b = append(b, ' ')
		}
		b = appendSexpr(b, k)
	}
	return append(b, ')')
}

// FuzzEvaluate loads damaged modules and does everything with them that the
// package offers, within limits.
func FuzzEvaluate(f *testing.F) {
	seeds := seedModules(f)
	for i := range seeds {
		f.Add(uint8(i), []byte{})
	}
	f.Fuzz(func(t *testing.T, which uint8, edits []byte) {
		seed := seeds[int(which)%len(seeds)]
		text := []byte(irVersion + "\n")
		for _, x := range damage(seed.items, edits) {
			text = append(appendSexpr(text, x), '\n')
		}
		frugal(t, len(text), func() {
			m, err := ReadIR(bytes.NewReader(text))
			if refused(t, err) {
				return
			}
			cfg := seed.config.Clone()
			cfg.Limits = Limits{Steps: 5000, Elements: 500}
			s, err := Load(m, cfg)
			if !refused(t, err) {
				useAll(t, s)
			}
		})
	})
}

// useAll evaluates a specification in its first states.
func useAll(t *testing.T, s *Spec) {
	refused(t, s.CheckAssumptions())
	states, err := s.Init()
	if refused(t, err) || len(states) == 0 {
		return
	}
	st := states[0]
	for range 3 {
		for _, name := range s.Invariants() {
			_, err := s.Eval(name, st)
			refused(t, err)
		}
		for _, a := range s.Actions() {
			useAction(t, s, a, st)
		}
		n := 0
		refused(t, s.Successors(st, func(_ string, next State) bool {
			st = next
			n++
			return n < 20
		}))
	}
}

func useAction(t *testing.T, s *Spec, a *Action, st State) {
	all, err := s.AllArgs(a)
	if refused(t, err) {
		return
	}
	for _, args := range all[:min(len(all), 3)] {
		_, enabled, err := a.Call(st, args...)
		if refused(t, err) {
			continue
		}
		why, err := a.Why(st, args...)
		if !refused(t, err) && enabled != (why == nil) {
			t.Fatalf("%s is enabled: %v, but why not: %v", a.Name, enabled, why)
		}
	}
}

// TestDamage runs a fixed sample of what FuzzEvaluate does, and shows that its
// edits reach what they are meant to: many damaged modules still load.
func TestDamage(t *testing.T) {
	loaded := 0
	for _, seed := range seedModules(t) {
		for i := range 10 {
			edits := []byte{byte(i), byte(i), byte(137 * i), byte(5 * i), byte(91 * i)}
			var b []byte
			for _, x := range damage(seed.items, edits) {
				b = append(appendSexpr(b, x), '\n')
			}
			m, err := ReadIR(strings.NewReader(irVersion + "\n" + string(b)))
			if refused(t, err) {
				continue
			}
			cfg := seed.config.Clone()
			cfg.Limits = Limits{Steps: 2000, Elements: 500}
			s, err := Load(m, cfg)
			if refused(t, err) {
				continue
			}
			loaded++
			useAll(t, s)
		}
	}
	if loaded < 200 {
		t.Errorf("only %d damaged modules load", loaded)
	}
}
