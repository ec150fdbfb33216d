package chaos

import (
	"testing"

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
