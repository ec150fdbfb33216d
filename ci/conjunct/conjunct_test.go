package conjunct

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/ci/model"
	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/tla"
)

func models(t *testing.T, specs ...string) []model.Model {
	t.Helper()
	all, problems := model.Load(filepath.Join("..", "..", "spec", "models"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var out []model.Model
	for _, m := range all {
		for _, s := range specs {
			if m.Spec == s {
				out = append(out, m)
			}
		}
	}
	return out
}

func find(t *testing.T, b *Bench, id string) Conjunct {
	t.Helper()
	all, err := b.Conjuncts()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		if c.ID() == id {
			return c
		}
	}
	t.Fatalf("there is no %s", id)
	return Conjunct{}
}

// Each way in which the loss of a conjunct can be noticed without TLC.
func TestSearchAndVerify(t *testing.T) {
	b := &Bench{Models: models(t, "Consensus", "ReplicatedLog")}
	for id, want := range map[string]string{
		"Consensus.Choose: NothingChosen":                                           "violates ChosenForGood in Consensus_v2",
		"Consensus.Choose: chosen' = Just(v)":                                       "changes Consensus_v2: distinct 1, generated 3, depth 1",
		"ReplicatedLog.Decide: Free(s)":                                             "violates PrefixesAgree in ReplicatedLog_r2_s2_v3",
		"ReplicatedLog.Install: Decided(k)":                                         "breaks ReplicatedLog_r2_s2_v1_graph",
		"ReplicatedLog.Restart: log' = [log EXCEPT ![r] = AfterCrash(r)]":           "changes ReplicatedLog_r2_s2_v1_graph: distinct 1058, generated 9769, depth 11",
		"ReplicatedLog.Request: UNCHANGED <<decided, log, kept, replied, expired>>": "leaves open ReplicatedLog_r2_s2_v1_graph",
		"ReplicatedLog.TellExpired: expired' = expired \\cup {k}":                   "loses NeverExpired in ReplicatedLog_r2_s2_v3_probe_expired",
	} {
		c := find(t, b, id)
		got, err := b.Search(t.Context(), c)
		if err != nil || got.String() != want {
			t.Errorf("%s: %s, %v; want %s", id, got, err, want)
			continue
		}
		if err := b.Verify(t.Context(), c, got); err != nil {
			t.Error(err)
		}
		for _, lie := range []Finding{
			{Kind: Nothing}, {Kind: Violated, Name: "TypeOK", Model: got.Model}, {Kind: Violated, Name: got.Name, Model: "Consensus_v2_mutant_both"},
			{Kind: Lost, Name: "NeverExpired", Model: "ReplicatedLog_r2_s2_v3_probe_typeok"}, {Kind: Changed, Model: got.Model}, {Kind: Violated, Model: "T"},
		} {
			if err := b.Verify(t.Context(), c, lie); err == nil {
				t.Errorf("%s: %q passes for true", id, lie)
			}
		}
	}
}

// What is spliced into the text is what is dropped from the graph.
func TestSplice(t *testing.T) {
	b := &Bench{Models: models(t, "MultiPaxos")}
	text, ok := spec.Source("MultiPaxos")
	if !ok {
		t.Fatal("no text")
	}
	for id, want := range map[string][2]string{
		"MultiPaxos.Accept: Kept(n, s)":                                                                               {"  /\\ Kept(n, s)\n", "  /\\ TRUE\n"},
		"MultiPaxos.Restart: UNCHANGED <<trunc, snap>>":                                                               {"  /\\ UNCHANGED <<trunc, snap>>\n", "  /\\ TRUE\n"},
		"MultiPaxos.Restart: lead' = [lead EXCEPT ![n] = LeadAfterCrash(n)]":                                          {"  /\\ lead'   = [lead EXCEPT ![n] = LeadAfterCrash(n)]\n", "  /\\ UNCHANGED lead\n"},
		"MultiPaxos.Prepare: msgs' = Add({Msg1a(n, b, upto[n]), Msg1b(n, b, upto[n], Report(n, upto[n]), Reach(n))})": {"  /\\ msgs' = Add({Msg1a(n, b, upto[n]),\n                  Msg1b(n, b, upto[n], Report(n, upto[n]), Reach(n))})\n", "  /\\ UNCHANGED msgs\n\n"},
	} {
		got, err := Splice(string(text), find(t, b, id))
		if err != nil || !strings.Contains(string(text), want[0]) || got == string(text) ||
			len(got)-len(text) != len(want[1])-len(want[0]) || !strings.Contains(got, want[1]) {
			t.Errorf("%s: %v", id, err)
		}
	}
	c := find(t, b, "MultiPaxos.Accept: Kept(n, s)")
	if _, err := Splice("short", c); err == nil {
		t.Error("a text without the conjunct: no error")
	}
}

func TestOf(t *testing.T) {
	b := &Bench{Models: models(t, "BasicPaxos", "MultiPaxos")}
	all, err := b.Conjuncts()
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[tla.ConjunctKind]int{}
	for _, c := range all {
		kinds[c.Kind]++
		if (c.Variable != "") != (c.Kind == tla.Assignment) {
			t.Errorf("%s: variable %q", c.ID(), c.Variable)
		}
	}
	if len(all) < 140 || kinds[tla.Guard] < 40 || kinds[tla.Assignment] < 60 || kinds[tla.Frame] < 20 {
		t.Errorf("%d conjuncts: %v", len(all), kinds)
	}
}

func TestRecord(t *testing.T) {
	entries := []Entry{
		{"S.A: x | y", Finding{Kind: Violated, Name: "I", Model: "M"}},
		{"S.A: a", Finding{Kind: Lost, Name: "Never", Model: "P"}},
		{"S.A: b", Finding{Kind: Changed, Model: "M", Counts: model.Counts{Distinct: 1, Generated: 2, Depth: 3}}},
		{"S.A: g", Finding{Kind: Outgrown, Model: "M"}},
		{"S.A: h", Finding{Kind: Redirected, Model: "M"}},
		{"S.A: c", Finding{Kind: Unevaluable, Model: "M"}},
		{"S.A: d", Finding{Kind: Incomplete, Model: "M"}},
		{"S.A: e", Finding{Kind: Nothing}},
	}
	path := filepath.Join(t.TempDir(), "record")
	for _, want := range []bool{true, false} {
		if changed, err := WriteRecord(path, "# heading\n", entries); err != nil || changed != want {
			t.Errorf("changed %v, %v", changed, err)
		}
	}
	got, err := ReadRecord(path)
	if err != nil || len(got) != len(entries) {
		t.Fatalf("%v, %v", got, err)
	}
	for i := range entries {
		if got[i] != entries[i] {
			t.Errorf("%v, want %v", got[i], entries[i])
		}
	}
	for _, text := range []string{"S.A: x", "S.A: x | ", "S.A: x | is fine", "S.A: x | changes M: distinct 99999999999999999999, generated 1, depth 1"} {
		if err := os.WriteFile(path, []byte(text+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadRecord(path); err == nil {
			t.Errorf("%q: no error", text)
		}
	}
}
