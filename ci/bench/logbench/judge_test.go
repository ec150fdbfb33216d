package logbench

import (
	"testing"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace/post"
)

// TestReplay has a run judged in both variants: every action occurs, and what a
// node holds at the end does not depend on the messages that are kept.
func TestReplay(t *testing.T) {
	const events = 20_000 // up to a restart
	var ends []tla.State
	for _, v := range []Variant{Local, Growing} {
		r, err := Record(v, events)
		if err != nil {
			t.Fatal(err)
		}
		st := r.start
		seen := map[string]bool{}
		for i := range r.Events() {
			e, err := r.log.event(i)
			if err != nil {
				t.Fatal(err)
			}
			if st, err = r.Judge(st, &e); err != nil {
				t.Fatalf("%s: event %d: %v", v, i, err)
			}
			seen[e.action.Name] = true
		}
		if len(seen) != 16 || r.Events() != events {
			t.Errorf("%s: %d events of the actions %v", v, r.Events(), seen)
		}
		ends = append(ends, st)
		votes, _ := st.Get("vote")
		one, _ := votes.Apply(tla.Int(1))
		if one.Len() < Window || one.Len() > Window+2*snapshotEvery {
			t.Errorf("%s: a node ends with %d live slots", v, one.Len())
		}
	}
	if d := tla.Changed(ends[0], ends[1]); len(d) != 1 || d[0] != "msgs" {
		t.Errorf("the variants end in states that differ in %v", d)
	}
}

// TestWrongEvents alters one event of each kind, in each of its parts.
func TestWrongEvents(t *testing.T) {
	for _, v := range []Variant{Local, Growing} {
		r, err := Record(v, 1000)
		if err != nil {
			t.Fatal(err)
		}
		altered := map[string]bool{}
		st := r.start
		for i := range r.Events() {
			decoded, err := r.log.event(i)
			if err != nil {
				t.Fatal(err)
			}
			e := &decoded
			if !altered[e.action.Name] {
				altered[e.action.Name] = true
				for what, wrong := range alterations(e) {
					if _, err := r.Judge(st, &wrong); err == nil {
						t.Errorf("%s: event %d, %s with %s is accepted", v, i, e.action.Name, what)
					}
				}
			}
			if st, err = r.Judge(st, e); err != nil {
				t.Fatal(err)
			}
		}
		if len(altered) < 8 {
			t.Errorf("%s: only %v were altered", v, altered)
		}
	}
}

func alterations(e *Event) map[string]Event {
	out := map[string]Event{}
	more := *e
	more.out = tla.SetOf(tla.Record(tla.Field{Name: "type", Value: tla.Str("1a")}))
	out["another message"] = more
	if len(e.post) > 0 {
		less := *e
		less.post = e.post[1:]
		out["a change missing"] = less
		wrong := *e
		wrong.post = append([]post.Change{{Variable: e.post[0].Variable, Key: e.post[0].Key, Value: tla.Str("wrong")}}, e.post[1:]...)
		out["another value"] = wrong
	}
	extra := *e
	extra.post = append([]post.Change{{Variable: "upto", Value: tla.Int(-1)}}, e.post...)
	out["a change too many"] = extra
	return out
}
