package tla

import (
	"reflect"
	"strings"
	"testing"
)

func TestConfig(t *testing.T) {
	cfg, err := ParseConfig("a.cfg", strings.NewReader(`
\* INIT Nothing
CONSTANTS N = 3 S = {a, {1, 2}} T = "b" (* a (* nested *) comment *)
  Op <- Other
  T <-[Mod] Third
CONSTANT None = None
INIT Init NEXT Next
INVARIANTS A B
INVARIANT C
PROPERTY P
CONSTRAINT K
ACTION_CONSTRAINT L
SYMMETRY Sym
VIEW v
CHECK_DEADLOCK FALSE
`))
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Init != "Init" || cfg.Next != "Next" || strings.Join(cfg.Invariants, "") != "ABC" || cfg.CheckDeadlock ||
		cfg.View != "v" || cfg.Symmetry[0] != "Sym" || cfg.Properties[0] != "P" || cfg.Constraints[0] != "K" ||
		cfg.ActionBounds[0] != "L" || cfg.replaced["Op"].target != "Other" || cfg.perModule[[2]string{"Mod", "T"}].target != "Third" {
		t.Errorf("%+v", cfg)
	}
	if s := cfg.assigned["S"].String(); s != `{a, {1, 2}}` {
		t.Errorf("S = %s", s)
	}
	for text, want := range map[string]string{
		"INIT":                     "a.cfg:1: a name is expected after INIT",
		"INIT A\nINIT B":           "a.cfg:2: a second INIT",
		"\n\nNONSENSE x":           "a.cfg:3: \"NONSENSE\" is not a statement",
		"CONSTANT N = {1, 2":       "a.cfg:1: the set does not end with }",
		"CONSTANT N":               "a.cfg:1: = or <- is expected after N",
		"CONSTANT N = 99999999999": "a.cfg:1: 99999999999 is not a number",
		"CONSTANT N = \"x":         "a.cfg:1: the string does not end",
		"(* x":                     "a.cfg:1: the comment does not end",
		"CHECK_DEADLOCK 1":         "CHECK_DEADLOCK is TRUE or FALSE",
		"CONSTANT N <- [M x":       "] is expected",
		"INIT A %":                 "unexpected '%'",
		"CONSTANT N = " + strings.Repeat("{", 1000): "nested too deeply",
	} {
		if _, err := ParseConfig("a.cfg", strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %v, want %s", text, err, want)
		}
	}
}

// TestRefusals loads small modules that are refused, by their IR.
func TestRefusals(t *testing.T) {
	for body, want := range map[string]string{
		"($UnboundedChoose @3:4-3:9 (unbound (x)) (TRUE))": "A:3:4: CHOOSE without a set cannot be evaluated",
		"([] @3:4-3:9 (TRUE))":                             "A:3:4: the temporal operator [] has no value",
		"(std:Bags.BagIn/2 @3:4-3:9 (TRUE) (TRUE))":        "BagIn of the standard module Bags is not supported",
		"(at @3:4-3:9)":                                    "@ outside EXCEPT",
		"(' @3:4-3:9 (' (var:A.x)))":                       "primed again",
		"(= (TRUE))":                                       "malformed application of =",
		"($IfThenElse (TRUE))":                             "malformed application of $IfThenElse",
		"(UNCHANGED (num 1))":                              "does not give x a value",
		"($RcdConstructor (num 1))":                        "malformed application of $RcdConstructor",
		"($Case (num 1))":                                  "malformed application of $Case",
		"($Except)":                                        "malformed application of $Except",
		"(std:Naturals.+/2 @3:4-3:9)":                      "+ has 0 arguments instead of 2",
		"(def:A.Bad)":                                      "is defined by itself",
		"($BoundedExists (in (x) (num 1)) (TRUE) (TRUE))":  "malformed application of $BoundedExists",
	} {
		text := irVersion + "\n(root A)\n(source A 00)\n(variable A x 0)\n(def A Init () (= (var:A.x) (num 0)))\n(def A Bad ()\n " + body + ")\n"
		m, err := ReadIR(strings.NewReader(text))
		if err == nil {
			cfg := NewConfig()
			cfg.Init, cfg.Next = "Init", "Bad"
			err = stepOnce(m, cfg)
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", body, err, want)
		}
	}
}

// stepOnce loads a module and takes the first step from its initial states.
func stepOnce(m *Module, cfg *Config) error {
	s, err := Load(m, cfg)
	if err != nil {
		return err
	}
	states, err := s.Init()
	for _, st := range states {
		if err == nil {
			err = s.Successors(st, func(string, State) bool { return true })
		}
	}
	return err
}

// TestClonesAreIndependent changes a copy in every way that a Config has.
func TestClonesAreIndependent(t *testing.T) {
	const text = "CONSTANTS A = 1 B <- C D = [M]2 E <-[M] F INVARIANTS I J SYMMETRY S"
	cfg, err := ParseConfig("M.cfg", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	again, err := ParseConfig("M.cfg", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := cfg.Clone()
	if !reflect.DeepEqual(c, again) {
		t.Fatalf("the clone is %+v, not %+v", c, again)
	}
	c.SetConstant("A", Int(2))
	c.SetConstant("B", Int(2))
	c.Override("G", "H")
	c.Invariants[0], c.Symmetry[0], c.met = "K", "T", append(c.met[:0], "x")
	c.assignedIn[[2]string{"M", "D"}] = Int(3)
	delete(c.perModule, [2]string{"M", "E"})
	clear(c.line)
	if !reflect.DeepEqual(cfg, again) {
		t.Errorf("the original is %+v, not %+v", cfg, again)
	}
}
