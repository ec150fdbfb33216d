package election

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// timeout is the time-out of the electors under test, in ticks; a message takes
// one tick.
const timeout = DefaultTimeout

// A world is a cluster whose links can be cut, each in either direction. Its
// nodes elect leaders by phase 1 of Paxos, reduced to what electors notice.
type world struct {
	t     *testing.T
	seed  uint64
	rand  *rand.Rand
	nodes []*node
	cut   map[link]bool
	loss  float64
	now   int
	wire  []packet
	log   []string
	led   []Ballot // those that were led, in this order
}

type link struct{ from, to int }

type node struct {
	id       int
	down     bool
	elector  *Elector
	promised Ballot // survives a restart
	upto     int64
	led      Ballot       // the ballot whose phase 1 is over
	promises map[int]bool // for the ballot promised, if it is the node's own
}

type packet struct {
	link
	due  int
	vote *vote // or else an elector's message
	say  Message
}

// A vote is a 1a, a 1b or a refusal.
type vote struct {
	kind string
	bal  Ballot
}

// newWorld is a cluster of nodes 0 to n-1.
func newWorld(t *testing.T, n int, seed uint64) *world {
	t.Helper()
	w := &world{t: t, seed: seed, rand: rand.New(rand.NewPCG(seed, 0)), cut: map[link]bool{}}
	for id := range n {
		w.nodes = append(w.nodes, &node{id: id, upto: 1})
	}
	for _, x := range w.nodes {
		w.start(x)
	}
	return w
}

// fatalf fails the test and shows the end of the run and the seed that repeats it.
func (w *world) fatalf(format string, args ...any) {
	w.t.Helper()
	for _, line := range w.log[max(0, len(w.log)-30):] {
		w.t.Log(line)
	}
	w.t.Fatalf("seed %d: "+format, append([]any{w.seed}, args...)...)
}

func (w *world) ids() []int {
	ids := make([]int, len(w.nodes))
	for i := range ids {
		ids[i] = i
	}
	return ids
}

// start starts a node, or starts it again: it remembers its promise.
func (w *world) start(x *node) {
	e, err := New(Config{Node: x.id, Nodes: w.ids(), Rand: w.rand.Uint64, Slack: 10})
	if err != nil {
		w.t.Fatal(err)
	}
	x.elector, x.down, x.led = e, false, 0
}

func (w *world) note(format string, args ...any) {
	w.log = append(w.log, fmt.Sprintf("%5d: ", w.now)+fmt.Sprintf(format, args...))
}

// both cuts the links between two nodes, or joins them.
func (w *world) both(a, b int, cut bool) {
	w.cut[link{a, b}], w.cut[link{b, a}] = cut, cut
}

// only cuts every link but those listed, both ways.
func (w *world) only(links ...[2]int) {
	for _, a := range w.ids() {
		for _, b := range w.ids() {
			w.cut[link{a, b}] = a != b
		}
	}
	for _, l := range links {
		w.both(l[0], l[1], false)
	}
	w.note("only the links %v are left", links)
}

// heal joins everything.
func (w *world) heal() { w.cut = map[link]bool{}; w.note("all links work") }

// isolate cuts a node off.
func (w *world) isolate(n int, cut bool) {
	for _, other := range w.ids() {
		if other != n {
			w.both(n, other, cut)
		}
	}
	w.note("node %d is cut off: %v", n, cut)
}

func (x *node) self() Self {
	return Self{Ballot: x.promised, Leads: x.led == x.promised && x.led != 0, Upto: x.upto}
}

// run lets so many ticks pass.
func (w *world) run(ticks int) {
	for range ticks {
		w.now++
		for _, x := range w.nodes {
			if !x.down {
				w.follow(x, x.elector.Tick(x.self()))
			}
		}
		w.deliver()
	}
}

