package election

import (
	"math/rand/v2"
	"testing"
)

// TestRoute: who has no link to the leader finds a way.
func TestRoute(t *testing.T) {
	w := settled(t, 3, 2, 1)
	w.only([2]int{0, 1}, [2]int{0, 2})
	w.run(3 * timeout)
	for n, want := range []struct{ leader, route int }{{2, 2}, {None, 0}, {2, 2}} {
		e := w.nodes[n].elector
		if e.Leader() != want.leader || e.Route() != want.route {
			t.Errorf("node %d: leader %d by way of %d; want %d, %d", n, e.Leader(), e.Route(), want.leader, want.route)
		}
	}
}

// TestStrangers: what does not come from a member, or answers no question of
// now, changes nothing.
func TestStrangers(t *testing.T) {
	e, err := New(Config{Node: 0, Nodes: []int{0, 1, 2}, Rand: rand.New(rand.NewPCG(1, 1)).Uint64})
	if err != nil {
		t.Fatal(err)
	}
	stray := []Message{
		{Kind: Consent, From: 9, Status: Status{Hears: true, Ballot: 5000, Leader: None}},
		{Kind: Consent, From: 1, Attempt: 3, Status: Status{Hears: true, Leader: None}},
		{Kind: Consent, From: 2, Attempt: 0, Status: Status{Hears: true, Leader: None}},
		{Kind: 77, From: 2},
	}
	for _, m := range stray {
		if a := e.Receive(Self{}, m); a.Campaign || len(a.Send) > 0 {
			t.Errorf("%+v: %+v", m, a)
		}
	}
	if e.highest != 0 {
		t.Errorf("the ballot %d of a stranger counts", e.highest)
	}
}

// TestConsent: consents count towards the question they answer, and for a node
// that still wants to lead.
func TestConsent(t *testing.T) {
	none := Status{Hears: true, Leader: None}
	leads := Status{Hears: true, Ballot: 7, Leader: 4}
	for _, c := range []struct {
		name  string
		after []Message // the second Ask
		want  bool
	}{
		{"a quorum", []Message{{Consent, 1, 2, none}, {Consent, 2, 2, none}}, true},
		{"one twice", []Message{{Consent, 1, 2, none}, {Consent, 1, 2, none}}, false},
		{"a refusal", []Message{{Consent, 1, 2, none}, {Refuse, 2, 2, none}}, false},
		{"of yesterday", []Message{{Consent, 1, 2, none}, {Consent, 2, 1, none}}, false},
		{"too late", []Message{{Consent, 1, 2, none}, {Beat, 4, 0, leads}, {Consent, 2, 2, none}}, false},
	} {
		e, err := New(Config{Nodes: []int{0, 1, 2, 3, 4}, Rand: func() uint64 { return 0 }})
		if err != nil {
			t.Fatal(err)
		}
		for e.attempt < 2 {
			e.Tick(Self{})
		}
		campaign := false
		for _, m := range c.after {
			campaign = e.Receive(Self{}, m).Campaign || campaign
		}
		if campaign != c.want {
			t.Errorf("%s: campaigns: %v", c.name, campaign)
		}
	}
}

func TestConfig(t *testing.T) {
	chance := func() uint64 { return 0 }
	for _, c := range []struct {
		name   string
		config Config
		ok     bool
	}{
		{"defaults", Config{Nodes: []int{0}, Rand: chance}, true},
		{"no member", Config{Node: 3, Nodes: []int{0}, Rand: chance}, false},
		{"no chance", Config{Nodes: []int{0}}, false},
		{"no room", Config{Nodes: []int{0}, Rand: chance, Every: 10, Timeout: 15}, false},
		{"negative", Config{Nodes: []int{0}, Rand: chance, Every: -1}, false},
	} {
		if _, err := New(c.config); (err == nil) != c.ok {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
