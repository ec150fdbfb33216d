package multipaxos

import (
	"testing"
)

// TestPhase1 has a node start ballots, promise, lead and step down.
func TestPhase1(t *testing.T) {
	candidate := State{Promised: b21, Lead: Lead{Bal: b21}}
	voted := State{Promised: b12, Votes: []SlotVote{slotVote(2, b11, x), slotVote(5, b12, y)}}
	prepare := func(b Ballot) func(c *Core) (Step, error) { return func(c *Core) (Step, error) { return c.Prepare(b) } }
	promise := func(m Received) func(c *Core) (Step, error) {
		return func(c *Core) (Step, error) { return c.Promise(m) }
	}
	lead := func(ms ...Received) func(c *Core) (Step, error) {
		return func(c *Core) (Step, error) { return c.Lead(ms) }
	}
	down := func(m Received) func(c *Core) (Step, error) {
		return func(c *Core) (Step, error) { return c.StepDown(m) }
	}
	promised := func(b Ballot) func(State) State {
		return func(s State) State { s.Promised, s.Lead = b, Lead{}; return s }
	}
	leads := func(next Slot) func(State) State {
		return func(s State) State { s.Lead.Next = next; return s }
	}
	forged := msg1a(b22, 1)
	forged.Msg.From = 3
	for _, test := range []actionTest{
		{"prepare", voted, prepare(b21), "", "1a [2 3], 1b [1]", func(s State) State { s.Promised, s.Lead = b21, Lead{Bal: b21}; return s }},
		{"prepare above one's own", candidate, prepare(b31), "", "1a [2 3], 1b [1]", func(s State) State { s.Promised, s.Lead = b31, Lead{Bal: b31}; return s }},
		{"prepare what is promised", candidate, prepare(b21), "is not above", "", nil},
		{"prepare another's ballot", State{}, prepare(b12), "belongs to node 2", "", nil},
		{"prepare no ballot", State{}, prepare(1), "is no ballot", "", nil},
		{"prepare beyond the last ballot", State{}, prepare(1<<31 + 1), "is no ballot", "", nil},

		{"promise", voted, promise(msg1a(b22, 3)), "", "1b [2]", promised(b22)},
		{"promise and step down", candidate, promise(msg1a(b22, 1)), "", "1b [2]", promised(b22)},
		{"promise what is promised", voted, promise(msg1a(b12, 1)), "is not above", "", nil},
		{"promise a forged ballot", State{}, promise(forged), "does not own it", "", nil},
		{"promise from no slot", State{}, promise(msg1a(b22, 0)), "is no slot", "", nil},
		{"promise on a 2a", State{}, promise(msg2a(b22, 1, x)), "one of type 1a is needed", "", nil},

		{"lead, nothing reported", candidate, lead(msg1b(1, b21, 1), msg1b(3, b21, 1)), "", "", leads(1)},
		{"lead and fill a hole", candidate, lead(msg1b(1, b21, 1, slotVote(1, b11, x)), msg1b(2, b21, 1, slotVote(3, b12, y))),
			"", "2a [1 2 3], 2a [1 2 3], 2a [1 2 3]", leads(4)},
		{"lead above what others forgot", candidate, lead(msg1b(1, b21, 1, slotVote(1, b11, x)), msg1b(2, b21, 3, slotVote(3, b12, y))),
			"", "2a [1 2 3]", leads(4)},
		{"lead above one's prefix", with(candidate, func(s *State) { s.Upto = 6 }), lead(msg1b(1, b21, 1, slotVote(4, b11, x)), msg1b(2, b21, 2)), "", "", leads(6)},
		{"lead twice", State{Promised: b21, Lead: Lead{b21, 1}}, lead(msg1b(1, b21, 1), msg1b(2, b21, 1)), "is not a candidate", "", nil},
		{"lead without promises", candidate, lead(), "no promises", "", nil},
		{"lead as no candidate", State{}, lead(received(Message{Type: Msg1b, From: 1}), msg1b(2, 0, 1)), "is not a candidate", "", nil},
		{"lead without a quorum", candidate, lead(msg1b(2, b21, 1)), "no quorum", "", nil},
		{"lead with one counted twice", candidate, lead(msg1b(2, b21, 1), msg1b(2, b21, 1)), "counted twice", "", nil},
		{"lead with a promise of another ballot", candidate, lead(msg1b(1, b21, 1), msg1b(2, b31, 1)), "is not a 1b of", "", nil},
		{"lead with a stranger's", candidate, lead(msg1b(1, b21, 1), msg1b(7, b21, 1)), "not in the cluster", "", nil},
		{"lead over a future vote", candidate, lead(msg1b(1, b21, 1), msg1b(2, b21, 1, slotVote(1, b21, x))), "reports a vote in ballot", "", nil},
		{"lead over votes out of order", candidate, lead(msg1b(1, b21, 1), msg1b(2, b21, 1, slotVote(2, b11, x), slotVote(1, b11, x))), "out of order", "", nil},
		{"lead over a forgotten vote", candidate, lead(msg1b(1, b21, 1), msg1b(2, b21, 3, slotVote(2, b11, x))), "out of order", "", nil},
		{"lead far away", candidate, lead(msg1b(1, b21, 1), msg1b(2, b21, 1, slotVote(1<<40, b11, x))), "while all is known below slot 1 only", "", nil},
		{"lead without truncation", candidate, lead(msg1b(1, b21, 0), msg1b(2, b21, 1)), "is no slot", "", nil},

		{"step down", candidate, down(msgRefusal(b21, b22)), "", "", func(s State) State { s.Lead = Lead{}; return s }},
		{"step down from another ballot", candidate, down(msgRefusal(b11, b22)), "", "", func(s State) State { s.Lead = Lead{}; return s }},
		{"step down from nothing", State{}, down(msgRefusal(b11, b22)), "runs no ballot", "", nil},
		{"step down for one's own", candidate, down(msgRefusal(b11, b21)), "is not below", "", nil},
		{"step down for a lower ballot", candidate, down(msgRefusal(b22, b21)), "a refusal of", "", nil},
	} {
		t.Run(test.name, test.run)
	}
}