func (w *world) deliver() {
	due := w.wire
	w.wire = nil
	for _, p := range due {
		to := w.nodes[p.to]
		switch {
		case p.due > w.now:
			w.wire = append(w.wire, p)
		case to.down || w.cut[p.link]:
		case p.vote != nil:
			w.phase1(to, p.from, *p.vote)
		default:
			w.follow(to, to.elector.Receive(to.self(), p.say))
		}
	}
}

func (w *world) put(p packet) {
	if w.rand.Float64() >= w.loss {
		p.due = w.now + 1
		w.wire = append(w.wire, p)
	}
}

func (w *world) follow(x *node, a Advice) {
	for _, o := range a.Send {
		w.put(packet{link: link{x.id, o.To}, say: o.Message})
	}
	if !a.Campaign {
		return
	}
	n := Ballot(len(w.nodes))
	x.promised = (max(a.Above, x.promised)/n+1)*n + Ballot(x.id)
	x.promises = map[int]bool{x.id: true}
	w.note("node %d starts ballot %d", x.id, x.promised)
	for _, other := range w.ids() {
		if other != x.id {
			w.put(packet{link: link{x.id, other}, vote: &vote{"1a", x.promised}})
		}
	}
	w.tryLead(x)
}

func (w *world) phase1(x *node, from int, v vote) {
	switch {
	case v.kind == "1a" && v.bal > x.promised:
		x.promised = v.bal
		w.put(packet{link: link{x.id, from}, vote: &vote{"1b", v.bal}})
	case v.kind == "1a":
		w.put(packet{link: link{x.id, from}, vote: &vote{"refusal", x.promised}})
	case v.kind == "refusal":
		x.elector.Heard(v.bal)
	case v.bal == x.promised && x.led != v.bal:
		x.promises[from] = true
		w.tryLead(x)
	}
}

func (w *world) tryLead(x *node) {
	if 2*len(x.promises) > len(w.nodes) {
		x.led = x.promised
		w.led = append(w.led, x.led)
		w.note("node %d leads ballot %d", x.id, x.led)
		w.follow(x, x.elector.Announce(x.self()))
	}
}

// works tells whether a node leads that a quorum is linked to and follows: it
// can get values chosen.
func (w *world) works(x *node) bool {
	if x.down || !x.self().Leads || !x.elector.Leads() {
		return false
	}
	count := 0
	for _, y := range w.nodes {
		linked := !w.cut[link{x.id, y.id}] && !w.cut[link{y.id, x.id}]
		if !y.down && linked && y.promised <= x.promised {
			count++
		}
	}
	return 2*count > len(w.nodes)
}

// leader is the node that works, or nil.
func (w *world) leader() *node {
	for _, x := range w.nodes {
		if w.works(x) {
			return x
		}
	}
	return nil
}

// elect runs until there is a leader and returns how many time-outs that took,
// rounded up.
func (w *world) elect(limit int) int {
	w.t.Helper()
	start := w.now
	for w.leader() == nil {
		if w.now-start > limit*timeout {
			w.fatalf("no leader after %d time-outs", limit)
		}
		w.run(1)
	}
	return (w.now - start + timeout - 1) / timeout
}

// keeps lets time pass in which no other ballot must come to be led.
func (w *world) keeps(timeouts int) {
	w.t.Helper()
	before := len(w.led)
	for range timeouts * timeout {
		if w.leader() == nil {
			w.fatalf("nobody leads")
		}
		w.run(1)
	}
	if len(w.led) != before {
		w.fatalf("ballots %v came to be led where one was", w.led[before:])
	}
}

// settled is a cluster in which the given node leads.
func settled(t *testing.T, n, leader int, seed uint64) *world {
	t.Helper()
	w := newWorld(t, n, seed)
	w.elect(4)
	for tries := 0; w.leader() == nil || w.leader().id != leader; tries++ {
		if tries > 200 {
			w.fatalf("node %d is not elected", leader)
		}
		x := w.leader()
		x.down = true
		w.run(3 * timeout)
		w.start(x)
		w.elect(6)
	}
	w.run(2 * timeout)
	w.note("node %d leads, as wanted", leader)
	return w
}
