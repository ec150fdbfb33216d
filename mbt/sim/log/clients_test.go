package log

import (
	"fmt"

	"pgregory.net/rapid"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/mbt/sim"
	"github.com/synod-paxos/synod/mbt/sim/drawn"
)

// world is what clients know of their sessions, and what they were told.
type world struct {
	asked         uint64
	waiting       map[uint64]wish // asked, and not answered by a node that lives
	sessions      []*session
	results       map[string]string // of the commands that took effect
	contradiction string            // two answers that cannot both be true
}

// A wish is what a client asked of a node.
type wish struct {
	node    int
	session *session // nil for one that opens one
	number  uint64   // 0 closes it
}

// A session is one that a client was told is open.
type session struct {
	number multipaxos.Session
	last   uint64 // the last command that the client was told took effect
}

func newWorld() world {
	return world{waiting: map[uint64]wish{}, results: map[string]string{}}
}

func (w *world) id() uint64 { w.asked++; return w.asked }

func (w *world) nonce() []byte { return fmt.Appendf(nil, "open %d", w.asked) }

// payload is that of a command: the same whenever it is sent.
func payload(k multipaxos.Session, number uint64) []byte { return fmt.Appendf(nil, "%d.%d", k, number) }

// answered takes an answer in.
func (w *world) answered(_ int, a multipaxos.Answer) {
	asked, known := w.waiting[a.ID]
	delete(w.waiting, a.ID)
	if !known {
		return
	}
	switch a.Outcome {
	case multipaxos.Opened:
		if w.session(a.Session) != nil {
			w.contradiction = fmt.Sprintf("two clients were given session %d", a.Session)
		}
		w.sessions = append(w.sessions, &session{number: a.Session})
	case multipaxos.Applied:
		key := string(payload(asked.session.number, asked.number))
		if before, twice := w.results[key]; twice && before != string(a.Result) {
			w.contradiction = fmt.Sprintf("command %s had the result %s and then %s", key, before, a.Result)
		}
		w.results[key] = string(a.Result)
		asked.session.last = max(asked.session.last, asked.number)
	}
}

func (w *world) session(k multipaxos.Session) *session {
	for _, s := range w.sessions {
		if s.number == k {
			return s
		}
	}
	return nil
}

// ask hands a client's wish to a node. A node that dies takes those that wait
// there with it.
func (r *run) ask(node int, crash sim.Crash, input multipaxos.Input) error {
	w := wish{node: node}
	var id uint64
	switch in := input.(type) {
	case multipaxos.Open:
		id = in.ID
	case multipaxos.Submit:
		id, w.session, w.number = in.ID, r.session(in.Session), in.Number
	case multipaxos.Close:
		id, w.session = in.ID, r.session(in.Session)
	}
	if r.Up(node) {
		r.waiting[id] = w
	}
	return r.Turn(node, crash, input)
}

// mourn forgets those that waited at a node that does not run: when it does again,
// it will not know of them.
func (r *run) mourn() {
	for id, w := range r.waiting {
		if !r.Up(w.node) {
			delete(r.waiting, id)
		}
	}
}

// deadline is how long clients wait, in ticks.
const deadline = 60

func (r *run) open(t *rapid.T) {
	drawn.Must(t, r.ask(r.Node(t), r.Crash(t), multipaxos.Open{ID: r.id(), Nonce: r.nonce(), Ticks: deadline}))
}

func (r *run) someSession(t *rapid.T) *session {
	if len(r.sessions) == 0 {
		t.Skip("there is no session")
	}
	return rapid.SampledFrom(r.sessions).Draw(t, "session")
}

// submit sends a session's next command, or one that was sent before again.
func (r *run) submit(t *rapid.T) {
	s := r.someSession(t)
	number := s.last + 1
	if s.last > 0 && rapid.IntRange(0, 3).Draw(t, "again?") == 0 {
		number = rapid.Uint64Range(1, s.last).Draw(t, "number")
	}
	drawn.Must(t, r.send(r.Node(t), r.Crash(t), s, number))
}

// skip sends a command before its turn.
func (r *run) skip(t *rapid.T) {
	s := r.someSession(t)
	drawn.Must(t, r.send(r.Node(t), r.Crash(t), s, s.last+1+rapid.Uint64Range(1, 2).Draw(t, "ahead")))
}

func (r *run) send(node int, crash sim.Crash, s *session, number uint64) error {
	return r.ask(node, crash, multipaxos.Submit{
		ID: r.id(), Session: s.number, Number: number, Payload: payload(s.number, number), Ticks: deadline,
	})
}

func (r *run) close(t *rapid.T) {
	s := r.someSession(t)
	drawn.Must(t, r.ask(r.Node(t), r.Crash(t), multipaxos.Close{ID: r.id(), Session: s.number, Ticks: deadline}))
}
