package ci

import (
	"strings"
	"testing"

	"github.com/synod-paxos/synod/ci/conjunct"
	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/model"
	"github.com/synod-paxos/synod/spec/tla"
)

// The record, the list of reasons and the specifications as they are agree, and
// what the record names exists.
func TestConjunctsAreRecorded(t *testing.T) {
	env := &gate.Env{Root: ".."}
	bench, err := newBench(env)
	if err != nil {
		t.Fatal(err)
	}
	all, err := bench.Conjuncts()
	if err != nil {
		t.Fatal(err)
	}
	record, err := conjunct.ReadRecord(recordPath(env))
	if err != nil {
		t.Fatal(err)
	}
	reasons, err := conjunct.ReadReasons(reasonsPath(env))
	if err != nil {
		t.Fatal(err)
	}
	if err := sameConjuncts(all, record); err != nil {
		t.Error(err)
	}
	if err := sameReasons(record, reasons); err != nil {
		t.Error(err)
	}
	for _, e := range record {
		if m, ok := model.Find(bench.Models, e.Finding.Model); e.Finding.Kind != conjunct.Nothing && (!ok || !m.Header.Set.Within(model.Standard)) {
			t.Errorf("%s: %s is no model of the sets quick and standard", e.ID, e.Finding.Model)
		}
	}
}

func TestSameConjuncts(t *testing.T) {
	named := func(texts ...string) (all []conjunct.Conjunct) {
		for _, text := range texts {
			all = append(all, conjunct.Conjunct{Conjunct: tla.Conjunct{Text: text}, Spec: "S", Action: "A"})
		}
		return all
	}
	recorded := func(ids ...string) (all []conjunct.Entry) {
		for _, id := range ids {
			all = append(all, conjunct.Entry{ID: id})
		}
		return all
	}
	for _, c := range []struct {
		all    []conjunct.Conjunct
		record []conjunct.Entry
		want   string
	}{
		{named("x", "y"), recorded("S.A: x", "S.A: y"), ""},
		{named("x", "y"), recorded("S.A: x"), "the conjunct S.A: y is missing"},
		{named("x", "y"), recorded("S.A: y", "S.A: x"), "the conjunct S.A: x is missing"},
		{named("x"), recorded("S.A: x", "S.A: y"), "there is no conjunct S.A: y"},
	} {
		err := sameConjuncts(c.all, c.record)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v", c.record, err)
		}
	}
}

func TestSameReasons(t *testing.T) {
	record := []conjunct.Entry{
		{ID: "S.A: x", Finding: conjunct.Finding{Kind: conjunct.Violated}}, {ID: "S.A: y", Finding: conjunct.Finding{Kind: conjunct.Changed}},
		{ID: "S.A: z", Finding: conjunct.Finding{Kind: conjunct.Nothing}},
	}
	for _, c := range []struct {
		reasons map[string]string
		want    string
	}{
		{map[string]string{"S.A: y": "so", "S.A: z": "so"}, ""},
		{map[string]string{"S.A: y": "so"}, "the loss of S.A: z changes nothing"},
		{map[string]string{"S.A: y": "so", "S.A: z": "so", "S.A: x": "so"}, "lists S.A: x, which is needed"},
		{map[string]string{"S.A: y": "so", "S.A: z": "so", "S.B: x": "so"}, "lists S.B: x"},
	} {
		err := sameReasons(record, c.reasons)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v", c.reasons, err)
		}
	}
}

func TestConjunctTrials(t *testing.T) {
	models := []model.Model{{Name: "Q", Header: model.Header{Set: model.Quick}}, {Name: "S", Header: model.Header{Set: model.Standard}}}
	for _, c := range []struct {
		want  conjunct.Finding
		quick bool
	}{
		{conjunct.Finding{Kind: conjunct.Violated, Model: "Q"}, true}, {conjunct.Finding{Kind: conjunct.Violated, Model: "S"}, false},
		{conjunct.Finding{Kind: conjunct.Nothing}, false}, {conjunct.Finding{Kind: conjunct.Violated, Model: "unknown"}, true},
	} {
		trial := conjunctTrial{want: c.want}
		if trial.within(models, model.Quick) != c.quick || !trial.within(models, model.Standard) {
			t.Errorf("%s", c.want)
		}
	}
}
