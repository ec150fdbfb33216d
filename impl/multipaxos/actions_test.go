package multipaxos

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/trace"
)

// Ballots of nodes 1 and 2 in rounds 1 to 3.
const b11, b12, b21, b22, b31 = 1*1024 + 1, 1*1024 + 2, 2*1024 + 1, 2*1024 + 2, 3*1024 + 1

func received(m Message) Received {
	return Received{Ref: trace.Ref{Node: int(m.From), Inc: 1, Seq: 1}, Msg: &m}
}

// val is a value of some commands of session 9, which nobody opens.
func val(names ...string) *Value {
	var commands []Command
	for i, name := range names {
		commands = append(commands, Command{Session: 9, Number: uint64(i + 1), Name: name, Payload: []byte(name)})
	}
	return NewValue(commands)
}

func requests(v *Value) []Received {
	var rs []Received
	for _, c := range v.Commands() {
		rs = append(rs, request(c))
	}
	return rs
}

func request(c Command) Received { return received(Message{Type: MsgRequest, From: 3, Cmd: c}) }

func msg1a(b Ballot, i Slot) Received {
	return received(Message{Type: Msg1a, From: b.Owner(), Bal: b, Slot: i})
}

func msg1b(from NodeID, b Ballot, trunc Slot, votes ...SlotVote) Received {
	return received(Message{Type: Msg1b, From: from, Bal: b, Slot: 1, Trunc: trunc, Votes: votes})
}

func msg2a(b Ballot, s Slot, v *Value) Received {
	return received(Message{Type: Msg2a, From: b.Owner(), Bal: b, Slot: s, Val: v.Digest(), Body: v})
}

func msg2b(from NodeID, b Ballot, s Slot, v *Value) Received {
	return received(Message{Type: Msg2b, From: from, Bal: b, Slot: s, Val: v.Digest()})
}

func msgEntry(from NodeID, b Ballot, s Slot, v, body *Value) Received {
	return received(Message{Type: MsgEntry, From: from, Bal: b, Slot: s, Val: v.Digest(), Body: body})
}

func msgRefusal(b, promised Ballot) Received {
	return received(Message{Type: MsgRefusal, From: 2, Bal: b, Promised: promised})
}

func msgSnapshot(x *Snap) Received { return received(Message{Type: MsgSnapshot, From: 2, Snap: x}) }

func slotVote(s Slot, b Ballot, v *Value) SlotVote { return SlotVote{s, Vote{b, v}} }

var x, y, z = val("x"), val("y"), val("z")

// opened is a state with one open session, whose last command was its second.
var opened = State{
	Trunc: 1, Upto: 4, Opened: 2, Prefix: Prefix{1},
	Done: []Done{{Session: 1, Last: Command{Session: 1, Number: 2, Name: "c"}, Result: []byte("r")}},
}

// with is a state with a change.
func with(s State, change func(s *State)) State {
	change(&s)
	return s
}

func withSnap(s State) State {
	return with(s, func(s *State) { s.Snap = &Snap{Upto: s.Upto, Prefix: s.Prefix, Opened: s.Opened, Done: s.Done} })
}

// An actionTest calls an action of node 1 of three.
type actionTest struct {
	name    string
	state   State
	act     func(c *Core) (Step, error)
	refused string                       // part of the reason; empty if it is taken
	sends   string                       // if it is taken: the types of its messages and whom they are for
	after   func(before State) (s State) // what becomes of the state; nil if nothing does
}

func (test actionTest) run(t *testing.T) {
	if test.state.Upto == 0 {
		test.state.Upto = 1
	}
	if test.state.Trunc == 0 {
		test.state.Trunc = 1
	}
	c, err := FromState(testConfig(1, 1, 2, 3), test.state, 7)
	if err != nil {
		t.Fatal(err)
	}
	step, err := test.act(c)
	want := test.state
	switch {
	case test.refused != "" && (err == nil || !strings.Contains(err.Error(), test.refused)):
		t.Errorf("got %v, want %q in it", err, test.refused)
	case test.refused == "" && err != nil:
		t.Errorf("refused: %v", err)
	case test.refused == "":
		if test.after != nil {
			want = test.after(want)
		}
		if got := sends(step); got != test.sends {
			t.Errorf("it sends %s, want %s", got, test.sends)
		}
		if step.Ref() != (trace.Ref{Node: 1, Inc: 1, Seq: 8}) || step.Action() != step.Event().Action {
			t.Errorf("it is %v, %s", step.Ref(), step.Action())
		}
	}
	if got := c.State(); !reflect.DeepEqual(got, want) {
		t.Errorf("the state is\n%+v, want\n%+v", got, want)
	}
}

func sends(step Step) string {
	var out []string
	for _, s := range step.Sends() {
		out = append(out, fmt.Sprintf("%v %v", s.Msg.Type, s.To))
	}
	return strings.Join(out, ", ")
}

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

