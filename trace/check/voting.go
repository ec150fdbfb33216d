package check

import (
	"fmt"

	"github.com/synod-paxos/synod/spec/tla"
)

// A ballotStep is a change that a write-ahead log holds, as a step of module
// Voting: a raised promise or a vote.
type ballotStep struct {
	action string
	event  *eventRecord
	args   []tla.Value
}

// The paths that become steps of Voting, and those steps.
const (
	promisePath = "promised"
	votePath    = "vote"
	raiseAction = "IncreaseMaxBal"
	voteAction  = "VoteFor"
)

// voting replays what the write-ahead logs of all nodes hold together, as a
// behaviour of Voting. There are no messages at this level and so no order
// between nodes: a step is taken as soon as it can be, and what is left when
// none can be is wrong, provided that no log misses anything.
func (c *checker) voting(w *world, chains map[int]*chain) error {
	s, err := openVoting()
	if err != nil {
		return err
	}
	m, err := modelFor(s, c.report.Nodes)
	if err != nil {
		return err
	}
	v := &votingReplay{c: c, m: m, st: m.init, queues: map[int][]ballotStep{}}
	for n, ch := range chains {
		for _, l := range ch.links {
			if l.kind == eventLink && !l.blind {
				v.queues[n] = append(v.queues[n], c.ballotSteps(l.event)...)
			}
		}
	}
	v.run()
	v.stuck(c.wholeLogs(w))
	return v.err
}

// ballotSteps gives what an event changes for Voting.
func (c *checker) ballotSteps(e *eventRecord) (steps []ballotStep) {
	if e.Action == restartAction {
		return nil
	}
	var promise, bal, val tla.Value
	for _, ch := range e.Post {
		v, err := c.value(ch.Value)
		switch {
		case err != nil:
		case ch.Path == promisePath:
			promise = v
		case ch.Path == votePath:
			bal, _ = v.Field("bal")
			val, _ = v.Field("val")
		}
	}
	node := tla.Int(int64(e.Node))
	if bal.IsValid() && val.IsValid() {
		steps = append(steps, ballotStep{voteAction, e, []tla.Value{node, bal, val}})
	}
	if promise.IsValid() && !promise.Equal(bal) {
		steps = append(steps, ballotStep{raiseAction, e, []tla.Value{node, promise}})
	}
	return steps
}

// wholeLogs tells whether every node's log is there and has its end, or, of nodes
// that no longer run, nothing that is cited lies behind where it stops.
func (c *checker) wholeLogs(w *world) bool {
	for _, n := range c.report.Nodes {
		log := w.logs[n]
		if log == nil || log.incs[1] == nil || len(log.incs[1].headers) == 0 || log.open && (!c.options.Closed || w.short[n]) {
			return false
		}
	}
	return true
}

type votingReplay struct {
	c      *checker
	m      *model
	st     tla.State
	queues map[int][]ballotStep
	taken  int
	failed map[string]bool
	err    error
}

// run takes steps until none can be taken.
func (v *votingReplay) run() {
	for progress := true; progress && v.err == nil; {
		progress = false
		for _, n := range sortedKeys(v.queues) {
			for len(v.queues[n]) > 0 && v.take(v.queues[n][0]) {
				v.queues[n] = v.queues[n][1:]
				progress = true
			}
		}
	}
}

func (v *votingReplay) take(s ballotStep) bool {
	next, enabled, err := v.m.actions[s.action].Call(v.st, s.args...)
	if err != nil || !enabled {
		return false
	}
	v.st = next
	v.taken++
	v.c.report.Judged[Voting]++
	s.event.judged = true
	v.invariants(s)
	return true
}

// invariants evaluates the invariants of Voting after a step.
func (v *votingReplay) invariants(s ballotStep) {
	if v.c.options.SkipInvariants || v.taken > manyMessages {
		return
	}
	for _, name := range v.m.invariants {
		if v.failed[name] {
			continue
		}
		got, err := v.m.spec.Eval(name, v.st)
		if err != nil {
			v.err = fmt.Errorf("evaluating invariant %s of Voting: %w", name, err)
			return
		}
		if holds, _ := got.Truth(); holds {
			v.c.report.Invariants["Voting!"+name]++
			continue
		}
		if v.failed == nil {
			v.failed = map[string]bool{}
		}
		v.failed[name] = true
		f := v.c.fault(s.event, RuleInvariant, "after %s the invariant %s of Voting fails", v.name(s), name)
		v.c.report.add(f, Voting)
	}
}

func (v *votingReplay) name(s ballotStep) string {
	node, _ := s.args[0].Int64()
	return call(s.action, int(node), s.args[1:])
}

// stuck reports the steps that could never be taken.
func (v *votingReplay) stuck(whole bool) {
	for _, n := range sortedKeys(v.queues) {
		queue := v.queues[n]
		if len(queue) == 0 {
			continue
		}
		v.c.report.Unjudged[Voting] += len(queue)
		s := queue[0]
		f := v.c.fault(s.event, RuleStuck, "%s is never possible in Voting, with all that the logs hold", v.name(s))
		f.Failure = why(v.m.actions[s.action], v.st, s.args)
		if !whole {
			f.Verdict = Inconclusive
			f.Text = fmt.Sprintf("%s is not possible in Voting with what the logs hold, but not all of them are there and ended "+
				"(--closed says that no node is running)", v.name(s))
		}
		v.c.report.add(f, Voting)
	}
}
