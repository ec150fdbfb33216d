package multipaxos

import (
	"iter"
	"slices"
)

// The effects of a batch of inputs pass through three types, and each gives the
// next only after its part was done:
//
//	Unpersisted.Persist   write the records, make them durable
//	Persisted.Release     write the events to the trace
//	Released              send the messages, answer the clients
//
// So nobody hears of a promise that is not on disk, and a process that is
// killed leaves no message behind whose event is in neither log nor trace.
// A message of the node to itself is no exception: it takes part in the
// protocol only when Released is handed back to the core.
//
// Steps are released in their order. Those before the first one that is Durable
// need not wait for the disk: Split tells them apart.

// Unpersisted effects are those of steps that may be in no log yet.
type Unpersisted struct {
	steps   []Step
	resent  []Outgoing
	answers []Answer
	notes   []string
	records []Record // memory for Persist
	heard   bool     // some step sends something to somebody
	durable bool     // some step is
	first   mark     // if so, what there was before the first of them
}

// A mark is a place in effects: how much of each kind lies before it, and whether
// some of these steps send something to somebody.
type mark struct {
	steps, resent, answers, notes int
	heard                         bool
}

func (u *Unpersisted) end() mark {
	return mark{len(u.steps), len(u.resent), len(u.answers), len(u.notes), u.heard}
}

// awaited tells whether anything before the mark is for somebody: another node,
// the core itself, or a client.
func (m mark) awaited() bool { return m.heard || m.answers > 0 || m.resent > 0 }

func (u *Unpersisted) add(s Step) {
	if s.durable && !u.durable {
		u.durable, u.first = true, u.end()
	}
	u.heard = u.heard || slices.ContainsFunc(s.sends, Send.forSomebody)
	u.steps = append(u.steps, s)
}

// Effects are the effects of steps that were taken by calling actions directly.
func Effects(steps ...Step) Unpersisted {
	var u Unpersisted
	for _, s := range steps {
		u.add(s)
	}
	return u
}

// Empty tells whether there is nothing to do.
func (u Unpersisted) Empty() bool { return u.end() == mark{} }

// Then is these effects and after them more.
func (u Unpersisted) Then(more Unpersisted) Unpersisted {
	if u.Empty() {
		return more
	}
	if more.durable && !u.durable {
		end := u.end()
		u.durable = true
		u.first = mark{
			end.steps + more.first.steps, end.resent + more.first.resent,
			end.answers + more.first.answers, end.notes + more.first.notes,
			end.heard || more.first.heard,
		}
	}
	u.heard = u.heard || more.heard
	u.steps = slices.Concat(u.steps, more.steps)
	u.resent = slices.Concat(u.resent, more.resent)
	u.answers = slices.Concat(u.answers, more.answers)
	u.notes = slices.Concat(u.notes, more.notes)
	return u
}

// Split takes the effects before the first Durable step off: they may be
// released before the disk is written. All effects without a Durable step are
// such; nothing is, where the first step is Durable.
func (u Unpersisted) Split() (now Persisted, rest Unpersisted) {
	if !u.durable {
		return Persisted{u}, Unpersisted{}
	}
	at := u.first
	now = Persisted{Unpersisted{
		steps: u.steps[:at.steps:at.steps], resent: u.resent[:at.resent:at.resent],
		answers: u.answers[:at.answers:at.answers], notes: u.notes[:at.notes:at.notes], heard: at.heard,
	}}
	rest = Unpersisted{
		steps: u.steps[at.steps:], resent: u.resent[at.resent:],
		answers: u.answers[at.answers:], notes: u.notes[at.notes:], records: u.records, heard: u.heard, durable: true,
	}
	return now, rest
}

// Persist has write make the records durable; those that are not Durable it may
// leave out. Without any record it is not called. The records are write's no
// longer than the call.
func (u Unpersisted) Persist(write func([]Record) error) (Persisted, error) {
	if len(u.steps) > 0 {
		u.records = u.records[:0]
		for i := range u.steps {
			u.records = append(u.records, u.steps[i].record())
		}
		if err := write(u.records); err != nil {
			return Persisted{}, err
		}
	}
	return Persisted{u}, nil
}

// Persisted effects are in the log, as far as they must be.
type Persisted struct{ persisted Unpersisted }

// Empty tells whether there is nothing to do.
func (p Persisted) Empty() bool { return p.persisted.Empty() }

// Awaited tells whether anything of them is for somebody: another node, the core
// itself, or a client.
func (p Persisted) Awaited() bool { return p.persisted.end().awaited() }

// Release has write add the steps' events to the trace. Without any step it is
// not called. The steps are not write's to keep, but what Event gives is.
func (p Persisted) Release(write func([]Step) error) (Released, error) {
	if len(p.persisted.steps) > 0 {
		if err := write(p.persisted.steps); err != nil {
			return Released{}, err
		}
	}
	return Released{p.persisted}, nil
}

// Released effects may be seen by others. (That the fields of the three types
// differ in name keeps Go from converting one type to another.)
type Released struct{ released Unpersisted }

// Messages are what to send to other nodes.
func (r Released) Messages() []Outgoing { return r.AppendMessages(nil) }

// AppendMessages appends what to send to other nodes.
func (r Released) AppendMessages(out []Outgoing) []Outgoing {
	for i := range r.released.steps {
		step := &r.released.steps[i]
		for _, s := range step.sends {
			for _, to := range s.To {
				if int(to) != step.ref.Node {
					out = append(out, Outgoing{To: to, Msg: s.Received})
				}
			}
		}
	}
	return append(out, r.released.resent...)
}

// Answers are what to tell the clients.
func (r Released) Answers() []Answer { return r.released.answers }

// Notes say, for people, which inputs were refused and why.
func (r Released) Notes() []string { return r.released.notes }

// own are the node's messages to itself.
func (r Released) own() iter.Seq[Received] {
	return func(yield func(Received) bool) {
		for i := range r.released.steps {
			step := &r.released.steps[i]
			for _, s := range step.sends {
				if slices.Contains(s.To, NodeID(step.ref.Node)) && !yield(s.Received) {
					return
				}
			}
		}
	}
}

// spare is the memory of effects that are spent, the longest lists of each kind.
// A node takes several steps for each command, so such lists would be most of
// the garbage that it makes.
type spare struct {
	steps   []Step
	resent  []Outgoing
	answers []Answer
	records []Record
}

// reclaim takes the memory of effects back. Others may have copied from it.
func (s *spare) reclaim(r Released) {
	reclaim(&s.steps, r.released.steps)
	reclaim(&s.resent, r.released.resent)
	reclaim(&s.answers, r.released.answers)
	reclaim(&s.records, r.released.records)
}

func reclaim[T any](longest *[]T, spent []T) {
	if cap(spent) > cap(*longest) {
		clear(spent)
		*longest = spent[:0]
	}
}

// next is effects without content.
func (s *spare) next() Unpersisted {
	u := Unpersisted{steps: s.steps, resent: s.resent, answers: s.answers, records: s.records}
	*s = spare{}
	return u
}
