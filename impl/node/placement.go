package node

import "github.com/synod-paxos/synod/impl/multipaxos"

// A placement says in which segments of the log votes stand, and with them the
// values that they are for: of each segment, ascending, the highest slot of a
// vote in it or in one before. A checkpoint needs no segment whose votes are all
// forgotten.
type placement []placed

type placed struct {
	segment uint64
	upto    multipaxos.Slot
}

// add notes a record with votes in slots up to that one, or with none if that is
// 0, in the segment noted last or a later one.
func (p *placement) add(segment uint64, voted multipaxos.Slot) {
	last := len(*p) - 1
	switch {
	case voted == 0:
	case last < 0:
		*p = append(*p, placed{segment, voted})
	case (*p)[last].segment == segment:
		(*p)[last].upto = max((*p)[last].upto, voted)
	default:
		*p = append(*p, placed{segment, max((*p)[last].upto, voted)})
	}
}

// needed is the first segment with a vote that is kept when those below trunc are
// forgotten, or 0 if there is none. Those before it are forgotten here.
func (p *placement) needed(trunc multipaxos.Slot) uint64 {
	for len(*p) > 0 {
		if first := (*p)[0]; first.upto >= trunc {
			return first.segment
		}
		*p = (*p)[1:]
	}
	return 0
}
