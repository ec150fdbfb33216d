package coverage

import (
	"strings"
	"testing"

	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/tla"
)

func TestSearch(t *testing.T) {
	module, err := spec.Open("MCConsensus")
	if err != nil {
		t.Fatal(err)
	}
	config, err := spec.Config("Consensus_v2")
	if err != nil {
		t.Fatal(err)
	}
	items, err := Search(t.Context(), module, []Model{{"Consensus_v2", config, 1}})
	if err != nil || len(items) != 1 || items[0].Action != "Choose" || items[0].Model != "Consensus_v2" {
		t.Errorf("%v, %v", items, err)
	}
	never := config.Clone()
	never.Override("NothingChosen", "FALSE")
	if _, err := Search(t.Context(), module, []Model{{"never", never, 1}}); err == nil {
		t.Error("a model that cannot be loaded: no error")
	}
}

// A branch that no model takes has none, and each other the cheapest.
func TestSearchFindsTheCheapest(t *testing.T) {
	module, err := spec.Open("MCReplicatedLog")
	if err != nil {
		t.Fatal(err)
	}
	var models []Model
	for i, name := range []string{"ReplicatedLog_r2_s2_v3", "ReplicatedLog_r2_s2_v1_graph"} {
		config, err := spec.Config(name)
		if err != nil {
			t.Fatal(err)
		}
		models = append(models, Model{name, config, int64(2 - i)})
	}
	took := func(models []Model) map[string]int {
		items, err := Search(t.Context(), module, models)
		if err != nil {
			t.Fatal(err)
		}
		took := map[string]int{}
		for _, i := range items {
			took[i.Model]++
		}
		return took
	}
	both, small := took(models), took(models[1:])
	if both[""] != 0 || both["ReplicatedLog_r2_s2_v3"] == 0 || both["ReplicatedLog_r2_s2_v1_graph"] <= both["ReplicatedLog_r2_s2_v3"] {
		t.Errorf("with both models %v", both)
	}
	if small[""] != both["ReplicatedLog_r2_s2_v3"] {
		t.Errorf("with one model %v, with both %v", small, both)
	}
}

func TestReport(t *testing.T) {
	arm := func(line, col, endLine, endCol int) Item {
		return Item{Branch: tla.Branch{What: "THEN", Pos: tla.Pos{Module: "T", Line: line, Col: col, EndLine: endLine, EndCol: endCol}}}
	}
	var r Report
	if err := r.Add(map[string]int64{"Up": 3, "Never": 0}, map[string]int64{
		"line 5, col 8 to line 5, col 12 of module T": 4, "line 6, col 8 to line 6, col 12 of module T": 0,
		"line 7, col 8 to line 8, col 2 of module T": 0, "line 8, col 1 to line 8, col 1 of module T": 1,
	}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		item Item
		want Opinion
	}{
		{Item{Action: "Up"}, Taken}, {Item{Action: "Never"}, Never}, {Item{Action: "Down"}, Silent},
		{arm(5, 8, 5, 12), Taken}, {arm(5, 3, 5, 20), Taken}, {arm(5, 9, 5, 12), Silent}, {arm(5, 8, 5, 11), Silent},
		{arm(6, 1, 6, 99), Never}, {arm(7, 8, 8, 2), Taken}, {arm(9, 1, 9, 9), Silent},
	} {
		if got := r.Says(c.item); got != c.want {
			t.Errorf("%s: %v, want %v", c.item, got, c.want)
		}
	}
	if err := r.Add(nil, map[string]int64{"somewhere": 1}); err == nil || !strings.Contains(err.Error(), "no place") {
		t.Errorf("error %v", err)
	}
}
