package check

import (
	"slices"
	"strings"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/post"
)

// voting replays what the write-ahead logs of all nodes hold together, as
// behaviours of Voting: one for each slot, where votes are kept by slots. There
// are no messages at this level and so no order between nodes: a step is taken as
// soon as it can be, and what is left when none can be is wrong, provided that no
// log misses anything.
func (c *checker) voting(w *world, chains map[int]*chain) error {
	if len(c.model.voting) < 2 {
		c.report.note("%s does not say what of it is Voting, so that write-ahead logs were not judged at that level", c.source.name)
		return nil
	}
	s, err := openVoting()
	if err != nil {
		return err
	}
	m, err := modelFor(s, c.report.Nodes)
	if err != nil {
		return err
	}
	v := &votingReplay{c: c, m: m, whole: c.wholeLogs(w), ballots: map[int][]*ballots{}, counted: map[*eventRecord]bool{}}
	for _, n := range sortedKeys(chains) {
		v.read(n, chains[n])
	}
	v.promises()
	v.slots()
	return v.err
}

// wholeLogs tells whether every node's log is there and has its end, or, of nodes
// that no longer run, nothing that is cited lies behind where it stops.
func (c *checker) wholeLogs(w *world) bool {
	if slices.ContainsFunc(w.headers, func(h *headerRecord) bool { return h.bad || h.isBlind() }) {
		return false
	}
	for _, n := range c.report.Nodes {
		log := w.logs[n]
		if log == nil || log.begins() == nil || log.open && (!c.options.Closed || w.short[n]) {
			return false
		}
	}
	return true
}

// ballots are what one entry of a log says of its node's promise and votes.
type ballots struct {
	event     *eventRecord // nil of the state with which a log begins
	place     Place
	promise   tla.Value // invalid if it does not change
	votes     []slotVote
	forgotten int64 // of a state: below this slot it holds no votes
}

// A slotVote is a vote. Its slot is "" where there is but one decision.
type slotVote struct {
	slot     string
	bal, val tla.Value
}

// read collects what a log holds.
func (v *votingReplay) read(n int, ch *chain) {
	begun := false
	for _, l := range ch.links {
		var b *ballots
		switch {
		case l.kind == stateLink && !begun:
			b = v.entry(l.more().state)
			begun = true
		case l.kind == eventLink && !l.blind:
			begun = true
			if l.event.name() == restartAction {
				continue // it tells the whole state again
			}
			b = v.entry(l.event.event().Post)
		}
		if b != nil && (b.promise.IsValid() || len(b.votes) > 0) {
			b.event, b.place = l.event, l.place()
			v.ballots[n] = append(v.ballots[n], b)
		}
	}
}

// entry reads a list of changes. What of it cannot be read was reported.
func (v *votingReplay) entry(list []trace.Change) *ballots {
	b := &ballots{}
	names := v.c.model.voting
	for _, ch := range list {
		variable := variableOf(ch.Path)
		at, err := post.Parse(ch, v.c.value)
		switch {
		case err != nil || at.Gone():
		case variable == names[0]:
			b.promise = at.Value
		case variable == names[1]:
			b.vote(strings.Clone(ch.Path[len(variable):]), at.Value)
		case len(names) > 2 && variable == names[2]:
			b.forgotten, _ = at.Value.Int64()
		}
	}
	if isZero(b.promise) {
		b.promise = tla.Value{}
	}
	return b
}

// vote adds a vote, unless the record stands for there being none.
func (b *ballots) vote(slot string, record tla.Value) {
	bal, ok1 := record.Field("bal")
	val, ok2 := record.Field("val")
	if ok1 && ok2 && !isZero(bal) {
		b.votes = append(b.votes, slotVote{slot, bal, asString(val)})
	}
}

func isZero(v tla.Value) bool { n, ok := v.Int64(); return ok && n == 0 }

// asString is a value as the replay of Voting has it: a string, equal to another's
// exactly where the values are.
func asString(val tla.Value) tla.Value {
	if val.Kind() == tla.KindString {
		return val
	}
	digest, err := tla.ValueDigest(val)
	if err != nil {
		return tla.Str(string(tla.AppendJSON(nil, val)))
	}
	return tla.Str(digest)
}