func TestLearning(t *testing.T) {
	leader := State{Promised: b21, Lead: Lead{b21, 3}, Upto: 2}
	voted := State{Promised: b12, Votes: []SlotVote{slotVote(3, b12, x)}, Known: []SlotValue{{5, y}}, Upto: 2}
	learn := func(body *Value, votes ...Received) func(c *Core) (Step, error) {
		return func(c *Core) (Step, error) { return c.Learn(votes, body) }
	}
	notice := func(m Received) func(c *Core) (Step, error) {
		return func(c *Core) (Step, error) { return c.Notice(m) }
	}
	catchUp := func(m Received) func(c *Core) (Step, error) {
		return func(c *Core) (Step, error) { return c.CatchUp(m) }
	}
	knows := func(s Slot, v *Value) func(State) State {
		return func(state State) State {
			state.Known = append([]SlotValue{{s, v}}, state.Known...)
			return state
		}
	}
	for _, test := range []actionTest{
		{"learn as the leader", leader, learn(x, msg2b(1, b21, 2, x), msg2b(3, b21, 2, x)), "", "entry [2 3]", knows(2, x)},
		{"learn as another", voted, learn(x, msg2b(1, b21, 2, x), msg2b(3, b21, 2, x)), "", "entry []", knows(2, x)},
		{"learn a no-op", voted, learn(nil, msg2b(2, b21, 2, nil), msg2b(3, b21, 2, nil)), "", "entry []", knows(2, nil)},
		{"learn what is applied", leader, learn(x, msg2b(1, b21, 1, x), msg2b(3, b21, 1, x)), "has applied slot 1", "", nil},
		{"learn what is known", voted, learn(y, msg2b(1, b21, 5, y), msg2b(3, b21, 5, y)), "knows what is chosen in slot 5", "", nil},
		{"learn without votes", leader, learn(x), "no votes", "", nil},
		{"learn without a quorum", leader, learn(x, msg2b(1, b21, 2, x)), "no quorum", "", nil},
		{"learn from one vote counted twice", leader, learn(x, msg2b(1, b21, 2, x), msg2b(1, b21, 2, x)), "counted twice", "", nil},
		{"learn from votes in two ballots", leader, learn(x, msg2b(1, b21, 2, x), msg2b(3, b22, 2, x)), "is not a 2b of", "", nil},
		{"learn from votes for two values", leader, learn(x, msg2b(1, b21, 2, x), msg2b(3, b21, 2, y)), "different values", "", nil},
		{"learn from votes in two slots", leader, learn(x, msg2b(1, b21, 2, x), msg2b(3, b21, 3, x)), "different values or slots", "", nil},
		{"learn another value", leader, learn(y, msg2b(1, b21, 2, x), msg2b(3, b21, 2, x)), "for another value", "", nil},
		{"learn from proposals", leader, learn(x, msg2a(b21, 2, x), msg2a(b21, 2, x)), "one of type 2b is needed", "", nil},
		{"learn from a stranger", leader, learn(x, msg2b(1, b21, 2, x), msg2b(9, b21, 2, x)), "not in the cluster", "", nil},

		{"notice", voted, notice(msgEntry(2, b12, 3, x, nil)), "", "entry []", knows(3, x)},
		{"notice without a vote", voted, notice(msgEntry(2, b12, 2, x, nil)), "has no vote", "", nil},
		{"notice of another ballot", voted, notice(msgEntry(2, b21, 3, x, nil)), "has no vote in", "", nil},
		{"notice of another value", voted, notice(msgEntry(2, b12, 3, y, nil)), "two values", "", nil},
		{"notice of what is known", voted, notice(msgEntry(2, b12, 5, y, nil)), "knows", "", nil},
		{"notice on a 2b", voted, notice(msg2b(2, b12, 3, x)), "one of type entry is needed", "", nil},

		{"catch up", voted, catchUp(msgEntry(2, b22, 2, x, x)), "", "entry []", knows(2, x)},
		{"catch up with a no-op", voted, catchUp(msgEntry(2, b22, 4, nil, nil)), "", "entry []", knows(4, nil)},
		{"catch up from a notice", voted, catchUp(msgEntry(2, b22, 2, x, nil)), "does not tell the value", "", nil},
		{"catch up with another value than is named", voted, catchUp(msgEntry(2, b22, 2, x, y)), "another value", "", nil},
		{"catch up with what is applied", voted, catchUp(msgEntry(2, b22, 1, x, x)), "has applied", "", nil},
		{"catch up on a 2a", voted, catchUp(msg2a(b22, 2, x)), "one of type entry is needed", "", nil},
	} {
		t.Run(test.name, test.run)
	}
}

