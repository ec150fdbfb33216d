package logbench

import "github.com/synod-paxos/synod/spec/tla"

// lead makes the next node the leader: phase 1 for all slots at once. The old
// leader hears of it from a refusal before it promises.
func (w *script) lead() {
	old, oldBallot := w.leader, w.ballot()
	w.leader = w.leader%nodes + 1
	w.round++
	b, from := tla.Int(w.ballot()), tla.Int(w.slot+1)
	promises := w.take("Prepare", w.leader, nil, b)
	var asked tla.Value
	var given []tla.Value
	for m := range promises.Elements() {
		if kind, _ := m.Field("type"); kind.Equal(tla.Str("1a")) {
			asked = m
		} else {
			given = append(given, m)
		}
	}
	if !asked.IsValid() {
		return
	}
	if w.proposal.IsValid() {
		refusal := w.ask("refusal", "Refuse", w.leader, []tla.Value{w.proposal}, tla.Int(oldBallot))
		w.take("StepDown", old, []tla.Value{refusal}, b)
	}
	for n := int64(1); n <= nodes; n++ {
		if n != w.leader {
			given = append(given, w.ask("1b", "Promise", n, []tla.Value{asked}, b, from))
		}
	}
	given = given[:nodes/2+1]
	var quorum []tla.Value
	for _, m := range given {
		if !m.IsValid() {
			return
		}
		n, _ := m.Field("from")
		quorum = append(quorum, n)
	}
	w.take("Lead", w.leader, given, b, tla.SetOf(quorum...))
}

// next has a command taken in, and its slot proposed, voted for, learned and
// applied by all nodes.
func (w *script) next() {
	w.slot++
	s, b, v := tla.Int(w.slot), tla.Int(w.ballot()), value(w.slot)
	request := w.ask("request", "Request", w.leader, nil, command(w.slot))
	w.proposal = w.ask("2a", "Propose", w.leader, []tla.Value{request}, b, s, v)
	for n := int64(1); n <= nodes; n++ {
		w.votes[w.slot] = append(w.votes[w.slot], w.ask("2b", "Accept", n, []tla.Value{w.proposal}, b, s, v))
	}
	w.ballots[w.slot] = w.ballot()
	w.entries[w.slot] = w.learn(w.leader, w.slot)
	for n := int64(1); n <= nodes; n++ {
		if n != w.leader {
			w.learn(n, w.slot)
		}
	}
	w.take("Respond", w.leader, nil, tla.Int(1), command(w.slot))
	switch {
	case w.slot%snapshotEvery == 0:
		w.store()
	case w.slot%leaderEvery == 1:
		w.lead()
	case w.slot%restartEvery == 23:
		w.restart(w.leader%nodes + 1)
	}
}

// learn has node n learn a slot from the votes of three nodes, and apply it.
func (w *script) learn(n, slot int64) tla.Value {
	var in, quorum []tla.Value
	for i := range int64(nodes/2 + 1) {
		k := (n + slot + i) % nodes
		in, quorum = append(in, w.votes[slot][k]), append(quorum, tla.Int(k+1))
	}
	s := tla.Int(slot)
	entry := w.ask("entry", "Learn", n, in, tla.Int(w.ballots[slot]), s, value(slot), tla.SetOf(quorum...))
	w.take("Apply", n, nil, s)
	return entry
}

// store has every node write down what it has applied and forget the votes that
// are a window old.
func (w *script) store() {
	w.kept += snapshotEvery
	for n := int64(1); n <= nodes; n++ {
		w.take("Snapshot", n, nil)
		w.take("Truncate", n, nil, tla.Int(w.kept))
	}
	for s := w.slot - snapshotEvery + 1; s <= w.slot; s++ {
		delete(w.votes, s)
		delete(w.ballots, s)
		delete(w.entries, s)
	}
}

// restart has node n crash, and learn again what its snapshot does not hold: from
// votes, from an entry, and from a notice.
func (w *script) restart(n int64) {
	w.take("Restart", n, nil)
	for slot := w.slot - w.slot%snapshotEvery + 1; slot <= w.slot; slot++ {
		s, b, entry := tla.Int(slot), tla.Int(w.ballots[slot]), []tla.Value{w.entries[slot]}
		switch slot % 3 {
		case 0:
			w.learn(n, slot)
			continue
		case 1:
			w.take("CatchUp", n, entry, b, s, value(slot))
		case 2:
			w.take("Notice", n, entry, b, s)
		}
		w.take("Apply", n, nil, s)
	}
}
