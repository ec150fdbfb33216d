package multipaxos

import "iter"

// sessions is the table of open sessions: done in the specification, and what
// the state machine answered. How many were ever opened is the state's to know.
// Sessions are numbered as they are opened, and old ones go first, or at least
// most of them: so a window serves here as it does for slots.
type sessions struct{ window[*session] }

// A session is an open session.
type session struct {
	last    Command // without its payload
	result  []byte
	touched uint64 // the step that changed it last
	closed  bool   // it is not in the table any more
}

func newSessions(done []Done) sessions {
	var t sessions
	for _, d := range done {
		t.put(Slot(d.Session), &session{last: d.Last, result: d.Result})
	}
	return t
}

// of is session k if it is open, else nil.
func (t *sessions) of(k Session) *session {
	open, _ := t.get(Slot(k))
	return open
}

// each gives the open sessions, ascending.
func (t *sessions) each() iter.Seq2[Session, *session] {
	return func(yield func(Session, *session) bool) {
		for k, open := range t.from(1) {
			if !yield(Session(k), open) {
				return
			}
		}
	}
}

// all are the entries of the table, ascending.
func (t *sessions) all() []Done {
	if t.size == 0 {
		return nil
	}
	done := make([]Done, 0, t.size)
	for k, open := range t.each() {
		done = append(done, Done{Session: k, Last: open.last, Result: open.result})
	}
	return done
}

// A place is where a command stands in its session, as far as a table of
// sessions can say.
type place uint8

const (
	nextInSession place = iota + 1 // it takes effect now
	tooEarly                       // a command of its session is missing
	repeated                       // it, or another with its number, took effect
	expired                        // its session was closed
	unopened                       // its session is not opened yet
)

// place tells where c, which neither opens nor closes a session, stands.
func (s *state) place(c *Command) (place, *session) {
	open := s.done.of(c.Session)
	switch {
	case open == nil && c.Session >= 1 && uint64(c.Session) <= s.opened:
		return expired, nil
	case open == nil:
		return unopened, nil
	case c.Number == open.last.Number+1:
		return nextInSession, open
	case c.Number > open.last.Number+1:
		return tooEarly, open
	default:
		return repeated, open
	}
}
