package ci

import (
	"strings"
	"testing"

	"github.com/synod-paxos/synod/ci/coverage"
	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/model"
	"github.com/synod-paxos/synod/ci/tlc"
	"github.com/synod-paxos/synod/spec/tla"
)

func TestJudgeCoverage(t *testing.T) {
	var report coverage.Report
	if err := report.Add(map[string]int64{"Up": 1, "Never": 0}, map[string]int64{
		"line 1, col 1 to line 1, col 5 of module T": 1, "line 2, col 1 to line 2, col 5 of module T": 0}); err != nil {
		t.Fatal(err)
	}
	arm := func(line int, in, text string) coverage.Item {
		return coverage.Item{Branch: tla.Branch{What: "THEN", Definition: "D", Text: text, Pos: tla.Pos{Module: "T", Line: line, Col: 1, EndLine: line, EndCol: 5}}, Model: in}
	}
	for _, c := range []struct {
		item    coverage.Item
		want    string // in the error of the gate
		planted string // in that about what is planted
		found   int
	}{
		{item: coverage.Item{Action: "Up", Model: "M"}},
		{item: coverage.Item{Action: "Up"}, want: "no model takes the action Up", planted: "the evaluator takes it: false"},
		{item: coverage.Item{Action: "Never"}, want: "no model takes the action Never", found: 1},
		{item: coverage.Item{Action: "Never", Model: "M"}, want: "and TLC does not", planted: "the evaluator takes it: true"},
		{item: coverage.Item{Action: "NeverHeardOf"}, want: "no model", planted: "TLC does not say"},
		{item: coverage.Item{Action: "Unheard", Model: "M"}, want: "and TLC does not"},
		{item: arm(1, "M", "x")}, {item: arm(3, "M", "x")}, {item: arm(3, "", "NeverLet"), want: "no model takes the THEN of D", found: 1},
		{item: arm(2, "M", "x"), want: "and TLC does not", planted: "TLC never takes it"},
	} {
		var tally coverageTally
		err := judgeCoverage("T", []coverage.Item{c.item}, &report, &tally)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) || tally.actions+tally.branches != 1 {
			t.Errorf("%s: %v, %+v", c.item, err, tally)
		}
		found, err := judgePlanted([]coverage.Item{c.item}, &report)
		if (err == nil) != (c.planted == "") || err != nil && !strings.Contains(err.Error(), c.planted) || found != c.found {
			t.Errorf("planted %s: %d, %v", c.item, found, err)
		}
	}
}

func TestJudgeDistributed(t *testing.T) {
	counts := model.Counts{Distinct: 10, Generated: 20, Depth: 3}
	sound := model.Model{Name: "M", Header: model.Header{Expect: model.Expectation{Verdict: "ok"}, Counts: &counts}}
	mutant := model.Model{Name: "N", Header: model.Header{Expect: model.Expectation{Verdict: "invariant", Invariant: "I"}, Counts: &counts}}
	run := func(v tlc.Verdict, distinct int64) tlc.Run {
		return tlc.Run{Result: tlc.Result{Verdict: v, Counts: model.Counts{Distinct: distinct, Generated: 99, Depth: 9}}}
	}
	for _, c := range []struct {
		model model.Model
		run   tlc.Run
		want  string
	}{
		{sound, run(tlc.OK, 10), ""}, {sound, run(tlc.OK, 9), "has 9 distinct states; in a single run 10"},
		{sound, run(tlc.Invariant, 10), `the verdict is "invariant", expected is: ok`}, {sound, run(tlc.Broken, 10), "broken"},
		{mutant, run(tlc.Invariant, 4), ""}, {mutant, run(tlc.OK, 10), `the verdict is "ok"`},
	} {
		err := judgeDistributed(c.model, c.run)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.model.Name, err)
		}
	}
}

// The models that are run in the distributed mode exist and belong to the bounds.
func TestDistributedModels(t *testing.T) {
	models, err := loadModels(&gate.Env{Root: ".."})
	if err != nil {
		t.Fatal(err)
	}
	for bounds, names := range distributed {
		for _, name := range append(names, distributedMutant) {
			if m, ok := model.Find(models, name); !ok || !m.Header.Set.Within(bounds) {
				t.Errorf("%s: %v", name, ok)
			}
		}
	}
}
