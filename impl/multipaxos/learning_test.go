package multipaxos

import (
	"testing"
)

// TestLearning has a node learn what is chosen.
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
