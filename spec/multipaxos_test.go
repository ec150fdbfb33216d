package spec

import (
	"slices"
	"testing"

	"github.com/synod-paxos/synod/spec/tla"
)

// A walk takes steps of MultiPaxos as a replay does: with bound parameters and
// the constants that ReplayMultiPaxos derives from the nodes alone, where no set
// of ballots, slots, commands or prefixes can be enumerated.
type walk struct {
	t       *testing.T
	spec    *tla.Spec
	actions map[string]*tla.Action
	taken   map[string]bool
	st      tla.State // msgs holds all messages ever sent
}

func newWalk(t *testing.T) *walk {
	m, err := Open("ReplayMultiPaxos")
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := Config("ReplayMultiPaxos")
	if err != nil {
		t.Fatal(err)
	}
	cfg.SetConstant("Node", quorum(1, 2, 3))
	s, err := tla.Load(m, cfg)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.CheckAssumptions(); err != nil {
		t.Fatal(err)
	}
	init, err := s.Init()
	if err != nil || len(init) != 1 {
		t.Fatalf("%d initial states, %v", len(init), err)
	}
	w := &walk{t: t, spec: s, actions: map[string]*tla.Action{}, taken: map[string]bool{}, st: init[0]}
	for _, a := range s.Actions() {
		w.actions[a.Name] = a
	}
	return w
}

// take takes a step, which must be enabled, and then judges all invariants. The
// replay's Add gives what a step adds, alone.
func (w *walk) take(action string, args ...tla.Value) {
	w.t.Helper()
	next, enabled, err := w.actions[action].Call(w.st, args...)
	if err != nil || !enabled {
		w.t.Fatalf("%s%v: enabled %v, %v\n%s", action, args, enabled, err, w.st)
	}
	sent, _ := w.st.Get("msgs")
	added, _ := next.Get("msgs")
	w.st = next.With("msgs", tla.SetOf(slices.Concat(slices.Collect(sent.Elements()), slices.Collect(added.Elements()))...))
	w.taken[action] = true
	for _, name := range w.spec.Invariants() {
		holds, err := w.spec.Eval(name, w.st)
		if err != nil || !holds.Equal(tla.Bool(true)) {
			w.t.Fatalf("after %s%v, %s is %v, %v\n%s", action, args, name, holds, err, w.st)
		}
	}
}

// refused demands that a step is none.
func (w *walk) refused(action string, args ...tla.Value) {
	w.t.Helper()
	if _, enabled, err := w.actions[action].Call(w.st, args...); err != nil || enabled {
		w.t.Errorf("%s%v: enabled %v, %v", action, args, enabled, err)
	}
}

// own is the value of a variable for a node.
func (w *walk) own(variable string, n int64) tla.Value {
	f, _ := w.st.Get(variable)
	v, _ := f.Apply(tla.Int(n))
	return v
}

func quorum(nodes ...int64) tla.Value {
	var set []tla.Value
	for _, n := range nodes {
		set = append(set, tla.Int(n))
	}
	return tla.SetOf(set...)
}

func command(client, number int64, digest string) tla.Value {
	return tla.Tuple(tla.Int(client), tla.Int(number), tla.Str(digest))
}

// TestReplayMultiPaxos takes every action: a session is opened, used and closed;
// a second leader fills a hole behind the first; a node that slept takes over a
// snapshot; one crashes.
func TestReplayMultiPaxos(t *testing.T) {
	w := newWalk(t)
	i := tla.Int
	one, two, three := i(1), i(2), i(3)
	b1, b2 := i(1024+1), i(1024+2)
	open, first, third, closed := command(0, 0, "aa"), command(1, 1, "bb"), command(1, 3, "cc"), command(1, 0, "dd")
	v1, v2, v3 := tla.Tuple(open, first), tla.Tuple(third), tla.Tuple(closed, first)
	noOp := tla.Tuple()

	for _, c := range []tla.Value{open, first, third, closed} {
		w.take("Request", one, c)
		w.take("Request", two, c)
	}
	// Node 1 leads, has slot 1 chosen, and slots 2 and 3 proposed; 3 is seen first.
	w.take("Prepare", one, b1)
	w.take("Promise", two, b1, i(1))
	w.refused("Promise", two, b1, i(1))
	w.refused("Propose", one, b1, i(1), v1)
	w.take("Lead", one, b1, quorum(1, 2))
	for s, v := range []tla.Value{v1, v2, v3} {
		w.take("Propose", one, b1, i(int64(s+1)), v)
	}
	for _, n := range []tla.Value{one, two} {
		w.take("Accept", n, b1, i(1), v1)
		w.refused("Accept", n, b1, i(1), v1)
	}
	w.take("Accept", two, b1, i(3), v3)
	w.take("Learn", one, b1, i(1), v1, quorum(1, 2))
	w.refused("Learn", one, b1, i(3), v3, quorum(1, 2))
	w.take("Notice", two, b1, i(1))
	w.refused("Notice", three, b1, i(1))
	for _, n := range []tla.Value{one, two} {
		w.refused("Apply", n, i(2))
		w.take("Apply", n, i(1))
	}
	w.take("Respond", one, one, first)
	w.refused("Respond", one, one, third)
	w.take("RetryInOrder", two, third)
	w.take("Snapshot", one)

	// Node 2 takes over: slot 2 is a hole, slot 3 has its own vote.
	w.take("Prepare", two, b2)
	w.take("Refuse", two, b1)
	w.take("StepDown", one, b2)
	w.take("Promise", one, b2, i(2))
	w.take("Lead", two, b2, quorum(1, 2))
	w.refused("Accept", one, b2, i(2), v2)
	for k, v := range []tla.Value{noOp, v3} {
		s := i(int64(k + 2))
		for _, n := range []tla.Value{one, two} {
			w.take("Accept", n, b2, s, v)
		}
		w.take("Learn", two, b2, s, v, quorum(1, 2))
	}
	w.take("Apply", two, i(2))
	w.take("Apply", two, i(3))
	w.take("SessionExpired", two, third)
	w.refused("RetryInOrder", two, third)
	w.take("CatchUp", one, b2, i(2), noOp)
	w.take("Apply", one, i(2))
	w.take("Restart", one)
	if got := w.own("upto", 1); !got.Equal(i(2)) {
		t.Errorf("after a crash node 1 begins at slot %v, not where its snapshot ends", got)
	}

	// Node 3, which slept, takes over what node 2 has on disk.
	w.take("Snapshot", two)
	w.take("Truncate", two, i(4))
	w.refused("Truncate", two, i(5))
	w.take("InstallSnapshot", three, two, i(4), w.own("prefix", 2))
	w.refused("Accept", three, b2, i(2), noOp)
	if got, want := w.own("prefix", 3), w.own("prefix", 2); !got.Equal(want) {
		t.Errorf("prefixes %v and %v", got, want)
	}
	for name := range w.actions {
		if !w.taken[name] {
			t.Errorf("%s was not taken", name)
		}
	}
}
