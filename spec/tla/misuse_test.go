package tla

import (
	"strings"
	"testing"
)

// TestMadeOfNoValue puts the zero Value where a value is needed.
func TestMadeOfNoValue(t *testing.T) {
	var none Value
	for name, v := range map[string]Value{
		"tuple":  Tuple(Int(1), none),
		"set":    SetOf(none, Int(1)),
		"record": Record(Field{"a", Int(1)}, Field{"b", none}),
		"key":    Function(Pair{none, Int(1)}),
		"result": Function(Pair{Str("a"), none}),
		"hidden": Function(Pair{Int(1), none}, Pair{Int(1), Int(2)}),
		"nested": Tuple(SetOf(Record(Field{"a", none}))),
	} {
		if v.IsValid() {
			t.Errorf("%s: %s is a value", name, v)
		}
	}
}

// TestNoAction asks about actions and states that there are not, or that are of
// another specification.
func TestNoAction(t *testing.T) {
	load := func() *Spec {
		m, err := ReadIR(strings.NewReader(irVersion + `
(root A)
(source A 00)
(variable A x 0)
(def A Init () (= (var:A.x) (num 0)))
(def A Next () (= (' (var:A.x)) (num 1)))
`))
		if err != nil {
			t.Fatal(err)
		}
		cfg := NewConfig()
		cfg.Init, cfg.Next = "Init", "Next"
		s, err := Load(m, cfg)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s, other := load(), load()
	states, err := s.Init()
	if err != nil {
		t.Fatal(err)
	}
	if all, err := s.AllArgs(s.Actions()[0]); err != nil || len(all) != 1 {
		t.Errorf("%v, %v", all, err)
	}
	for name, a := range map[string]*Action{"nil": nil, "zero": {}, "another's": other.Actions()[0]} {
		if all, err := s.AllArgs(a); err == nil {
			t.Errorf("%s action has the arguments %v", name, all)
		}
		if near, err := s.Nearest(states[0], nil, a); err == nil {
			t.Errorf("%s action is near: %v", name, near)
		}
	}
	for _, a := range []*Action{nil, {}} {
		if _, _, err := a.Call(states[0]); err == nil {
			t.Error("no action was called")
		}
		if _, err := a.Why(states[0]); err == nil {
			t.Error("no action was explained")
		}
	}
	if got := FormatTrace([]Step{{}, {State: states[0], Action: "A"}}); got != "State 1: <Initial predicate>\nState 2: <A>\n* /\\ x = 0\n" {
		t.Errorf("%q", got)
	}
}
