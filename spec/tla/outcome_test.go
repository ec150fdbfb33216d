package tla_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/spec/tla"
)

// outcome is what TLC 2.18 says of a configuration with -workers 1: its figures
// and what does not hold. Where it gives no depth, that is 0.
type outcome struct {
	module, config                     string
	generated, distinct, queued, depth int
	says                               string // in the violation or error; empty if all holds
}

const (
	outcomes  = "CONSTANT Limit = 3 "
	behaviour = outcomes + "INIT Init NEXT Next "
	formula   = outcomes + "SPECIFICATION Spec "
	refines   = "CONSTANT Max = 2 SPECIFICATION Spec PROPERTY "
	jumping   = "CONSTANT Max = 2 SPECIFICATION Jumping PROPERTY "
	late      = "CONSTANT Max = 2 SPECIFICATION Late PROPERTY "
	levels    = "SPECIFICATION Spec CHECK_DEADLOCK FALSE "
	symmetric = "CONSTANTS Proc = {p1, p2, p3} Val = {v1, v2} SPECIFICATION Spec "
)

var tlcOutcomes = []outcome{
	{"Outcomes", behaviour + "INVARIANT Bad4", 10, 8, 0, 4, ""},
	{"Outcomes", outcomes + "INIT Init NEXT Stuck", 8, 8, 1, 4, "deadlock"},
	{"Outcomes", outcomes + "INIT Init NEXT Stuck CHECK_DEADLOCK FALSE", 8, 8, 0, 4, ""},
	{"Outcomes", behaviour + "INVARIANT Below2", 5, 5, 1, 3, "invariant Below2 is violated"},
	{"Outcomes", behaviour + "INVARIANT Fails", 5, 5, 1, 3, "invariant Fails cannot be evaluated: Outcomes:20:10"},
	{"Outcomes", behaviour + "INVARIANT AssertInv", 5, 5, 1, 3, "Assert failed: too far"},
	{"Outcomes", behaviour + "INVARIANT NotBool", 1, 1, 1, 0, "invariant NotBool cannot be evaluated"},
	{"Outcomes", formula + "PROPERTY InitP", 2, 2, 2, 0, "property InitP, conjunct y = 0 (Outcomes:23:19), is violated by an initial state"},
	{"Outcomes", formula + "PROPERTY StepP", 9, 8, 1, 4, "property StepP, conjunct [x' = x + 1]_vars (Outcomes:24:12), is violated by the last step"},
	{"Outcomes", formula + "PROPERTY StepFails", 7, 7, 1, 0, "property StepFails, conjunct"},
	{"Outcomes", formula + "PROPERTY AlwaysP", 5, 5, 1, 3, "property AlwaysP, conjunct Below2 (Outcomes:26:14), is violated"},
	{"Outcomes", formula + "PROPERTY Both", 9, 8, 1, 4, "property Both, conjunct [x' > x]_vars"},
	{"Outcomes", outcomes + "INIT Init NEXT Stuck CHECK_DEADLOCK FALSE PROPERTY StuckEnds", 8, 8, 0, 4, ""},
	{"Outcomes", outcomes + "INIT Init NEXT Stuck CHECK_DEADLOCK FALSE PROPERTY NeverStuck", 7, 7, 1, 4, "property NeverStuck, conjunct ENABLED Stuck"},
	{"Outcomes", outcomes + "INIT Init NEXT Half", 3, 2, 1, 1, "does not give y a value"},
	{"Outcomes", outcomes + "INIT Init NEXT Outside", 4, 3, 0, 0, "Outcomes:12:40"},
	{"Outcomes", outcomes + "INIT Init NEXT Asserts", 6, 6, 1, 0, "Assert failed: too far"},
	{"Outcomes", outcomes + "INIT BadInit NEXT Next", 0, 0, 0, 0, "Outcomes:15:25"},
	{"Outcomes", outcomes + "INIT BadInit2 NEXT Next", 1, 1, 1, 0, "Outcomes:16:33"},
	{"Outcomes", behaviour + "CONSTRAINT Constr INVARIANT Below2", 5, 4, 1, 2, "invariant Below2 is violated"},
	{"Outcomes", behaviour + "CONSTRAINT Constr", 6, 4, 0, 2, ""},
	{"Outcomes", behaviour + "ACTION_CONSTRAINT ActConstr INVARIANT Below2", 5, 4, 1, 2, "invariant Below2 is violated"},
	{"Outcomes", behaviour + "ACTION_CONSTRAINT ActConstr", 6, 4, 0, 2, ""},
	{"Outcomes", behaviour + "VIEW View", 4, 2, 0, 1, ""},
	{"Outcomes", behaviour + "VIEW BadView", 3, 1, 0, 0, "Outcomes:35:12"},
	{"Refines", refines + "Refined", 29, 14, 0, 6, ""},
	{"Refines", refines + "Bound", 29, 14, 0, 6, ""},
	{"Refines", refines + "EachBelow", 29, 14, 0, 6, ""},
	{"Refines", refines + "Nested", 29, 14, 0, 6, ""},
	{"Refines", jumping + "EachBelow", 31, 14, 0, 6, ""},
	{"Refines", jumping + "Refined", 4, 4, 2, 2, "property Refined, conjunct [Next]_n (Steps:9:19), is violated by the last step"},
	{"Refines", late + "Refined", 1, 1, 1, 0, "property Refined, conjunct n = 0 (Steps:5:9), is violated by an initial state"},
	{"Levels", levels + "INVARIANT L CONSTRAINT C ACTION_CONSTRAINT A PROPERTY S", 5, 5, 0, 5, ""},
	{"Levels", levels + "INVARIANT Low", 4, 4, 0, 4, "invariant Low is violated"},
	{"Symmetric", symmetric + "CONSTRAINT Early", 2515, 465, 0, 5, ""},
	{"Symmetric", symmetric + "CONSTRAINT Early SYMMETRY Both", 288, 53, 0, 5, ""},
	{"Symmetric", symmetric + "CONSTRAINT Early SYMMETRY Procs", 551, 102, 0, 5, ""},
	{"Symmetric", symmetric + "VIEW View", 16228, 3396, 0, 11, ""},
	{"Symmetric", symmetric + "VIEW View SYMMETRY Both", 1776, 374, 0, 11, ""},
	{"Symmetric", symmetric + "CONSTRAINT Early VIEW View", 2251, 420, 0, 5, ""},
	{"Symmetric", symmetric + "VIEW View INVARIANT NotAll", 15722, 3389, 101, 11, "invariant NotAll is violated"},
}

