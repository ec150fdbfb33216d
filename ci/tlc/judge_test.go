package tlc

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/ci/model"
)

func TestJudge(t *testing.T) {
	counts := model.Counts{Distinct: 8, Generated: 15, Depth: 5}
	result := func(v Verdict, exit int, invariant string, c model.Counts) Run {
		return Run{Result: Result{Verdict: v, Exit: exit, Invariant: invariant, Counts: c, Finished: true,
			Trace: []Step{{Action: "Init"}, {Action: "Accept", Line: 170, Module: "BasicPaxos"}}}}
	}
	expecting := func(verdict, invariant string) model.Model {
		return model.Model{Name: "T_m3", Header: model.Header{Kind: model.Mutant, Mutates: "too far",
			Expect: model.Expectation{Verdict: verdict, Invariant: invariant}, Counts: &counts}}
	}
	for _, c := range []struct {
		name string
		m    model.Model
		run  Run
		want string // "" for no error
	}{
		{"ok", expecting("ok", ""), result(OK, 0, "", counts), ""},
		{"killed as named", expecting("invariant", "Small"), result(Invariant, 12, "Small", counts), ""},
		{"property", expecting("property", ""), result(Property, 13, "", counts), ""},
		{"deadlock", expecting("deadlock", ""), result(Deadlock, 11, "", counts), ""},
		{"killed by another", expecting("invariant", "Small"), result(Invariant, 12, "TypeOK", counts), "TypeOK is violated after 1 steps, the last of them Accept (BasicPaxos.tla, line 170); expected is: invariant Small"},
		{"lives", expecting("invariant", "Small"), result(OK, 0, "", counts), `the mutant "too far" lives`},
		{"violated", expecting("ok", ""), result(Property, 13, "", counts), "the PROPERTY is violated"},
		{"broken is not killed", expecting("invariant", "Small"), result(Broken, 151, "", counts), "could not check the model (exit code 151"},
		{"assumption is not killed", expecting("invariant", "Small"), result(Assumption, 10, "", counts), "exit code 10"},
		{"other counts", expecting("ok", ""), result(OK, 0, "", model.Counts{Distinct: 9, Generated: 15, Depth: 5}), "gives distinct 9, generated 15, depth 5; recorded is distinct 8"},
		{"failed to run", expecting("ok", ""), Run{Err: errors.New("no java")}, "no java"},
	} {
		err := Judge(c.m, c.run)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
	}
}

const module = `
HighEnough(n, b) == b >= promised[n]   \* Unvoted is not used here
Unvoted(n, b) == TRUE
Gone(n) == TRUE
Vote(n, b) == /\ HighEnough(n, b)
              /\ say = "Unvoted"
Accept(n, b) == Vote(n, b)
Learn(n) == Unvoted(n, 1) (* Gone
                             is away *)
Next == \E n \in Node : Accept(n, 1) \/ Learn(n)
`

func TestHint(t *testing.T) {
	defs := Definitions{}
	defs.add(module)
	if uses := defs.uses("Accept"); !uses["HighEnough"] || uses["Unvoted"] || uses["Gone"] {
		t.Errorf("Accept uses %v", uses)
	}
	base := model.Model{Name: "P_b", Spec: "P"}
	mutant := func(name, operator, invariant string) model.Model {
		return model.Model{Name: name, Spec: "P",
			Header: model.Header{Kind: model.Mutant, Base: "P_b.cfg", Expect: model.Expectation{Verdict: "invariant", Invariant: invariant}},
			Config: model.Config{Constants: []model.Assignment{{Name: operator, Override: true, Value: "Any"}}}}
	}
	models := []model.Model{base, mutant("P_b_x", "HighEnough", "Kept"), mutant("P_b_y", "Unvoted", "Kept"), mutant("P_b_z", "HighEnough", "Other")}
	violated := Result{Invariant: "Kept", Trace: []Step{{Action: "Accept", Line: 8, Module: "P"}}}
	if got, want := Hint(models, base, violated, defs), "look at HighEnough: Accept uses it, and a recorded mutant of it violates Kept"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	models = append(models, mutant("P_b_w", "Gone", "Else"))
	if got := Hint(models, base, violated, defs); !strings.HasPrefix(got, "look at Gone: no action uses it any more\n") {
		t.Errorf("got %q", got)
	}
	if got := Hint(models[:4], base, Result{}, defs); got != "" {
		t.Errorf("nothing known: %q", got)
	}
}

func TestOrderIsByCost(t *testing.T) {
	jobs := []Job{{Name: "a", Cost: 1}, {Name: "b", Cost: 30}, {Name: "c"}, {Name: "d", Cost: 7}}
	// Without a java every job fails at once, but is still reported, in order.
	runner := Runner{Java: "/nonexistent/java", Logs: t.TempDir()}
	seen := 0
	runs := runner.RunAll(t.Context(), jobs, func(done int, run Run) { seen = max(seen, done) })
	var names []string
	for _, run := range runs {
		names = append(names, run.Job.Name)
		if run.Err == nil {
			t.Errorf("%s: no error", run.Job.Name)
		}
	}
	if !slices.Equal(names, []string{"a", "b", "c", "d"}) || seen != 4 {
		t.Errorf("runs %v, %d reported", names, seen)
	}
	if got := byCost(jobs); !slices.Equal(got, []int{1, 3, 0, 2}) {
		t.Errorf("order %v", got)
	}
}
