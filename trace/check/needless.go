package check

import (
	"slices"

	"github.com/synod-paxos/synod/spec/tla"
)

// mostBlocks bounds the evaluations for one event.
const mostBlocks = 256

// needless finds a cited message without which the step would be the same.
// Then the action did not use it, and the event says what is not so. One message
// at a time is enough: guards ask for messages, none asks for their absence.
//
// Of most messages a glance at the guards tells that they are needed. Each of
// the others costs one more evaluation, so very many are left out in blocks: as an
// action needs few messages that its guards do not name, some block then holds
// none of them.
func (r *replay) needless(before, next tla.State, e *eventRecord, p *prepared) *Finding {
	if !r.spare || p.in.Len() == 0 {
		return nil
	}
	messages := r.doubtful(before, p)
	size := (len(messages) + mostBlocks - 1) / mostBlocks
	for i := 0; i < len(messages); i += size {
		block := messages[i:min(i+size, len(messages))]
		rest := slices.DeleteFunc(slices.Collect(p.in.Elements()), func(m tla.Value) bool { return slices.ContainsFunc(block, m.Equal) })
		after, enabled, err := p.action.Call(before.With(r.c.model.messages, tla.SetOf(rest...)), p.args...)
		if err == nil && enabled && after.Equal(next) {
			return r.c.fault(e, RuleCitation, "%s is the same step without a message that it cites: %s",
				r.c.call(e.name(), p.args), r.c.brief(block[0]))
		}
	}
	return nil
}

// doubtful lists the cited messages of which it is not clear at once that the step
// needs them.
func (r *replay) doubtful(before tla.State, p *prepared) []tla.Value {
	messages := slices.Collect(p.in.Elements())
	list, err := p.action.Needs(before.With(r.c.model.messages, p.in), r.c.model.messages, p.args...)
	if err != nil {
		return messages // what makes no sense is found where it is evaluated
	}
	if needed := tla.SetOf(list...); needed.IsValid() {
		messages = slices.DeleteFunc(messages, needed.Contains)
	}
	return messages
}