// notToTLC are properties that TLC 2.18 refuses, or finds violated at the end
// only: the figures are those up to the violation.
var notToTLC = []outcome{
	{"Refines", refines + "RefinedByParameter", 29, 14, 0, 6, ""},
	{"Refines", refines + "RefinedByWrong", 4, 4, 1, 3, "property RefinedByWrong, conjunct [Next]_n (Steps:9:19), is violated by the last step"},
	{"Refines", refines + "EachStep", 4, 4, 1, 3, "property EachStep, conjunct [(m = 0) => (Len(q') # 2)]_q (Refines:"},
	{"Refines", refines + "Below2", 4, 4, 1, 3, "property Below2, conjunct Len(q) < m (Refines:"},
	{"Refines", refines + "NestedBelow", 4, 4, 1, 3, "property NestedBelow, conjunct Len(q) < 2 (Refines:"},
}

func TestOutcomesAreTLCs(t *testing.T) {
	for _, want := range slices.Concat(tlcOutcomes, notToTLC) {
		s := loadText(t, "explore", want.module, want.config)
		o := tla.ExploreOptions{CheckInvariants: true, CheckProperties: true, CheckDeadlock: s.Config().CheckDeadlock}
		for _, workers := range []int{1, 3} {
			o.Workers = workers
			r, err := tla.Check(t.Context(), s, o, nil)
			want.compare(t, "lean", r.Counts, r.Violation, err)
			g, err := tla.Explore(s, o)
			want.compare(t, "whole", g.Counts, g.Violation, err)
			if len(g.States) != g.Distinct {
				t.Errorf("%s: %d states are kept", want.config, len(g.States))
			}
			for i, st := range g.States {
				if at, ok := g.Find(st); !ok || at != i {
					t.Fatalf("%s: state %d is found at %d", want.config, i, at)
				}
			}
		}
	}
}

