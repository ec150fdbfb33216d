package check_test

import (
	"strings"
	"testing"

	"github.com/synod-paxos/synod/trace/check"
)

// TestExplain shows a step that conforms, one that does not, and a place
// without an event.
func TestExplain(t *testing.T) {
	tests := []struct {
		name   string
		damage func(f *fixture)
		place  check.Place
		want   []string
		err    string
	}{
		{name: "conforms", place: check.Place{File: "node-2.inc-1.jsonl", Line: 2}, want: []string{
			"Promise(2, 1025)", "promised = 0", `m.type = "1a" /\ m.bal = 1025`, "Higher(2, 1025)", "promised = 1025", "it conforms"}},
		{name: "restart", place: check.Place{File: "node-2.inc-2.jsonl", Line: 2}, want: []string{"Restart(2)", "it conforms"}},
		{name: "violation", place: check.Place{File: "node-2.inc-1.jsonl", Line: 2},
			damage: func(f *fixture) { f.event(2, 1, 1).In = nil },
			want:   []string{"violation: Promise(2, 1025) is not a step", "does not hold (BasicPaxos:"}},
		{name: "post", place: check.Place{File: "node-2.inc-1.jsonl", Line: 2},
			damage: func(f *fixture) { f.event(2, 1, 1).Post[0].Value = "3" },
			want:   []string{"promised: the specification has 1025, the event 3"}},
		{name: "header", place: check.Place{File: "node-2.inc-1.jsonl", Line: 1}, err: "there is no event at node-2.inc-1.jsonl:1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t)
			if tt.damage != nil {
				tt.damage(f)
			}
			got, err := check.Explain(inputs(f.segments), check.Options{}, tt.place)
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Fatalf("error %v, want %s", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range tt.want {
				if !strings.Contains(got, want) {
					t.Errorf("no %q in\n%s", want, got)
				}
			}
		})
	}
}
