package node

import "github.com/synod-paxos/synod/impl/multipaxos"

// maxTold bounds each half of a toldSet.
const maxTold = 1 << 13

// A toldSet remembers which values a trace or a log has told of lately, so that it
// tells once what is in them. It may forget: then that is told again.
type toldSet struct {
	young, old map[multipaxos.Digest]struct{}
}

// add adds a value, and reports whether it was there.
func (t *toldSet) add(v *multipaxos.Value) (known bool) {
	d := v.Digest()
	if _, known = t.young[d]; known {
		return true
	}
	_, known = t.old[d]
	if t.young == nil || len(t.young) >= maxTold {
		t.young, t.old = make(map[multipaxos.Digest]struct{}), t.young
	}
	t.young[d] = struct{}{}
	return known
}
