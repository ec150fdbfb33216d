package corrupt

import (
	"fmt"
	"slices"
	"strings"

	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/trace"
)

// sameLog shows that an alteration of an event in a write-ahead log leaves what the
// log is about: what becomes of the durable variables. It is nil for other entries.
func (s *suite) sameLog(before, after trace.Entry) func() (bool, error) {
	a, ok1 := before.(*trace.Event)
	b, ok2 := after.(*trace.Event)
	if !ok1 || !ok2 || slices.Equal(a.Post, b.Post) {
		return nil
	}
	return func() (bool, error) {
		module, err := spec.Open("Replay" + s.base.Spec)
		if err != nil {
			return false, fmt.Errorf("looking for the durable variables: %w", err)
		}
		durable, err := module.VariableClass("DurableVars")
		if err != nil {
			return false, fmt.Errorf("looking for the durable variables: %w", err)
		}
		volatile := func(c trace.Change) bool {
			variable, _, _ := strings.Cut(c.Path, "[")
			return !slices.Contains(durable, variable)
		}
		kept := func(e *trace.Event) []trace.Change { return slices.DeleteFunc(slices.Clone(e.Post), volatile) }
		return slices.Equal(kept(a), kept(b)), nil
	}
}
