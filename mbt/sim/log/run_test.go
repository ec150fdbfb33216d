package log

import (
	"fmt"
	"math/rand/v2"

	"pgregory.net/rapid"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/mbt/sim"
	"github.com/synod-paxos/synod/mbt/sim/drawn"
)

// run is one run of a cluster.
type run struct {
	*drawn.Run[multipaxos.Input]
	machines map[int]*ledger
	world
}

func newRun(t *rapid.T, o sim.Oversight, traced bool) *run {
	ids := rapid.SampledFrom([][]int{{1, 2, 3}, {1, 2, 3}, {0, 7, 9, 11, 1023}, {5}, {1, 2, 3, 4}}).Draw(t, "nodes")
	limits := rapid.SampledFrom(sizes).Draw(t, "limits")
	random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
	r := &run{machines: map[int]*ledger{}, world: newWorld()}
	r.Run = drawn.New(t, kit(r, limits, traced), o, ids, random.Uint64, 16)
	return r
}

// faults are all that can happen to a cluster.
func (r *run) faults() map[string]func(*rapid.T) {
	faults := r.Faults()
	start := faults["start"]
	faults["tick"] = func(t *rapid.T) { r.Input(t, multipaxos.Tick{}) }
	faults["flow"] = r.flow
	faults["open"], faults["submit"], faults["skip"], faults["close"] = r.open, r.submit, r.skip, r.close
	faults["snapshot"] = func(t *rapid.T) { r.Input(t, multipaxos.SnapshotNow{ID: r.id()}) }
	faults["start"] = func(t *rapid.T) { r.mourn(); start(t) }
	faults["partition"], faults["usurp"] = r.partition, r.usurp
	return faults
}

// warm lets the cluster come to work, with a session, before anything else; or
// not.
func (r *run) warm(t *rapid.T) {
	if rapid.IntRange(0, 3).Draw(t, "cold?") == 0 {
		return
	}
	drawn.Must(t, r.ask(r.Node(t), sim.NoCrash, multipaxos.Open{ID: r.id(), Nonce: r.nonce(), Ticks: deadline}))
	for range rapid.IntRange(10, 30).Draw(t, "ticks") {
		drawn.Must(t, r.step(never))
	}
}

func never() bool { return false }

// machine is the state machine of a node that starts.
func (r *run) machine(node int) multipaxos.StateMachine {
	r.machines[node] = newLedger()
	return r.machines[node]
}

// flow lets the cluster work for some ticks; now and then a packet is lost.
func (r *run) flow(t *rapid.T) {
	loss := rapid.IntRange(0, 9).Draw(t, "loss")
	for range rapid.IntRange(1, 12).Draw(t, "ticks") {
		drawn.Must(t, r.step(func() bool { return loss > 0 && rapid.IntRange(0, 99).Draw(t, "lost?") < loss }))
	}
}

// step lets a tick pass at every node, and delivers what is there.
func (r *run) step(lost func() bool) error {
	for _, n := range r.Nodes() {
		if err := r.Turn(n, sim.NoCrash, multipaxos.Tick{}); err != nil {
			return err
		}
	}
	return r.arrive(lost)
}

// arrive delivers what is on the network.
func (r *run) arrive(lost func() bool) error {
	for range len(r.Network) {
		if lost() {
			r.Drop(0)
			continue
		}
		if err := r.Deliver(0, false, sim.NoCrash); err != nil {
			return err
		}
	}
	return nil
}

// partition parts some nodes from the others, or ends that.
func (r *run) partition(t *rapid.T) {
	if r.Parted() {
		r.Heal()
		return
	}
	some := rapid.SliceOfNDistinct(rapid.SampledFrom(r.Nodes()), 1, max(1, len(r.Nodes())/2), rapid.ID[int]).Draw(t, "parted")
	if leaders := r.leaders(); len(leaders) > 0 && rapid.Bool().Draw(t, "a leader?") {
		some = leaders[:1]
	}
	r.Part(some...)
}

