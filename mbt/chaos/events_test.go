package chaos

import (
	"testing"
	"time"

	"github.com/synod-paxos/synod/trace"
)

// TestEvents: what is counted is what happened.
func TestEvents(t *testing.T) {
	e := Events{Actions: map[string]int{}}
	for _, event := range []trace.Event{
		{Action: "Lead"},
		{Action: "Lead", Out: []trace.Value{`{"bal":1025,"from":1,"slot":1,"type":"2a","val":{"#v":"00"}}`}},
		{Action: "Lead", Recovered: true, Out: []trace.Value{
			`{"bal":1025,"from":1,"slot":1,"type":"2a","val":[]}`, `{"bal":1025,"from":1,"slot":2,"type":"2a","val":{"#v":"00"}}`,
		}},
		{Action: "Accept", Out: []trace.Value{`{"bal":1025,"from":1,"slot":1,"type":"2b","val":[]}`}},
	} {
		e.add(&event)
	}
	if e.Takeovers != 2 || e.Holes != 1 || e.Recovered != 1 || e.Actions["Lead"] != 3 || e.Actions["Accept"] != 1 {
		t.Errorf("%+v", e)
	}
}

// TestWall: hours forward and back are counted, and nothing else.
func TestWall(t *testing.T) {
	e := Events{}
	var last time.Time
	var err error
	for _, at := range []string{
		"2026-01-01T00:00:00Z", "2026-01-01T00:00:01.5Z", "2026-01-01T05:00:00Z", "2026-01-01T04:59:00Z", "2025-12-30T04:59:00Z",
	} {
		if last, err = e.wall(last, &trace.Event{Time: at}); err != nil {
			t.Fatal(err)
		}
	}
	if e.Forward != 1 || e.Back != 1 {
		t.Errorf("%+v", e)
	}
	if _, err := e.wall(last, &trace.Event{}); err == nil {
		t.Error("an event without a time has one")
	}
}

func TestDifference(t *testing.T) {
	for _, c := range []struct {
		a, b []string
		want int
	}{
		{nil, nil, -1},
		{[]string{"x"}, []string{"x"}, -1},
		{[]string{"x"}, nil, 0},
		{[]string{"x"}, []string{"x", "y"}, 1},
		{[]string{"x", "z"}, []string{"x", "y", "z"}, 1},
	} {
		if got := difference(c.a, c.b); got != c.want {
			t.Errorf("%v, %v: %d, not %d", c.a, c.b, got, c.want)
		}
	}
}
