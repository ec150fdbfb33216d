package tracetest

import "github.com/synod-paxos/synod/trace"

// Script is a run of MultiPaxos by three nodes in which every action occurs: a
// session is opened, used and closed; a second leader fills a hole behind the
// first, which steps down; nodes forget what their snapshots hold, several slots
// at a time; a node that slept takes over a snapshot; two crash.
func Script() (*LogBuilder, error) {
	b, err := NewLog(3)
	if err != nil {
		return nil, err
	}
	const b1, b2 = 1024 + 1, 2*1024 + 2
	open, first, third := Command(0, 0, "aa"), Command(1, 1, "bb"), Command(1, 3, "cc")
	second, closed, other := Command(1, 2, "ee"), Command(1, 0, "dd"), Command(0, 0, "ff")
	type step = func() (*trace.Event, error)
	steps := []step{
		func() (*trace.Event, error) { return b.Request(1, open) },
		func() (*trace.Event, error) { return b.Request(1, first) },
		func() (*trace.Event, error) { return b.Request(2, third) },
		func() (*trace.Event, error) { return b.Request(2, second) },
		func() (*trace.Event, error) { return b.Request(3, closed) },
		func() (*trace.Event, error) { return b.Request(3, other) },
		// Node 1 leads, has slot 1 chosen, and slots 2 and 3 proposed; 3 is seen first.
		func() (*trace.Event, error) { return b.Prepare(1, b1) },
		func() (*trace.Event, error) { return b.Promise(2, b1) },
		func() (*trace.Event, error) { return b.Lead(1, b1, 1, 2) },
		func() (*trace.Event, error) { return b.Propose(1, b1, 1, open, first) },
		func() (*trace.Event, error) { return b.Propose(1, b1, 2, third) },
		func() (*trace.Event, error) { return b.Propose(1, b1, 3, closed, first) },
		func() (*trace.Event, error) { return b.Accept(1, b1, 1) },
		func() (*trace.Event, error) { return b.Accept(2, b1, 1) },
		func() (*trace.Event, error) { return b.Accept(2, b1, 3) },
		func() (*trace.Event, error) { return b.Learn(1, b1, 1, 1, 2) },
		func() (*trace.Event, error) { return b.Notice(2, b1, 1) },
		func() (*trace.Event, error) { return b.Apply(1, 1) },
		func() (*trace.Event, error) { return b.Apply(2, 1) },
		func() (*trace.Event, error) { return b.Respond(1, 1, first) },
		func() (*trace.Event, error) { return b.RetryInOrder(2, third) },
		func() (*trace.Event, error) { return b.Snapshot(1) },
		// Node 2 takes over: slot 2 is a hole, slot 3 has its own vote.
		func() (*trace.Event, error) { return b.Prepare(2, b2) },
		func() (*trace.Event, error) { return b.Refuse(2, b1) },
		func() (*trace.Event, error) { return b.StepDown(1, b2, b1) },
		func() (*trace.Event, error) { return b.Promise(1, b2) },
		func() (*trace.Event, error) { return b.Lead(2, b2, 1, 2) },
		func() (*trace.Event, error) { return b.Accept(1, b2, 2) },
		func() (*trace.Event, error) { return b.Accept(2, b2, 2) },
		func() (*trace.Event, error) { return b.Accept(1, b2, 3) },
		func() (*trace.Event, error) { return b.Accept(2, b2, 3) },
		func() (*trace.Event, error) { return b.Learn(2, b2, 2, 1, 2) },
		func() (*trace.Event, error) { return b.Learn(2, b2, 3, 1, 2) },
		func() (*trace.Event, error) { return b.Propose(2, b2, 4, second, other) },
		func() (*trace.Event, error) { return b.Accept(2, b2, 4) },
		func() (*trace.Event, error) { return b.Accept(1, b2, 4) },
		func() (*trace.Event, error) { return b.Learn(2, b2, 4, 1, 2) },
		func() (*trace.Event, error) { return b.Apply(2, 2) },
		func() (*trace.Event, error) { return b.Apply(2, 3) },
		func() (*trace.Event, error) { return b.SessionExpired(2, third) },
		func() (*trace.Event, error) { return b.Apply(2, 4) },
		func() (*trace.Event, error) { return b.CatchUp(1, b2, 2) },
		func() (*trace.Event, error) { return b.Apply(1, 2) },
		func() (*trace.Event, error) { return b.Restart(1) },
		func() (*trace.Event, error) { return b.Truncate(1, 2) },
		func() (*trace.Event, error) { return b.CatchUp(1, b2, 2) },
		func() (*trace.Event, error) { return b.Notice(1, b2, 3) },
		func() (*trace.Event, error) { return b.Apply(1, 2) },
		// Node 3, which slept, takes over what node 2 has on disk.
		func() (*trace.Event, error) { return b.Snapshot(2) },
		func() (*trace.Event, error) { return b.Truncate(2, 4) },
		func() (*trace.Event, error) { return b.InstallSnapshot(3, 2) },
		func() (*trace.Event, error) { return b.Restart(2) },
		func() (*trace.Event, error) { return b.Prepare(2, 3*1024+2) },
	}
	for _, s := range steps {
		if _, err := s(); err != nil {
			return nil, err
		}
	}
	b.EndAll()
	return b, nil
}