func TestApplying(t *testing.T) {
	open := Command{Name: "o", Payload: []byte("o")}
	next := Command{Session: 1, Number: 3, Name: "n", Payload: []byte("n")}
	early := Command{Session: 1, Number: 4, Name: "e"}
	again := Command{Session: 1, Number: 2, Name: "c"}
	ended := Command{Session: 1, Name: "end"}
	late := Command{Session: 2, Number: 1, Name: "l"}
	future := Command{Session: 4, Number: 1, Name: "f"}
	knows := func(v *Value) State { return with(opened, func(s *State) { s.Known = []SlotValue{{4, v}, {6, x}} }) }
	applies := func(v *Value, openedAfter uint64, done ...Done) func(State) State {
		return func(s State) State {
			s.Upto, s.Prefix, s.Opened, s.Done = 5, s.Prefix.Extend(v.Digest()), openedAfter, done
			s.Known = s.Known[1:]
			return s
		}
	}
	unpaid := func(c Command) Command { c.Payload = nil; return c }
	apply := func(s Slot) func(c *Core) (Step, error) { return func(c *Core) (Step, error) { return c.Apply(s) } }
	respond := func(k Session, cmd Command) func(c *Core) (Step, error) {
		return func(c *Core) (Step, error) { return c.Respond(k, &cmd) }
	}
	retry := func(m Received) func(c *Core) (Step, error) {
		return func(c *Core) (Step, error) { return c.RetryInOrder(m) }
	}
	gone := func(m Received) func(c *Core) (Step, error) {
		return func(c *Core) (Step, error) { return c.SessionExpired(m) }
	}
	v1, v2 := NewValue([]Command{open, early, late, future, again}), NewValue([]Command{next, ended})
	v3 := NewValue([]Command{next, next})
	for _, test := range []actionTest{
		{"apply", knows(v1), apply(4), "", "", applies(v1, 3, opened.Done[0], Done{Session: 3, Last: unpaid(open)})},
		{"apply to the end of a session", knows(v2), apply(4), "", "", applies(v2, 2)},
		{"apply the same twice", knows(v3), apply(4), "", "", applies(v3, 2, Done{Session: 1, Last: unpaid(next), Result: []byte("1:n")})},
		{"apply a no-op", knows(nil), apply(4), "", "", applies(nil, 2, opened.Done[0])},
		{"apply past a gap", knows(x), apply(6), "is not the next one", "", nil},
		{"apply what is unknown", opened, apply(4), "does not know", "", nil},

		{"respond", opened, respond(1, again), "", "reply []", nil},
		{"respond to the wrong session", opened, respond(2, again), "is not the last", "", nil},
		{"respond to another command", opened, respond(1, next), "is not the last", "", nil},
		{"respond to another payload", opened, respond(1, Command{Session: 1, Number: 2, Name: "d"}), "is not the last", "", nil},

		{"retry", opened, retry(request(early)), "", "retry []", nil},
		{"retry the next", opened, retry(request(next)), "is not ahead", "", nil},
		{"retry the last", opened, retry(request(again)), "is not ahead", "", nil},
		{"retry what is over", opened, retry(request(late)), "is not ahead", "", nil},
		{"retry on a 2a", opened, retry(msg2a(b12, 1, x)), "one of type request is needed", "", nil},

		{"expired", opened, gone(request(late)), "", "expired []", nil},
		{"expired but open", opened, gone(request(early)), "was not closed", "", nil},
		{"expired but to come", opened, gone(request(future)), "was not closed", "", nil},
		{"expired but opens", opened, gone(request(open)), "was not closed", "", nil},
		{"expired on a 2a", opened, gone(msg2a(b12, 1, x)), "one of type request is needed", "", nil},
	} {
		t.Run(test.name, test.run)
	}
}

