package tla

import (
	"strings"
	"testing"
)

// TestUnusedVariable has Next quantify over a variable that the action does not
// use, beside one that it does.
func TestUnusedVariable(t *testing.T) {
	m, err := ReadIR(strings.NewReader(irVersion + `
(root A)
(source A 00)
(variable A x 0)
(def A Init () (= (var:A.x) (num 0)))
(def A Step (a) (= (' (var:A.x)) (.a)))
(def A Next () ($BoundedExists (in (a b) ($SetEnumerate (num 1) (num 2))) (def:A.Step (.a))))
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
	init, err := s.Init()
	if err != nil {
		t.Fatal(err)
	}
	next, enabled, err := s.Actions()[0].Call(init[0], Int(2))
	if err != nil || !enabled || next.String() != `/\ x = 2` {
		t.Errorf("enabled %v, %s, %v", enabled, next, err)
	}
}
