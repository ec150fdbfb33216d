package multipaxos

import (
	"reflect"
)

// restart crashes a node and starts it from its disk: from every record, or
// from a checkpoint.
func (w *world) restart(n int) {
	m := w.nodes[n]
	var d, short Durable
	for _, r := range m.disk {
		if err := d.Replay(r); err != nil {
			w.t.Fatal(err)
		}
	}
	cp := m.core.Checkpoint()
	wanted, err := cp.Wanted()
	if err != nil {
		w.t.Fatal(err)
	}
	for _, v := range m.core.State().Votes {
		if v.Val != nil && !wanted[v.Val.Digest().String()] {
			w.t.Fatalf("the vote in slot %d is not wanted", v.Slot)
		}
		cp.Values = append(cp.Values, v.Val)
	}
	if err := short.Begin(cp); err != nil {
		w.t.Fatal(err)
	}
	if !reflect.DeepEqual(d.State(), short.State()) {
		w.t.Fatalf("the records give\n%+v, the checkpoint\n%+v", d.State(), short.State())
	}
	if w.random.IntN(2) == 0 {
		d = short
	}
	before := m.core.State()
	cfg := m.core.cfg
	cfg.Inc++
	cfg.Machine = &tape{}
	core, step, err := Restart(cfg, d)
	if err != nil {
		w.t.Fatal(err)
	}
	w.compareRestart(m.core, core)
	m.core = core
	w.took(m, before, step)
}

// compareRestart checks that everything durable survives a crash, with what
// others may ask for again.
func (w *world) compareRestart(old, restarted *Core) {
	before, after := old.State(), restarted.State()
	if before.Promised != after.Promised || before.Trunc != after.Trunc ||
		!reflect.DeepEqual(before.Votes, after.Votes) || !reflect.DeepEqual(before.Snap, after.Snap) {
		w.t.Fatalf("a crash left of\n%+v\n%+v", before, after)
	}
	again := func(get func(c *Core) (Received, bool)) {
		x, there := get(old)
		y, still := get(restarted)
		if there != still || there && (x.Ref != y.Ref || !reflect.DeepEqual(x.Msg, y.Msg)) {
			w.t.Fatalf("%+v %+v is sent again as %+v %+v", x, x.Msg, y, y.Msg)
		}
	}
	again((*Core).Promised)
	again((*Core).Offer)
	for _, v := range before.Votes {
		again(func(c *Core) (Received, bool) { return c.Voted(v.Slot) })
	}
}
