package main

import (
	"strconv"
	"testing"

	"github.com/synod-paxos/synod/trace"
)

// did is a node's event in a ballot; 0 for none.
func did(node int, action string, ballot int) trace.Event {
	e := trace.Event{Ref: trace.Ref{Node: node}, Action: action}
	if ballot > 0 {
		e.Args = []trace.Arg{{Name: "b", Value: trace.Value(strconv.Itoa(ballot))}}
	}
	return e
}

const b11, b12, b21, b22 = 1*1024 + 1, 1*1024 + 2, 2*1024 + 1, 2*1024 + 2

func TestHasDuel(t *testing.T) {
	for name, tt := range map[string]struct {
		want   bool
		events []trace.Event
	}{
		"nothing":               {false, nil},
		"one proposer":          {false, []trace.Event{did(1, "Prepare", b11), did(1, "Prepare", b21), did(1, "Learn", b21)}},
		"outbid":                {true, []trace.Event{did(1, "Prepare", b11), did(1, "Promise", b12), did(1, "Learn", b12)}},
		"outbid at an acceptor": {true, []trace.Event{did(3, "Promise", b11), did(3, "Promise", b12), did(3, "Learn", b12)}},
		"after the decision":    {false, []trace.Event{did(1, "Prepare", b11), did(1, "Learn", b11), did(1, "Promise", b22), did(1, "Learn", b22)}},
		"at different nodes":    {false, []trace.Event{did(1, "Prepare", b11), did(2, "Prepare", b12), did(2, "Learn", b12)}},
	} {
		if got := hasDuel(tt.events); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestRestartsBetween(t *testing.T) {
	for name, tt := range map[string]struct {
		want   int
		events []trace.Event
	}{
		"nothing":                  {0, nil},
		"before any promise":       {0, []trace.Event{did(1, "Restart", 0), did(1, "Promise", b11), did(1, "Accept", b11)}},
		"between":                  {1, []trace.Event{did(1, "Promise", b11), did(1, "Restart", 0), did(1, "Accept", b11)}},
		"twice":                    {2, []trace.Event{did(1, "Prepare", b11), did(1, "Restart", 0), did(1, "Restart", 0), did(1, "Accept", b22)}},
		"no vote":                  {0, []trace.Event{did(1, "Promise", b11), did(1, "Restart", 0)}},
		"the vote before":          {0, []trace.Event{did(1, "Promise", b11), did(1, "Accept", b11), did(1, "Restart", 0), did(1, "Accept", b22)}},
		"the vote of another node": {0, []trace.Event{did(1, "Promise", b11), did(1, "Restart", 0), did(2, "Accept", b11)}},
	} {
		if got := restartsBetween(tt.events); got != tt.want {
			t.Errorf("%s: %d", name, got)
		}
	}
}