func (want *outcome) compare(t *testing.T, how string, c tla.Counts, v *tla.Violation, err error) {
	t.Helper()
	got := outcome{want.module, want.config, c.Generated, c.Distinct, c.Queue, c.Depth, ""}
	if want.depth == 0 {
		got.depth = 0
	}
	var evaluation *tla.EvaluationError
	switch {
	case errors.As(err, &evaluation):
		got.says = evaluation.Err.Error()
	case err != nil:
		t.Errorf("%s: %v", want.config, err)
	case v != nil:
		got.says = v.String()
		if len(v.Trace) == 0 {
			t.Errorf("%s: a violation without a trace", want.config)
		}
	}
	if (want.says == "") == (got.says == "") && strings.Contains(got.says, want.says) {
		got.says = want.says
	}
	if got != *want {
		t.Errorf("%s:\n%+v\nis not what TLC says:\n%+v", how, got, *want)
	}
}

// TestRefusedProperties: what is temporal is refused by name and place, or left
// out by name and place.
func TestRefusedProperties(t *testing.T) {
	for _, test := range []struct{ module, config, says string }{
		{"Outcomes", formula + "PROPERTY Live", "Outcomes:28:9: property Live: <>(x = 1) is a temporal formula with <>"},
		{"Refines", refines + "RefinedLive", "Steps:10:17: property RefinedLive: "},
		{"Refines", refines + "Mixed", "Refines:28:20: property Mixed: <>(other = 1) is a temporal formula with <>"},
		{"Refines", refines + "Either", "Refines:29:11: property Either: [](q = <<>>) \\/ [](other = 0) is a temporal formula with []"},
		{"Refines", refines + "Fair", "is a temporal formula with SF"},
		{"Refines", refines + "Leads", "is a temporal formula with ~>"},
		{"Refines", refines + "Implied", "is a temporal formula with []"},
	} {
		s := loadText(t, "explore", test.module, test.config)
		o := tla.ExploreOptions{CheckProperties: true}
		if _, err := tla.Check(t.Context(), s, o, nil); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%v, not %q", err, test.says)
		}
		o.SafetyOnly = true
		r, err := tla.Check(t.Context(), s, o, nil)
		if err != nil || len(r.Unchecked) != 1 || !strings.Contains(r.Unchecked[0].String(), test.says) {
			t.Errorf("%v, %v, not %q", err, r.Unchecked, test.says)
		}
	}
	s := loadText(t, "explore", "Refines", refines+"OneStep")
	_, err := tla.Check(t.Context(), s, tla.ExploreOptions{CheckProperties: true, SafetyOnly: true}, nil)
	if err == nil || !strings.Contains(err.Error(), "Refines:35:12: Len(q') <= Max is about a step and stands outside") {
		t.Errorf("%v", err)
	}
}

// TestRefusedSymmetries refuses what is no set of permutations of model values.
func TestRefusedSymmetries(t *testing.T) {
	for name, says := range map[string]string{"Early": "a state is needed", "View": "a state is needed", "Val": "",
		"NoPermutation": "which is not a permutation", "Numbers": "only model values can be permuted"} {
		s := loadText(t, "explore", "Symmetric", symmetric+"SYMMETRY "+name)
		_, err := tla.Check(t.Context(), s, tla.ExploreOptions{MaxStates: 10}, nil)
		if err == nil || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), "Symmetric.cfg: SYMMETRY") {
			t.Errorf("SYMMETRY %s: %v", name, err)
		}
		o := tla.ExploreOptions{MaxStates: 10, IgnoreSymmetry: true}
		if _, err := tla.Check(t.Context(), s, o, nil); !errors.As(err, new(tla.LimitError)) {
			t.Errorf("SYMMETRY %s ignored: %v", name, err)
		}
	}
}

func TestAssumption(t *testing.T) {
	s := loadText(t, "explore", "Outcomes", strings.Replace(behaviour, "3", "10", 1))
	var failed *tla.AssumptionError
	if _, err := tla.Check(t.Context(), s, tla.ExploreOptions{}, nil); !errors.As(err, &failed) {
		t.Errorf("%v is not the assumption's failure", err)
	}
}
