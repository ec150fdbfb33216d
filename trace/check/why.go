package check

import (
	"strings"

	"github.com/synod-paxos/synod/spec/tla"
)

// why has the evaluator say which conjunct of an action fails, and with which
// values.
func why(a *action, st tla.State, args []tla.Value) *Failure {
	w, err := a.Why(st, args...)
	if err != nil {
		return &Failure{Message: err.Error()}
	}
	if w == nil {
		return nil
	}
	return failure(w)
}

// maxShown bounds the bytes of a value in a finding.
const maxShown = 2000

// failure is the evaluator's explanation as a finding has it.
func failure(w *tla.Why) *Failure {
	f := &Failure{Module: w.Module, Line: w.Line, Source: w.Conjunct, Details: w.Details()}
	if w.Conjunct == "" {
		f.Message, _, _ = strings.Cut(w.String(), "\n")
		return f
	}
	for _, v := range w.Values {
		f.Values = append(f.Values, Binding{v.Expr, v.Value.Abbreviate(maxShown)})
	}
	for i := len(w.Through) - 1; i >= 0; i-- {
		f.Through = append(f.Through, w.Through[i].String()+" ("+w.Through[i].Pos.String()+")")
	}
	return f
}