// usurp cuts a leader off from the others with a command that it has just
// proposed, until they may have another one. Then what it had sent arrives, and
// the answers.
func (r *run) usurp(t *rapid.T) {
	leaders := r.leaders()
	if len(leaders) == 0 {
		t.Skip("nobody leads")
	}
	old := leaders[0]
	drawn.Must(t, r.ask(old, sim.NoCrash, multipaxos.Open{ID: r.id(), Nonce: r.nonce(), Ticks: deadline}))
	late := r.take(func(p sim.Packet) bool { return p.From == old })
	r.Part(old)
	for range rapid.IntRange(5, 15).Draw(t, "ticks") {
		drawn.Must(t, r.step(never))
	}
	r.Heal()
	r.take(func(p sim.Packet) bool { return p.To == old })
	r.Network = append(late, r.Network...)
	for range 2 {
		drawn.Must(t, r.arrive(never))
	}
}

// take takes packets off the network.
func (r *run) take(which func(sim.Packet) bool) []sim.Packet {
	var taken, left []sim.Packet
	for _, p := range r.Network {
		if which(p) {
			taken = append(taken, p)
		} else {
			left = append(left, p)
		}
	}
	r.Network = left
	return taken
}

// leaders are the nodes that lead, each its own ballot.
func (r *run) leaders() []int {
	var leaders []int
	for _, n := range r.Nodes() {
		if r.Up(n) && r.status(n).Leads {
			leaders = append(leaders, n)
		}
	}
	return leaders
}

// consistent: no command came to a state machine twice, and of those machines
// that were given as many, all were given the same.
func (r *run) consistent(t *rapid.T) {
	sums := map[int]string{}
	for _, n := range r.Nodes() {
		l := r.machines[n]
		if l.again != "" {
			t.Fatalf("node %d applied %s twice", n, l.again)
		}
		sum, seen := sums[len(l.Entries)]
		if got := fmt.Sprintf("%x", l.Sum); seen && got != sum {
			t.Fatalf("after %d commands, the machine of node %d is another than that of others", len(l.Entries), n)
		} else {
			sums[len(l.Entries)] = got
		}
	}
	if r.contradiction != "" {
		t.Fatal(r.contradiction)
	}
}

// patience is how many ticks without faults an answer may take.
const patience = 400

// settle ends the faults: once every node runs and every frame arrives, all
// nodes come to have applied the same, and clients are answered.
func (r *run) settle(t *rapid.T) {
	r.mourn()
	r.Heal()
	r.StartAll(t)
	for _, n := range r.Nodes() {
		drawn.Must(t, r.ask(n, sim.NoCrash, multipaxos.Open{ID: r.id(), Nonce: r.nonce(), Ticks: 1 << 20}))
	}
	for tick := 0; !r.settled(); tick++ {
		if tick == patience {
			for _, n := range r.Nodes() {
				t.Logf("node %d: %+v", n, r.status(n))
			}
			t.Fatalf("after %d ticks without faults, requests wait for an answer or nodes for the log: %v", patience, r.waiting)
		}
		drawn.Must(t, r.step(never))
		r.consistent(t)
	}
	r.lasting(t)
}

// lasting: what a client was told took effect did, at every node, and with the
// result that the client was told, whatever was lost since.
func (r *run) lasting(t *rapid.T) {
	for command, result := range r.results {
		for _, n := range r.Nodes() {
			if got := fmt.Sprint(r.machines[n].Entries[command]); got != result {
				t.Fatalf("a client was told that command %s took effect at place %s; at node %d it is at place %s", command, result, n, got)
			}
		}
	}
}

// prove has the judge compare everything.
func (r *run) prove(t *rapid.T) {
	for _, n := range r.Nodes() {
		for r.Machine(n).Busy() {
			drawn.Must(t, r.Turn(n, sim.NoCrash))
		}
		drawn.Must(t, r.Judge.Look(n, r.Machine(n).State()))
	}
	drawn.Must(t, r.Judge.Prove())
}

// settled tells whether every client was answered and every node has applied the
// same.
func (r *run) settled() bool {
	r.mourn()
	if len(r.waiting) > 0 {
		return false
	}
	first := r.status(r.Nodes()[0])
	for _, n := range r.Nodes() {
		if s := r.status(n); s.Prefix != first.Prefix {
			return false
		}
	}
	return true
}

func (r *run) status(n int) multipaxos.Status { return r.Machine(n).(*machine).Core().Status() }
