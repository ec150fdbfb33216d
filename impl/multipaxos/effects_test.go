package multipaxos

import (
	"errors"
	"fmt"
	"slices"
	"testing"
)

// effects are those of steps that are durable or not, with an answer after each.
func someEffects(durable ...bool) Unpersisted {
	var u Unpersisted
	for i, d := range durable {
		s := Step{durable: d, call: call{action: requestAction}}
		s.ref.Seq = uint64(i + 1)
		u.add(s)
		u.answers = append(u.answers, Answer{ID: uint64(i + 1)})
	}
	return u
}

func tell(u Unpersisted) string {
	var steps, answers []uint64
	for i := range u.steps {
		steps = append(steps, u.steps[i].ref.Seq)
	}
	for _, a := range u.answers {
		answers = append(answers, a.ID)
	}
	return fmt.Sprint(steps, answers)
}

func TestSplit(t *testing.T) {
	for _, test := range []struct {
		u         Unpersisted
		now, rest string
	}{
		{Unpersisted{}, "[] []", "[] []"},
		{someEffects(false, false), "[1 2] [1 2]", "[] []"},
		{someEffects(true, false), "[] []", "[1 2] [1 2]"},
		{someEffects(false, true, false, true), "[1] [1]", "[2 3 4] [2 3 4]"},
		{someEffects(false).Then(someEffects(false, true)), "[1 1] [1 1]", "[2] [2]"},
		{someEffects(true).Then(someEffects(false, true)), "[] []", "[1 1 2] [1 1 2]"},
		{Unpersisted{}.Then(someEffects(false, true)), "[1] [1]", "[2] [2]"},
		{Unpersisted{answers: []Answer{{ID: 9}}}, "[] [9]", "[] []"},
	} {
		now, rest := test.u.Split()
		if a, b := tell(now.persisted), tell(rest); a != test.now || b != test.rest {
			t.Errorf("%s is split into %s and %s, want %s and %s", tell(test.u), a, b, test.now, test.rest)
		}
		if again, _ := rest.Split(); !again.Empty() {
			t.Errorf("%s is split twice", tell(test.u))
		}
		if now.Empty() != (test.now == "[] []") || rest.Empty() != (test.rest == "[] []") {
			t.Errorf("%s: what is empty?", tell(test.u))
		}
	}
}

// TestOrder follows the messages of a step through the types of effects.
func TestOrder(t *testing.T) {
	c, err := New(testConfig(1, 1, 2, 3))
	if err != nil {
		t.Fatal(err)
	}
	step, err := c.Prepare(b11)
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	fail := errors.New("fail")
	if _, err := Effects(step).Persist(func([]Record) error { return fail }); err != fail {
		t.Errorf("persist: %v", err)
	}
	persisted, err := Effects(step).Persist(func(records []Record) error {
		order = append(order, fmt.Sprint("persist ", records[0].Durable(), records[0].Action()))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := persisted.Release(func([]Step) error { return fail }); err != fail {
		t.Errorf("release: %v", err)
	}
	released, err := persisted.Release(func(steps []Step) error {
		order = append(order, fmt.Sprint("release ", steps[0].Ref().Seq))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range released.Messages() {
		order = append(order, fmt.Sprintf("%v to %d", m.Msg.Msg.Type, m.To))
	}
	for m := range released.own() {
		order = append(order, fmt.Sprintf("own %v", m.Msg.Type))
	}
	if want := []string{"persist truePrepare", "release 1", "1a to 2", "1a to 3", "own 1b"}; !slices.Equal(order, want) {
		t.Errorf("got %q, want %q", order, want)
	}
	if len(released.Answers())+len(released.Notes()) > 0 {
		t.Errorf("answers %v, notes %v", released.Answers(), released.Notes())
	}
}
