package check

import (
	"errors"
	"fmt"

	"github.com/synod-paxos/synod/spec/tla"
)

// A behaviour is one of Voting: that of a slot, or that of all promises.
type behaviour struct {
	*votingReplay
	slot    string
	partial bool // a log no longer holds all votes of the slot
	st      tla.State
	queues  map[int][]ballotStep
}

func (v *votingReplay) behaviour(slot string) *behaviour {
	return &behaviour{votingReplay: v, slot: slot, st: v.m.init, queues: map[int][]ballotStep{}}
}

// run takes steps until none can be taken, and reports those that are left.
func (b *behaviour) run() {
	nodes := sortedKeys(b.queues)
	for progress := true; progress && b.err == nil; {
		progress = false
		for _, n := range nodes {
			for len(b.queues[n]) > 0 && b.take(b.queues[n][0]) {
				b.queues[n] = b.queues[n][1:]
				progress = true
			}
		}
	}
	for _, n := range nodes {
		if len(b.queues[n]) > 0 && b.err == nil {
			b.stuck(b.queues[n])
		}
	}
}

func (b *behaviour) take(s ballotStep) bool {
	next, enabled, err := b.m.actions[s.action].Call(b.st, s.args...)
	if err != nil || !enabled {
		return false
	}
	b.st = next
	b.taken++
	if e := s.from.event; e != nil {
		if !b.counted[e] {
			b.counted[e] = true
			b.c.report.Judged[Voting]++
		}
		e.judged = true
	}
	b.invariants(s)
	return true
}

// invariants evaluates the invariants of Voting after a step.
func (b *behaviour) invariants(s ballotStep) {
	if b.c.options.SkipInvariants || b.taken > manyMessages {
		return
	}
	for _, name := range b.m.invariants {
		if b.failed[name] {
			continue
		}
		got, err := b.m.spec.Eval(name, b.st)
		if errors.Is(err, tla.ErrLimits) {
			b.fails(name)
			b.c.report.note("%s of Voting takes too long to evaluate, and was left out from %s on", name, s.from.place)
			continue
		}
		if err != nil {
			b.err = fmt.Errorf("evaluating invariant %s of Voting: %w", name, err)
			return
		}
		if holds, _ := got.Truth(); holds {
			b.c.report.Invariants["Voting!"+name]++
			continue
		}
		b.fails(name)
		b.c.report.add(b.fault(s, RuleInvariant, "after %s the invariant %s of Voting fails", b.name(s), name), Voting)
	}
}

// fails says that an invariant is not to be evaluated any more.
func (b *behaviour) fails(name string) {
	if b.failed == nil {
		b.failed = map[string]bool{}
	}
	b.failed[name] = true
}

// fault is a violation at a step.
func (b *behaviour) fault(s ballotStep, rule, format string, args ...any) *Finding {
	if s.from.event != nil {
		return b.c.fault(s.from.event, rule, format, args...)
	}
	return &Finding{Verdict: Violation, Rule: rule, Places: []Place{s.from.place}, Text: fmt.Sprintf(format, args...)}
}

func (b *behaviour) name(s ballotStep) string {
	text := b.c.call(s.action, s.args)
	if b.slot != "" {
		text += " in slot " + b.slot
	}
	return text
}

// stuckVerdict is a violation only where nothing is missing that could make a step
// possible.
func (b *behaviour) stuckVerdict() Verdict {
	if b.whole && !b.partial {
		return Violation
	}
	return Inconclusive
}

// stuck reports the steps of a node that could never be taken.
func (b *behaviour) stuck(queue []ballotStep) {
	for _, s := range queue {
		if e := s.from.event; e != nil && !b.counted[e] {
			b.counted[e] = true
			b.c.report.Unjudged[Voting]++
		}
	}
	if b.found++; b.found > maxStuck {
		b.more++
		b.c.report.Verdict = max(b.c.report.Verdict, b.stuckVerdict())
		return
	}
	s := queue[0]
	f := b.fault(s, RuleStuck, "%s is never possible in Voting, with all that the logs hold", b.name(s))
	f.Failure = why(b.m.actions[s.action], b.st, s.args)
	f.Verdict = b.stuckVerdict()
	switch {
	case !b.whole:
		f.Text = fmt.Sprintf("%s is not possible in Voting with what the logs hold, but not all of them are there and ended "+
			"(--closed says that no node is running)", b.name(s))
	case b.partial:
		f.Text = fmt.Sprintf("%s is not possible in Voting with what the logs hold, but of this slot a truncated log holds the last vote only", b.name(s))
	}
	b.c.report.add(f, Voting)
}
