package basicpaxos

import (
	"strings"
	"testing"

	"github.com/synod-paxos/synod/trace"
)

func received(m Message) Received {
	return Received{Ref: trace.Ref{Node: int(m.From), Inc: 1, Seq: 1}, Msg: m}
}

func msg1a(b Ballot) Received {
	return received(Message{Type: Msg1a, From: b.Owner(), Bal: b})
}

func msg1b(from NodeID, b Ballot, v Vote) Received {
	return received(Message{Type: Msg1b, From: from, Bal: b, Vote: v})
}

func msg2a(b Ballot, v string) Received {
	return received(Message{Type: Msg2a, From: b.Owner(), Bal: b, Val: val(v)})
}

func msg2b(from NodeID, b Ballot, v string) Received {
	return received(Message{Type: Msg2b, From: from, Bal: b, Val: val(v)})
}

// Ballots of nodes 1 and 2 in rounds 1 to 3.
const b11, b12, b21, b22, b31 = 1*1024 + 1, 1*1024 + 2, 2*1024 + 1, 2*1024 + 2, 3*1024 + 1

// TestActions calls each action of node 1 of three in a state where it is
// allowed, or just not.
func TestActions(t *testing.T) {
	preparing := State{Promised: b21, Proposer: Proposer{Bal: b21}}
	forged := msg1a(b22)
	forged.Msg.From = 3
	tests := []struct {
		name    string
		state   State
		act     func(c *Core) (Step, error)
		refused string // part of the reason; empty if it is taken
		after   State
	}{
		{"prepare", State{}, func(c *Core) (Step, error) { return c.Prepare(b11) }, "",
			State{Promised: b11, Proposer: Proposer{Bal: b11}}},
		{"prepare above another ballot of one's own", preparing, func(c *Core) (Step, error) { return c.Prepare(b31) }, "",
			State{Promised: b31, Proposer: Proposer{Bal: b31}}},
		{"prepare what is promised", preparing, func(c *Core) (Step, error) { return c.Prepare(b21) }, "is not above", State{}},
		{"prepare another's ballot", State{}, func(c *Core) (Step, error) { return c.Prepare(b12) }, "belongs to node 2", State{}},
		{"prepare no ballot", State{}, func(c *Core) (Step, error) { return c.Prepare(1) }, "is no ballot", State{}},
		{"prepare beyond the last ballot", State{}, func(c *Core) (Step, error) { return c.Prepare(1<<31 + 1) }, "is no ballot", State{}},

		{"promise", State{Promised: b11, Vote: Vote{b11, val("x")}}, func(c *Core) (Step, error) { return c.Promise(msg1a(b12)) }, "",
			State{Promised: b12, Vote: Vote{b11, val("x")}}},
		{"promise and step down", preparing, func(c *Core) (Step, error) { return c.Promise(msg1a(b22)) }, "",
			State{Promised: b22}},
		{"promise what is promised", State{Promised: b12}, func(c *Core) (Step, error) { return c.Promise(msg1a(b12)) }, "is not above", State{}},
		{"promise a forged ballot", State{}, func(c *Core) (Step, error) { return c.Promise(forged) }, "does not own it", State{}},
		{"promise on a 2a", State{}, func(c *Core) (Step, error) { return c.Promise(msg2a(b12, "x")) }, "answers a 1a", State{}},

		{"propose one's own", preparing, func(c *Core) (Step, error) {
			return c.Propose([]Received{msg1b(1, b21, Vote{}), msg1b(2, b21, Vote{})}, val("mine"))
		}, "", State{Promised: b21, Proposer: Proposer{b21, val("mine")}}},
		{"propose what is reported", preparing, func(c *Core) (Step, error) {
			return c.Propose([]Received{msg1b(1, b21, Vote{b11, val("old")}), msg1b(2, b21, Vote{b12, val("new")}), msg1b(3, b21, Vote{})}, val("new"))
		}, "", State{Promised: b21, Proposer: Proposer{b21, val("new")}}},
		{"propose a lower vote's value", preparing, func(c *Core) (Step, error) {
			return c.Propose([]Received{msg1b(1, b21, Vote{b11, val("old")}), msg1b(2, b21, Vote{b12, val("new")})}, val("old"))
		}, "which may be chosen", State{}},
		{"propose one's own over a vote", preparing, func(c *Core) (Step, error) {
			return c.Propose([]Received{msg1b(1, b21, Vote{}), msg1b(2, b21, Vote{b11, val("x")})}, val("mine"))
		}, "which may be chosen", State{}},
		{"propose without a quorum", preparing, func(c *Core) (Step, error) {
			return c.Propose([]Received{msg1b(1, b21, Vote{})}, val("mine"))
		}, "no quorum", State{}},
		{"propose with one node counted twice", preparing, func(c *Core) (Step, error) {
			return c.Propose([]Received{msg1b(2, b21, Vote{}), msg1b(2, b21, Vote{})}, val("mine"))
		}, "counted twice", State{}},
		{"propose with a stranger", preparing, func(c *Core) (Step, error) {
			return c.Propose([]Received{msg1b(1, b21, Vote{}), msg1b(9, b21, Vote{})}, val("mine"))
		}, "not in the cluster", State{}},
		{"propose with promises of two ballots", preparing, func(c *Core) (Step, error) {
			return c.Propose([]Received{msg1b(1, b21, Vote{}), msg1b(2, b11, Vote{})}, val("mine"))
		}, "is not a 1b of", State{}},
		{"propose twice", State{Promised: b21, Proposer: Proposer{b21, val("mine")}}, func(c *Core) (Step, error) {
			return c.Propose([]Received{msg1b(1, b21, Vote{}), msg1b(2, b21, Vote{})}, val("mine"))
		}, "not in phase 1", State{}},
		{"propose nothing", preparing, func(c *Core) (Step, error) {
			return c.Propose([]Received{msg1b(1, b21, Vote{}), msg1b(2, b21, Vote{})}, Value{})
		}, "no value", State{}},
		{"propose on nothing", State{}, func(c *Core) (Step, error) { return c.Propose(nil, val("x")) }, "no promises", State{}},

		{"accept", State{Promised: b12}, func(c *Core) (Step, error) { return c.Accept(msg2a(b12, "x")) }, "",
			State{Promised: b12, Vote: Vote{b12, val("x")}}},
		{"accept what was never promised, and step down", preparing, func(c *Core) (Step, error) { return c.Accept(msg2a(b22, "x")) }, "",
			State{Promised: b22, Vote: Vote{b22, val("x")}}},
		{"accept one's own", State{Promised: b21, Proposer: Proposer{b21, val("x")}}, func(c *Core) (Step, error) { return c.Accept(msg2a(b21, "x")) }, "",
			State{Promised: b21, Vote: Vote{b21, val("x")}, Proposer: Proposer{b21, val("x")}}},
		{"accept below the promise", State{Promised: b21}, func(c *Core) (Step, error) { return c.Accept(msg2a(b12, "x")) }, "is below", State{}},
		{"accept twice", State{Promised: b12, Vote: Vote{b12, val("x")}}, func(c *Core) (Step, error) { return c.Accept(msg2a(b12, "x")) }, "voted in", State{}},
		{"accept on a 2b", State{}, func(c *Core) (Step, error) { return c.Accept(msg2b(2, b12, "x")) }, "answers a 2a", State{}},
		{"accept too much", State{}, func(c *Core) (Step, error) { return c.Accept(msg2a(b12, strings.Repeat("x", MaxValue+1))) }, "at most", State{}},

		{"learn", State{}, func(c *Core) (Step, error) {
			return c.Learn([]Received{msg2b(2, b12, "x"), msg2b(3, b12, "x")})
		}, "", State{Decided: val("x")}},
		{"learn from a minority", State{}, func(c *Core) (Step, error) { return c.Learn([]Received{msg2b(2, b12, "x")}) }, "no quorum", State{}},
		{"learn from votes in two ballots", State{}, func(c *Core) (Step, error) {
			return c.Learn([]Received{msg2b(2, b12, "x"), msg2b(3, b22, "x")})
		}, "is not a 2b of", State{}},
		{"learn from votes for two values", State{}, func(c *Core) (Step, error) {
			return c.Learn([]Received{msg2b(2, b12, "x"), msg2b(3, b12, "y")})
		}, "different values", State{}},
		{"learn from one node twice", State{}, func(c *Core) (Step, error) {
			return c.Learn([]Received{msg2b(2, b12, "x"), msg2b(2, b12, "x")})
		}, "counted twice", State{}},
		{"learn again", State{Decided: val("x")}, func(c *Core) (Step, error) {
			return c.Learn([]Received{msg2b(2, b12, "x"), msg2b(3, b12, "x")})
		}, "already", State{}},
		{"learn from nothing", State{}, func(c *Core) (Step, error) { return c.Learn(nil) }, "no votes", State{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			core, err := FromState(testConfig(1, 1, 1, 2, 3), tt.state, 7)
			if err != nil {
				t.Fatal(err)
			}
			step, err := tt.act(core)
			if tt.refused != "" {
				checkRefused(t, core, tt.state, err, tt.refused)
				return
			}
			if err != nil {
				t.Fatalf("refused: %v", err)
			}
			if core.State() != tt.after {
				t.Errorf("the state is %+v, not %+v", core.State(), tt.after)
			}
			if want := (trace.Ref{Node: 1, Inc: 1, Seq: 8}); step.Event.Ref != want {
				t.Errorf("the event is %v, not %v", step.Event.Ref, want)
			}
			proposed := tt.state.Proposer.Val.IsNone() && !tt.after.Proposer.Val.IsNone()
			durable := tt.state.Promised != tt.after.Promised || tt.state.Vote != tt.after.Vote || proposed
			if step.Durable != durable {
				t.Errorf("durable: %v, not %v", step.Durable, durable)
			}
		})
	}
}

