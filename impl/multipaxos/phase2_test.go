package multipaxos

import (
	"testing"
)

// TestPhase2 has a node propose, vote and refuse.
func TestPhase2(t *testing.T) {
	leader := State{Promised: b21, Lead: Lead{b21, 3}, Upto: 2}
	propose := func(b Ballot, s Slot, v *Value, rs []Received) func(c *Core) (Step, error) {
		return func(c *Core) (Step, error) { return c.Propose(b, s, v, rs) }
	}
	accept := func(m Received) func(c *Core) (Step, error) {
		return func(c *Core) (Step, error) { return c.Accept(m) }
	}
	refuses := func(m Received) func(c *Core) (Step, error) {
		return func(c *Core) (Step, error) { return c.Refuse(m) }
	}
	ask := func(cmd Command) func(c *Core) (Step, error) {
		return func(c *Core) (Step, error) { return c.Request(cmd) }
	}
	xy := val("x", "y")
	voted := State{Promised: b21, Votes: []SlotVote{slotVote(3, b12, x), slotVote(4, b21, y)}, Trunc: 2}
	garbled := msg2a(b22, 3, x)
	garbled.Msg.Val = y.Digest()
	stranger := requests(x)
	stranger[0].Msg.From = 7
	for _, test := range []actionTest{
		{"request", State{}, ask(x.Commands()[0]), "", "request []", nil},
		{"request with a number too high", State{}, ask(Command{Session: 1, Number: 1 << 63}), "too high", "", nil},

		{"propose", leader, propose(b21, 3, xy, requests(xy)), "", "2a [1 2 3]", func(s State) State { s.Lead.Next = 4; return s }},
		{"propose in another slot", leader, propose(b21, 4, x, requests(x)), "is not the next one", "", nil},
		{"propose in a slot again", leader, propose(b21, 2, x, requests(x)), "is not the next one", "", nil},
		{"propose in another ballot", leader, propose(b11, 3, x, requests(x)), "is not the next one", "", nil},
		{"propose as a candidate", State{Promised: b21, Lead: Lead{Bal: b21}}, propose(b21, 0, x, requests(x)), "is not the next one", "", nil},
		{"propose as nobody", State{}, propose(0, 0, x, requests(x)), "is not the next one", "", nil},
		{"propose beyond the window", with(leader, func(s *State) { s.Lead.Next = 6 }), propose(b21, 6, x, requests(x)), "too far ahead", "", nil},
		{"propose a no-op", leader, propose(b21, 3, nil, nil), "no-op", "", nil},
		{"propose what nobody asks for", leader, propose(b21, 3, x, nil), "0 requests for 1 commands", "", nil},
		{"propose what others ask for", leader, propose(b21, 3, x, requests(y)), "nobody has asked for command 1", "", nil},
		{"propose on a 2a", leader, propose(b21, 3, x, []Received{msg2a(b21, 3, x)}), "one of type request is needed", "", nil},
		{"propose for a stranger", leader, propose(b21, 3, x, stranger), "not in the cluster", "", nil},

		{"accept", leader, accept(msg2a(b21, 3, x)), "", "2b [1]", func(s State) State { s.Votes = []SlotVote{slotVote(3, b21, x)}; return s }},
		{"accept a no-op", State{}, accept(msg2a(b12, 3, nil)), "", "2b [2]", func(s State) State { s.Promised, s.Votes = b12, []SlotVote{slotVote(3, b12, nil)}; return s }},
		{"accept a higher ballot", leader, accept(msg2a(b22, 9, x)), "", "2b [2]",
			func(s State) State {
				s.Promised, s.Lead, s.Votes = b22, Lead{}, []SlotVote{slotVote(9, b22, x)}
				return s
			}},
		{"accept over a vote", voted, accept(msg2a(b21, 3, y)), "", "2b [1]", func(s State) State { s.Votes = []SlotVote{slotVote(3, b21, y), voted.Votes[1]}; return s }},
		{"accept twice", voted, accept(msg2a(b21, 4, y)), "already", "", nil},
		{"accept below a promise", voted, accept(msg2a(b12, 5, x)), "is below", "", nil},
		{"accept where votes are forgotten", voted, accept(msg2a(b21, 1, x)), "keeps no votes below slot 2", "", nil},
		{"accept another value than is named", voted, accept(garbled), "another value", "", nil},
		{"accept on a 1a", voted, accept(msg1a(b22, 3)), "one of type 2a is needed", "", nil},

		{"refuse a 1a", voted, refuses(msg1a(b12, 1)), "", "refusal [2]", nil},
		{"refuse a 2a", voted, refuses(msg2a(b11, 3, x)), "", "refusal [1]", nil},
		{"refuse what is promised", voted, refuses(msg1a(b21, 1)), "has promised no ballot above", "", nil},
		{"refuse a 2b", voted, refuses(msg2b(2, b11, 3, x)), "nothing to refuse", "", nil},
		{"refuse no ballot", voted, refuses(msg1a(1, 1)), "is no ballot", "", nil},
	} {
		t.Run(test.name, test.run)
	}
}

// TestNamedOnce: a command that comes with its name is not named again.
func TestNamedOnce(t *testing.T) {
	calls := 0
	cfg := testConfig(1, 1, 2, 3)
	cfg.Name = func(payload []byte) string { calls++; return "name of " + string(payload) }
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, given := range []string{"", cfg.Name([]byte("x"))} {
		calls = 0
		step, err := c.Request(Command{Session: 1, Number: 1, Name: given, Payload: []byte("x")})
		if err != nil {
			t.Fatal(err)
		}
		if got := step.Sends()[0].Msg.Cmd.Name; got != "name of x" || (calls == 0) != (given != "") {
			t.Errorf("a command with the name %q gets the name %q, by %d calls of Name", given, got, calls)
		}
	}
}
