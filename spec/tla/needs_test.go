package tla

import (
	"strings"
	"testing"
)

// needsModule has an action for each way to ask for elements of s, a set of
// numbers; x is the action's argument.
const needsModule = `
(root A)
(source A 00)
(variable A s 0)
(variable A t 0)
(def A Has (e) ("\\in" (.e) (var:A.s)))
(def A Init () ($ConjList (= (var:A.s) ($SetEnumerate)) (= (var:A.t) (num 0))))
(def A One (x) ($ConjList ("\\in" (.x) (var:A.s)) (def:A.Keep)))
(def A Called (x) ($ConjList (def:A.Keep) (def:A.Has (.x))))
(def A Let (x) (let ((def y () (std:Naturals.+/2 (.x) (num 1)))) ($ConjList (def:A.Has (.y)) (def:A.Keep))))
(def A All (x) ($ConjList ($BoundedForall (in (i) (std:Naturals.../2 (num 1) (.x))) (def:A.Has (.i))) (def:A.Keep)))
(def A Some (x) ($ConjList ($BoundedExists (in (i) (std:Naturals.../2 (num 1) (.x))) (def:A.Has (.i))) (def:A.Keep)))
(def A Both (x) ($ConjList ($BoundedExists (in (i) (std:Naturals.../2 (num 1) (.x)))
  ("\\land" (def:A.Has (.i)) (def:A.Has (std:Naturals.+/2 (.i) (num 1))))) (def:A.Keep)))
(def A Through (x) ($ConjList ($BoundedExists (in (e) (var:A.s)) (= (.e) (.x))) (def:A.Keep)))
(def A Above (x) ($ConjList ($BoundedExists (in (e) (var:A.s)) (std:Naturals.>/2 (.e) (.x))) (def:A.Keep)))
(def A Not (x) ($ConjList ("\\lnot" (def:A.Has (.x))) (def:A.Keep)))
(def A SomeNot (x) ($ConjList ($BoundedExists (in (i) (std:Naturals.../2 (num 1) (.x)))
  ("\\lor" (def:A.Has (.i)) ("\\lnot" (def:A.Has (num 1))))) (def:A.Keep)))
(def A Either (x) ($ConjList ("\\lor" (def:A.Has (.x)) (def:A.Has (num 1))) (def:A.Keep)))
(def A AllOfThem (x) ($ConjList ($BoundedForall (in (e) (var:A.s)) (def:A.Has (.e))) (def:A.Keep)))
(def A Counted (x) ($ConjList (def:A.Has (std:FiniteSets.Cardinality/1 (var:A.s))) (def:A.Keep)))
(def A Keep () ($ConjList (= (' (var:A.s)) (var:A.s)) (= (' (var:A.t)) (num 1))))
(def A Next () ($BoundedExists (in (x) (std:Naturals.../2 (num 1) (num 4))) ($DisjList
  (def:A.One (.x)) (def:A.Called (.x)) (def:A.Let (.x)) (def:A.All (.x)) (def:A.Some (.x)) (def:A.Both (.x))
  (def:A.Through (.x)) (def:A.Above (.x)) (def:A.Not (.x)) (def:A.SomeNot (.x)) (def:A.Either (.x))
  (def:A.AllOfThem (.x)) (def:A.Counted (.x)))))
`

// missed are the actions that need elements which Needs cannot tell: two witnesses
// that share one, other forms.
var missed = map[string]bool{"Both": true, "Either": true, "Counted": true}

// TestNeeds compares Needs with what taking away each element shows, for all sets
// and arguments: it must never name an element without which the action is
// enabled, and leave out others for the actions in missed only.
func TestNeeds(t *testing.T) {
	m, err := ReadIR(strings.NewReader(irVersion + needsModule))
	if err != nil {
		t.Fatal(err)
	}
	cfg := NewConfig()
	cfg.Init, cfg.Next = "Init", "Next"
	s, err := Load(m, cfg)
	if err != nil {
		t.Fatal(err)
	}
	states, err := s.Init()
	if err != nil {
		t.Fatal(err)
	}
	seen, left := map[string]int{}, map[string]int{}
	for _, a := range s.Actions() {
		for bits := range 1 << 5 {
			for x := range 4 {
				set := bitSet(bits)
				named, needed := needsAndNeeded(t, a, states[0], set, Int(int64(x+1)))
				if !isSubset(named, needed) {
					t.Errorf("%s(%d) with s = %s: %s is needed, not %s", a.Name, x+1, set, needed, named)
				}
				seen[a.Name] += named.Len()
				left[a.Name] += needed.Len() - named.Len()
			}
		}
	}
	if len(seen) != 13 {
		t.Errorf("%d actions", len(seen))
	}
	for name := range seen {
		if (left[name] > 0) != missed[name] {
			t.Errorf("%s: %d needed elements are not named, %d are", name, left[name], seen[name])
		}
	}
	if _, err := s.Actions()[0].Needs(states[0], "u", Int(1)); err == nil {
		t.Error("there is no variable u")
	}
}

func bitSet(bits int) Value {
	var list []Value
	for i := range 5 {
		if bits&(1<<i) != 0 {
			list = append(list, Int(int64(i+1)))
		}
	}
	return SetOf(list...)
}

func isSubset(a, b Value) bool {
	for e := range a.Elements() {
		if !b.Contains(e) {
			return false
		}
	}
	return true
}

// needsAndNeeded gives what Needs names, and the elements without which the
// action is not enabled; both are empty where it is not enabled at all.
func needsAndNeeded(t *testing.T, a *Action, st State, set, x Value) (named, needed Value) {
	t.Helper()
	enabled := func(s Value) bool {
		_, ok, err := a.Call(st.With("s", s), x)
		if err != nil {
			t.Fatalf("%s: %v", a.Name, err)
		}
		return ok
	}
	if !enabled(set) {
		return SetOf(), SetOf()
	}
	list, err := a.Needs(st.With("s", set), "s", x)
	if err != nil {
		t.Fatalf("%s: %v", a.Name, err)
	}
	var without []Value
	for e := range set.Elements() {
		var rest []Value
		for f := range set.Elements() {
			if !f.Equal(e) {
				rest = append(rest, f)
			}
		}
		if !enabled(SetOf(rest...)) {
			without = append(without, e)
		}
	}
	return SetOf(list...), SetOf(without...)
}