func checkRefused(t *testing.T, core *Core, before State, err error, reason string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), reason) {
		t.Errorf("the outcome is %v, not a refusal with %q", err, reason)
	}
	if core.State() != before || core.Seq() != 7 {
		t.Errorf("a refusal has changed the core to %+v, event %d", core.State(), core.Seq())
	}
}

func TestConfig(t *testing.T) {
	for name, change := range map[string]func(*Config){
		"not a member":   func(c *Config) { c.Node = 4 },
		"out of order":   func(c *Config) { c.Nodes = []NodeID{2, 1} },
		"twice":          func(c *Config) { c.Nodes = []NodeID{1, 1, 2} },
		"negative":       func(c *Config) { c.Nodes = []NodeID{-1, 1} },
		"too large":      func(c *Config) { c.Nodes = []NodeID{1, 1024} },
		"incarnation 0":  func(c *Config) { c.Inc = 0 },
		"without a name": func(c *Config) { c.Name = nil },
		"without chance": func(c *Config) { c.Rand = nil },
		"empty":          func(c *Config) { c.Nodes = nil },
	} {
		c := testConfig(1, 1, 1, 2, 3)
		change(&c)
		if _, err := New(c); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestBallots(t *testing.T) {
	for _, tt := range []struct {
		round int64
		node  NodeID
		want  Ballot
	}{{1, 0, 1024}, {1, 1, 1025}, {2, 1023, 3071}, {1<<21 - 1, 1023, 1<<31 - 1}} {
		b := NewBallot(tt.round, tt.node)
		if b != tt.want || b.Round() != tt.round || b.Owner() != tt.node {
			t.Errorf("round %d of node %d is %v", tt.round, tt.node, b)
		}
	}
}

// TestLastBallot: when there is no higher ballot, the node stops trying and the
// client is told that nothing is known.
func TestLastBallot(t *testing.T) {
	last := NewBallot(1<<21-1, 1)
	core, err := FromState(testConfig(1, 1, 1), State{Promised: last}, 0)
	if err != nil {
		t.Fatal(err)
	}
	u := core.Step(Propose{ID: 1, Value: val("x"), Ticks: 2}, Tick{}, Tick{})
	if len(u.steps) != 0 || len(u.answers) != 1 || u.answers[0].Outcome != Unknown {
		t.Errorf("the effects are %+v", u)
	}
}

func TestRequestsAreBounded(t *testing.T) {
	core, err := New(testConfig(1, 1, 1, 2, 3))
	if err != nil {
		t.Fatal(err)
	}
	for i := range MaxRequests {
		if u := core.Step(Get{ID: uint64(i + 1), Ticks: 10}); len(u.answers) != 0 {
			t.Fatalf("request %d is answered at once", i+1)
		}
	}
	u := core.Step(Get{ID: 5000, Ticks: 10}, Propose{ID: 5001, Value: val(strings.Repeat("x", MaxValue+1))})
	if len(u.answers) != 2 || u.answers[0].Outcome != Rejected || u.answers[1].Outcome != Rejected {
		t.Errorf("the answers are %+v", u.answers)
	}
}

// TestLateGet: "undecided" is not for a client that asked after promises had
// been given: meanwhile a value may have been chosen.
func TestLateGet(t *testing.T) {
	core, err := New(testConfig(1, 1, 1, 2, 3))
	if err != nil {
		t.Fatal(err)
	}
	first := core.Step(Get{ID: 1, Ticks: 10})
	first.answers = append(first.answers, core.Step(Get{ID: 2, Ticks: 10}).answers...)
	u := core.Step(Deliver{msg1b(1, b11, Vote{})}, Deliver{msg1b(2, b11, Vote{})})
	if len(first.answers) != 0 || len(u.answers) != 1 || u.answers[0].ID != 1 || u.answers[0].Outcome != Undecided {
		t.Errorf("the answers are %+v, then %+v", first.answers, u.answers)
	}
	if len(u.steps) != 1 || u.steps[0].Event.Action != "Prepare" {
		t.Errorf("the second client gets no round of its own: %+v", u.steps)
	}
}
