package multipaxos

import (
	"fmt"
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
