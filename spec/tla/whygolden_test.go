package tla_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/spec/tla"
)

var update = flag.Bool("update", false, "write the golden files of TestWhyGolden")

// A question about why an action is not enabled. The state is the initial one
// with some variables changed.
type question struct {
	name, state, action, args, next string
}

// ask gives what a golden file holds: the question and its answer.
func (q question) ask(t *testing.T, s *tla.Spec) string {
	t.Helper()
	init, err := s.Init()
	if err != nil {
		t.Fatal(err)
	}
	st := init[0]
	for name, v := range assignments(t, q.state) {
		st = st.With(name, v)
	}
	var args []tla.Value
	if q.args != "" {
		v, err := tla.ParseValue("<<" + q.args + ">>")
		if err != nil {
			t.Fatal(err)
		}
		for i := range v.Len() {
			x, _ := v.Apply(tla.Int(int64(i + 1)))
			args = append(args, x)
		}
	}
	why, err := action(t, s, q.action).WhyStep(st, assignments(t, q.next), args...)
	answer := why.String()
	if err != nil {
		answer = "error: " + err.Error()
	}
	out := fmt.Sprintf("%s\n\n%s(%s)\n", st, q.action, q.args)
	if q.next != "" {
		out += "\nleaving\n" + q.next + "\n"
	}
	return out + "\n" + answer + "\n"
}

// assignments reads x = value, one a line.
func assignments(t *testing.T, text string) map[string]tla.Value {
	t.Helper()
	out := map[string]tla.Value{}
	for _, line := range strings.Split(text, "\n") {
		name, value, ok := strings.Cut(line, " = ")
		if !ok {
			continue
		}
		v, err := tla.ParseValue(value)
		if err != nil {
			t.Fatal(err)
		}
		out[strings.TrimSpace(name)] = v
	}
	return out
}

const (
	twoPromises = `promised = <<1025, 1025, 0>>
proposer = <<[bal |-> 1025, val |-> None], [bal |-> 0, val |-> None], [bal |-> 0, val |-> None]>>
msgs = {[type |-> "1a", from |-> 1, bal |-> 1025], [type |-> "1b", from |-> 1, bal |-> 1025, vote |-> [bal |-> 0, val |-> None]], [type |-> "1b", from |-> 2, bal |-> 1025, vote |-> [bal |-> 0, val |-> None]]}`
	proposed = `promised = <<1025, 1026, 0>>
vote = <<[bal |-> 1025, val |-> "v1"], [bal |-> 0, val |-> None], [bal |-> 0, val |-> None]>>
msgs = {[type |-> "1a", from |-> 1, bal |-> 1025], [type |-> "2a", from |-> 1, bal |-> 1025, val |-> "v1"], [type |-> "2b", from |-> 1, bal |-> 1025, val |-> "v1"], [type |-> "1a", from |-> 2, bal |-> 1026]}`
	reported = `promised = <<1026, 1026, 1026>>
proposer = <<[bal |-> 0, val |-> None], [bal |-> 1026, val |-> None], [bal |-> 0, val |-> None]>>
msgs = {[type |-> "1b", from |-> 1, bal |-> 1026, vote |-> [bal |-> 1025, val |-> "v1"]], [type |-> "1b", from |-> 2, bal |-> 1026, vote |-> [bal |-> 0, val |-> None]]}`
)

var paxosQuestions = []question{
	{"paxos-not-owner", "", "Prepare", `2, 1025`, ""},
	{"paxos-not-fresh", twoPromises, "Prepare", `1, 1025`, ""},
	{"paxos-no-such-node", "", "Prepare", `7, 1025`, ""},
	{"paxos-no-quorum", twoPromises, "Propose", `1, 1025, {1}, "v1"`, ""},
	{"paxos-nobody-asked", "", "Promise", `2, 1025`, ""},
	{"paxos-other-ballot", twoPromises, "Promise", `2, 1026`, ""},
	{"paxos-promise-missing", twoPromises, "Propose", `1, 1025, {1, 3}, "v1"`, ""},
	{"paxos-highest-rule", reported, "Propose", `2, 1026, {1, 2}, "v2"`, ""},
	{"paxos-below-promise", proposed, "Accept", `2, 1025, "v1"`, ""},
	{"paxos-other-value", proposed, "Accept", `3, 1025, "v2"`, ""},
	{"paxos-voted-already", proposed, "Accept", `1, 1025, "v1"`, ""},
	{"paxos-not-chosen", proposed, "Learn", `3, 1025, {1, 2}, "v1"`, ""},
	{"paxos-wrong-post", twoPromises, "Promise", `3, 1025`, `promised = <<1025, 1025, 1026>>`},
	{"paxos-wrong-messages", twoPromises, "Promise", `3, 1025`,
		`msgs = {[type |-> "1a", from |-> 1, bal |-> 1025], [type |-> "1b", from |-> 3, bal |-> 1025, vote |-> [bal |-> 1, val |-> "v1"]]}`},
	{"paxos-enabled", twoPromises, "Promise", `3, 1025`, ""},
}

