package multipaxos

import (
	"testing"
)

// TestApplying has a node apply what is chosen, and answer clients.
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
