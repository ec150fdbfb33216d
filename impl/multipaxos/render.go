package multipaxos

import "github.com/synod-paxos/synod/trace"

// A Renderer writes steps as events.
type Renderer struct {
	*trace.EventWriter
	changes []*change // memory
}

// NewRenderer is one whose events have this form.
func NewRenderer(f trace.Form) *Renderer {
	return &Renderer{EventWriter: trace.NewEventWriter(f)}
}

// Render writes the event of a step. Of the values that the event names it defines
// these.
func (r *Renderer) Render(s *Step, values []*Value) {
	s.call.begin(r.EventWriter, s.ref.Inc, s.ref.Seq)
	r.In(len(s.in))
	for _, m := range s.in {
		r.Cite(m.Ref, m.Msg.append)
	}
	r.Out(len(s.sends))
	for i := range s.sends {
		r.Add(s.sends[i].Msg.append)
	}
	r.post(&s.post)
	r.Values(len(values))
	for _, v := range values {
		r.Define(v.digest.String(), v.append)
	}
	r.End()
}

func (r *Renderer) post(p *post) {
	r.changes = p.told(r.changes[:0])
	r.Post(len(r.changes))
	for _, c := range r.changes {
		if c.gone {
			r.Change(c.appendPath, nil)
			continue
		}
		r.Change(c.appendPath, func(b []byte) []byte { return p.append(b, c) })
	}
}