var shopQuestions = []question{
	{"shop-closed", "", "Choose", `"ann", "tea"`, ""},
	{"shop-not-free", `open = TRUE
cart = [ann |-> <<"cup">>, bob |-> <<"pot", "tea">>]`, "Choose", `"ann", "tea"`, ""},
	{"shop-if-else", "", "Reprice", `"tea", 10`, ""},
	{"shop-if-then", `open = TRUE`, "Reprice", `"tea", 12`, ""},
	{"shop-operators", "", "Gift", `"ann", "tea"`, ""},
	{"shop-case-other", "", "Discount", "", ""},
	{"shop-case-arm", `till = 60
price = [tea |-> 5, cup |-> 4, pot |-> 6]`, "Discount", "", ""},
	{"shop-nothing-to-choose", `till = 3
price = [tea |-> 1, cup |-> 1, pot |-> 1]`, "Discount", "", ""},
	{"shop-let", `cart = [ann |-> <<"cup", "pot", "tea">>, bob |-> <<>>]`, "Pay", `"ann"`, ""},
	{"shop-tuple-bound", `cart = [ann |-> <<"cup">>, bob |-> <<"cup", "tea">>]
price = [tea |-> 5, cup |-> 4, pot |-> 6]`, "Swap", `"ann", "bob"`, ""},
	{"shop-empty-bound", `cart = [ann |-> <<"cup">>, bob |-> <<>>]`, "Swap", `"ann", "bob"`, ""},
	{"shop-implication", `cart = [ann |-> <<"cup">>, bob |-> <<"tea">>]
open = TRUE`, "Return", `"ann", "cup"`, ""},
	{"shop-neither-branch", `cart = [ann |-> <<"cup", "pot">>, bob |-> <<"tea">>]
open = TRUE`, "Return", `"ann", "cup"`, ""},
	{"shop-primed-test", `cart = [ann |-> <<"cup", "pot">>, bob |-> <<"tea">>]
till = 10`, "Return", `"ann", "cup"`, ""},
	{"shop-not-held", `cart = [ann |-> <<"cup", "pot">>, bob |-> <<"tea">>]`, "Return", `"ann", "tea"`, ""},
	{"shop-primed-membership", `till = 7`, "Audit", "", ""},
	{"shop-set-of-functions", `stock = [tea |-> 1, cup |-> 4, pot |-> 0]`, "Audit", "", ""},
	{"shop-wrong-post", `open = TRUE`, "Choose", `"ann", "tea"`, `cart = [ann |-> <<"tea">>, bob |-> <<"pot">>]
stock = [tea |-> 0, cup |-> 0, pot |-> 1]`},
	{"shop-no-value", `cart = [ann |-> <<>>]`, "Swap", `"ann", "bob"`, ""},
}

// TestNearest looks for steps among all: those that lead to a given next state,
// and the nearest where there are none.
func TestNearest(t *testing.T) {
	s := loadModel(t, "MCBasicPaxos", "BasicPaxos_n3_b2_v2_graph")
	init, err := s.Init()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		next, first, differs string
		steps                int
	}{
		{"", "Prepare(1, 1025)", "", 5}, // two nodes own ballots; Restart is always possible
		{"promised = <<1025, 0, 0>>", "Prepare(1, 1025)", "", 1},
		{"promised = <<0, 0, 0>>", "Restart(1)", "", 3},
		{"promised = <<1025, 3, 0>>", "Prepare(1, 1025)", "promised'[2]", 0},
		{`decided = <<None, "v1", None>>`, "Prepare(1, 1025)", "decided'[2]", 0},
	} {
		all, err := s.Nearest(init[0], assignments(t, tt.next))
		if err != nil {
			t.Fatal(err)
		}
		steps := 0
		for _, c := range all {
			if c.Why == nil {
				steps++
			}
		}
		if len(all) != 99 || steps != tt.steps || all[0].String() != tt.first {
			t.Errorf("%s: %d of %d, first %s", tt.next, steps, len(all), all[0])
		}
		if tt.differs != "" && (len(all[0].Why.Differs) == 0 || all[0].Why.Differs[0].Path != tt.differs) {
			t.Errorf("%s: %s", tt.next, all[0].Why)
		}
	}
}

func TestParseCall(t *testing.T) {
	s := loadModel(t, "MCVoting", "Voting_n3_b3_v2")
	for text, want := range map[string]string{
		"VoteFor(a1, 1, v1)": "VoteFor(a1, 1, v1) true", "VoteFor": "VoteFor false", "Vote": `"Vote" is no action`,
		"VoteFor(a1)": "is given 1 arguments", "VoteFor(a1, 1,)": "the arguments of VoteFor", "VoteFor(a1": "is no action",
	} {
		a, args, given, err := s.ParseCall(text)
		got := fmt.Sprint(err)
		if err == nil {
			got = fmt.Sprint(tla.Candidate{Action: a, Args: args}, " ", given)
		}
		if !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// TestWhyGolden compares explanations with what is written down. go test -run
// TestWhyGolden -update writes it again; read the difference.
func TestWhyGolden(t *testing.T) {
	paxos, shop := loadModel(t, "MCBasicPaxos", "BasicPaxos_n3_b2_v2_graph"), loadFile(t, "why", "Shop")
	seen := map[string]bool{}
	check := func(s *tla.Spec, q question) {
		t.Run(q.name, func(t *testing.T) {
			file := filepath.Join("testdata", "why", q.name+".golden")
			seen[file] = true
			got := q.ask(t, s)
			if lines := strings.Count(got, "\n"); lines > 45 {
				t.Errorf("%d lines", lines)
			}
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(file)
			if err != nil || got != string(want) {
				t.Errorf("%v\n%s\nwant\n%s", err, got, want)
			}
		})
	}
	for _, q := range paxosQuestions {
		check(paxos, q)
	}
	for _, q := range shopQuestions {
		check(shop, q)
	}
	files, err := filepath.Glob("testdata/why/*.golden")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !seen[f] {
			t.Errorf("no question has the answer %s", f)
		}
	}
}
