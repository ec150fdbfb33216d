package tla

import "fmt"

// leanStore keeps the key of every state and where it was found first.
type leanStore struct {
	x       *explorer
	keys    keySet
	from    paged[int32] // the state that led to it, -1 if it is initial
	nth     paged[int32] // which successor of that state, or which initial state, it was
	visitor Visitor
}

func (l *leanStore) likely(key uint64) bool { return l.keys.has(key) }

func (l *leanStore) exact() bool { return false }

func (l *leanStore) wantsEdges() bool { return l.visitor != nil }

func (l *leanStore) add(key uint64, st State, from origin) (int32, bool, error) {
	number, fresh := l.keys.add(key, int32(l.from.n))
	if !fresh {
		return number, false, nil
	}
	l.from.add(from.from)
	l.nth.add(from.nth)
	if l.visitor != nil {
		return number, true, l.visitor.State(int(number), st, from.from < 0)
	}
	return number, true, nil
}

func (l *leanStore) edge(from, to, action int32) error {
	return l.visitor.Edge(int(from), l.x.labels[action], int(to))
}

// trace computes the path to a state again: of each state on it, it is known
// which successor of the one before it is.
func (l *leanStore) trace(number int32) ([]Step, error) {
	var back []int32
	for i := number; i >= 0; i = l.from.at(int(i)) {
		back = append(back, l.nth.at(int(i)))
	}
	var path []Step
	for k := len(back) - 1; k >= 0; k-- {
		var next Step
		var err error
		if len(path) == 0 {
			next, err = l.x.nthInitial(back[k])
		} else {
			next, err = l.x.nthSuccessor(path[len(path)-1].State, len(path), back[k])
		}
		if err != nil {
			return nil, fmt.Errorf("computing the trace again: %w", err)
		}
		path = append(path, next)
	}
	return path, nil
}

// nthInitial computes an initial state again.
func (x *explorer) nthInitial(nth int32) (Step, error) {
	var found Step
	err := x.s.initial(func(st State) bool {
		found.State = st
		nth--
		return nth >= 0
	})
	if err == nil && nth >= 0 {
		err = fmt.Errorf("there are fewer initial states than before")
	}
	return found, err
}

// nthSuccessor computes a successor of a state of the given level again.
func (x *explorer) nthSuccessor(st State, level int, nth int32) (Step, error) {
	var found Step
	step := func(action string, next State) bool {
		found = Step{action, next}
		nth--
		return nth >= 0
	}
	err := x.eachSuccessor(st, level, step)
	if err == nil && nth >= 0 {
		err = fmt.Errorf("a state has fewer successors than before")
	}
	return found, err
}

// eachSuccessor yields the successors of a state in the order of a worker.
func (x *explorer) eachSuccessor(st State, level int, yield func(action string, next State) bool) error {
	if !x.o.BoundCalls {
		return x.s.successors(st, initialLevel+level, yield)
	}
	return x.eachCall(st, func(label int32, next State) bool { return yield(x.labels[label], next) })
}