func TestSnapshots(t *testing.T) {
	votes := []SlotVote{slotVote(2, b11, x), slotVote(3, b11, y), slotVote(6, b12, z)}
	full := withSnap(with(opened, func(s *State) {
		s.Promised, s.Lead, s.Votes, s.Known = b21, Lead{b21, 7}, votes, []SlotValue{{5, x}, {6, y}}
	}))
	taken := &Snap{Upto: 6, Prefix: Prefix{7}, Opened: 3, Done: []Done{{Session: 3, Last: Command{Name: "o"}}}}
	snapshot := func(c *Core) (Step, error) { return c.Snapshot() }
	truncate := func(s Slot) func(c *Core) (Step, error) {
		return func(c *Core) (Step, error) { return c.Truncate(s) }
	}
	install := func(x *Snap) func(c *Core) (Step, error) {
		return func(c *Core) (Step, error) { return c.InstallSnapshot(msgSnapshot(x)) }
	}
	for _, test := range []actionTest{
		{"snapshot", opened, snapshot, "", "snapshot []", withSnap},
		{"snapshot twice", full, snapshot, "has applied nothing since", "", nil},

		{"truncate", full, truncate(3), "", "", func(s State) State { s.Trunc, s.Votes = 3, votes[1:]; return s }},
		{"truncate all that is covered", full, truncate(4), "", "", func(s State) State { s.Trunc, s.Votes = 4, votes[2:]; return s }},
		{"truncate what is not covered", full, truncate(5), "does not cover", "", nil},
		{"truncate nothing", full, truncate(1), "forgotten already", "", nil},

		{"install", full, install(taken), "", "snapshot []", func(s State) State {
			s.Snap, s.Trunc, s.Votes, s.Known = taken, 6, votes[2:], []SlotValue{{6, y}}
			s.Upto, s.Prefix, s.Opened, s.Done = 6, Prefix{7}, 3, taken.Done
			return s
		}},
		{"install what is applied", full, install(&Snap{Upto: 4}), "has applied", "", nil},
		{"install nothing", full, install(nil), "without content", "", nil},
		{"install sessions out of order", full, install(&Snap{Upto: 9, Opened: 3, Done: []Done{{Session: 2}, {Session: 1}}}), "out of order", "", nil},
		{"install a session to come", full, install(&Snap{Upto: 9, Opened: 3, Done: []Done{{Session: 4}}}), "out of order", "", nil},
		{"install a broken image", full, install(&Snap{Upto: 9, Image: []byte{200}}), "not an image", "", nil},
		{"install numbers too high", full, install(&Snap{Upto: 9, Opened: 3, Done: []Done{{Session: 2, Last: Command{Number: 1 << 63}}}}), "too high", "", nil},
	} {
		t.Run(test.name, test.run)
	}
}

// A mute machine can neither be saved nor loaded.
type mute struct{ tape }

var errMute = errors.New("mute")

func (mute) Save(io.Writer) error { return errMute }
func (mute) Load(io.Reader) error { return errMute }

func TestMachineFails(t *testing.T) {
	cfg := testConfig(1, 1, 2, 3)
	cfg.Machine = &mute{}
	c, err := FromState(cfg, opened, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Snapshot(); !errors.Is(err, errMute) {
		t.Errorf("snapshot: %v", err)
	}
	if _, err := c.InstallSnapshot(msgSnapshot(&Snap{Upto: 9})); !errors.Is(err, errMute) {
		t.Errorf("install: %v", err)
	}
	if got := c.State(); !reflect.DeepEqual(got, opened) {
		t.Errorf("the state is %+v", got)
	}
	var d Durable
	if err := d.Begin(Checkpoint{State: []trace.Change{{Path: "snap", Value: taken.abstract()}}, Snapshot: taken}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Restart(cfg, d); !errors.Is(err, errMute) {
		t.Errorf("restart: %v", err)
	}
}

var taken = &Snap{Upto: 6, Prefix: Prefix{7}}

// TestStrangeMessages has messages that no node sends refused.
func TestStrangeMessages(t *testing.T) {
	c, err := New(testConfig(1, 1, 2, 3))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []Message{
		{},
		{From: 1},
		{Type: 12, From: 1},
		{Type: MsgRequest, From: 4},
		{Type: MsgRequest, From: 1, Cmd: Command{Session: 1 << 63}},
		{Type: MsgSnapshot, From: 1},
		{Type: Msg1b, From: 1, Bal: b11, Slot: 1},
		{Type: Msg2a, From: 1, Bal: b11, Slot: 1},
		{Type: Msg2b, From: 1, Bal: 7 * 1024, Slot: 1},
		{Type: MsgEntry, From: 1, Bal: b11, Slot: -1},
		{Type: MsgRefusal, From: 1, Bal: b21, Promised: b21},
	} {
		if err := c.checkMessage(&m); err == nil {
			t.Errorf("%+v is taken", m)
		}
	}
}

func TestConfig(t *testing.T) {
	good := testConfig(1, 1, 2, 3)
	for _, test := range []struct {
		want   string
		change func(cfg *Config)
	}{
		{"ascending", func(cfg *Config) { cfg.Nodes = []NodeID{2, 1} }},
		{"ascending", func(cfg *Config) { cfg.Nodes = []NodeID{1, 1} }},
		{"is not one of", func(cfg *Config) { cfg.Node = 4 }},
		{"0 to 1023", func(cfg *Config) { cfg.Nodes = []NodeID{1, 1024} }},
		{"from 1", func(cfg *Config) { cfg.Inc = 0 }},
		{"needed", func(cfg *Config) { cfg.Name = nil }},
		{"needed", func(cfg *Config) { cfg.Rand = nil }},
		{"needed", func(cfg *Config) { cfg.Machine = nil }},
	} {
		cfg := good
		test.change(&cfg)
		if _, err := New(cfg); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v, want %q in it", err, test.want)
		}
	}
}
