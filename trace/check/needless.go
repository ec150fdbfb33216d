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
// This costs one more evaluation for each message, most of which end at the
// first conjunct that asks for it. So it is done at one level only, and of very
// many messages in blocks: as an action needs fewer messages than there are
// blocks, some block then holds none that it needs.
func (r *replay) needless(before, next tla.State, e *eventRecord, p *prepared) *Finding {
	if !r.spare || p.in.Len() == 0 {
		return nil
	}
	messages := slices.Collect(p.in.Elements())
	size := (len(messages) + mostBlocks - 1) / mostBlocks
	for i := 0; i < len(messages); i += size {
		rest := slices.Delete(slices.Clone(messages), i, min(i+size, len(messages)))
		after, enabled, err := p.action.Call(before.With(r.c.model.messages, tla.SetOf(rest...)), p.args...)
		if err == nil && enabled && after.Equal(next) {
			return r.c.fault(e, RuleCitation, "%s is the same step without a message that it cites: %s",
				r.c.call(e.Action, p.args), r.c.brief(messages[i]))
		}
	}
	return nil
}
