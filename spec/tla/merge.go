package tla

// merge takes in what a worker has computed for a batch, in the order of TLC's
// search.
func (x *explorer) merge(b *batch) error {
	at := 0
	for i, st := range b.states {
		if x.stopped.Load() {
			return errStopped
		}
		if err := x.limits.check(x); err != nil {
			return err
		}
		if x.merged >= x.levelEnd {
			x.level, x.levelEnd = x.level+1, x.found.Distinct
		}
		x.found.Queue--
		if i == len(b.expansions) {
			return errStopped
		}
		e := &b.expansions[i]
		if err := x.mergeState(int32(x.merged), st, e, b.successors[at:e.end]); err != nil || x.violation != nil {
			return err
		}
		at = e.end
		x.merged++
	}
	return nil
}

// mergeState takes in the successors of a state.
func (x *explorer) mergeState(number int32, st State, e *expansion, all []successor) error {
	clear(x.edges)
	before := x.found.Generated
	for i := range all {
		u := &all[i]
		x.found.Generated = before + int(u.nth) + 1
		if err := x.mergeSuccessor(number, u); err != nil || x.violation != nil {
			return err
		}
	}
	x.found.Generated = before + e.generated
	if e.err != nil {
		return x.failed(number, e.err, e.incomplete)
	}
	if e.generated > 0 {
		return nil
	}
	x.found.Deadlocks++
	if !x.checks.deadlock {
		return nil
	}
	path, err := x.store.trace(number)
	x.violate(&Violation{Kind: Deadlock}, number, path)
	return err
}

// failed says that the successors of a state cannot be computed.
func (x *explorer) failed(number int32, cause error, next *Step) error {
	path, err := x.store.trace(number)
	if err != nil {
		return err
	}
	if next != nil {
		path = append(path, *next)
	}
	return &EvaluationError{cause, path}
}

// mergeSuccessor takes in one step.
func (x *explorer) mergeSuccessor(from int32, u *successor) error {
	number, fresh := int32(-1), true
	if !u.excluded {
		var err error
		if number, fresh, err = x.store.add(u.key, u.state, origin{from, u.nth, u.action}); err != nil {
			return err
		}
	}
	if fresh && u.likely { // another state has the same key
		x.own.level(x.level)
		u.badState = x.own.badState(x.checks.invariants, Invariant, u.state.vals)
	}
	bad := u.badStep
	if fresh && u.badState != nil {
		bad = u.badState
	}
	if fresh && !u.excluded {
		x.found.Distinct++
		if bad == nil {
			x.push(u.state)
		}
	}
	if err := x.mergeEdge(from, number, u); err != nil {
		return err
	}
	if bad == nil {
		return nil
	}
	path, err := x.store.trace(from)
	x.violate(bad, number, append(path, Step{x.labels[u.action], u.state}))
	return err
}

func (x *explorer) mergeEdge(from, to int32, u *successor) error {
	if u.excluded || !x.store.wantsEdges() {
		return nil
	}
	e := Edge{from, to, uint16(u.action)}
	if x.edges[e] {
		return nil
	}
	x.edges[e] = true
	return x.store.edge(from, to, u.action)
}
