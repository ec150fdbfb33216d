package log

import (
	"fmt"
	"math/rand/v2"
	"os"

	"pgregory.net/rapid"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/mbt/sim"
)

// run is one run of a cluster.
type run struct {
	cluster  *sim.Cluster[multipaxos.Input]
	ids      []int
	dir      string
	machines map[int]*ledger
	world
}

func newRun(t *rapid.T, o sim.Oversight, traced bool) *run {
	ids := rapid.SampledFrom([][]int{{1, 2, 3}, {1, 2, 3}, {0, 7, 9, 11, 1023}, {5}, {1, 2, 3, 4}}).Draw(t, "nodes")
	limits := rapid.SampledFrom(sizes).Draw(t, "limits")
	dir, err := os.MkdirTemp("", "synod-sim-")
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
	r := &run{ids: ids, dir: dir, machines: map[int]*ledger{}, world: newWorld()}
	r.cluster, err = sim.New(kit(r, limits, traced), o, ids, dir, random.Uint64)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// faults are all that can happen to a cluster.
func (r *run) faults() map[string]func(*rapid.T) {
	return map[string]func(*rapid.T){
		"deliver":   r.deliver,
		"again":     r.deliverAndKeep,
		"drop":      r.drop,
		"tick":      r.tick,
		"flow":      r.flow,
		"open":      r.open,
		"submit":    r.submit,
		"skip":      r.skip,
		"close":     r.close,
		"snapshot":  r.snapshot,
		"start":     r.start,
		"stop":      r.stop,
		"partition": r.partition,
		"usurp":     r.usurp,
	}
}

// warm lets the cluster come to work, with a session, before anything else; or
// not.
func (r *run) warm(t *rapid.T) {
	if rapid.IntRange(0, 3).Draw(t, "cold?") == 0 {
		return
	}
	must(t, r.ask(r.node(t), sim.NoCrash, multipaxos.Open{ID: r.id(), Nonce: r.nonce(), Ticks: deadline}))
	for range rapid.IntRange(10, 30).Draw(t, "ticks") {
		must(t, r.step(never))
	}
}

func never() bool { return false }

// machine is the state machine of a node that starts.
func (r *run) machine(node int) multipaxos.StateMachine {
	r.machines[node] = newLedger()
	return r.machines[node]
}

func (r *run) end() { os.RemoveAll(r.dir) }

// crash draws a crash; most turns have none.
func crash(t *rapid.T) sim.Crash {
	if rapid.IntRange(0, 15).Draw(t, "crash?") != 0 {
		return sim.NoCrash
	}
	return rapid.SampledFrom(sim.Crashes).Draw(t, "crash")
}

func (r *run) node(t *rapid.T) int { return rapid.SampledFrom(r.ids).Draw(t, "node") }

func (r *run) packet(t *rapid.T) int {
	if len(r.cluster.Network) == 0 {
		t.Skip("the network is empty")
	}
	return rapid.IntRange(0, len(r.cluster.Network)-1).Draw(t, "packet")
}

func must(t *rapid.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (r *run) deliver(t *rapid.T)        { must(t, r.cluster.Deliver(r.packet(t), false, crash(t))) }
func (r *run) deliverAndKeep(t *rapid.T) { must(t, r.cluster.Deliver(r.packet(t), true, crash(t))) }
func (r *run) drop(t *rapid.T)           { r.cluster.Drop(r.packet(t)) }
func (r *run) tick(t *rapid.T)           { must(t, r.cluster.Turn(r.node(t), crash(t), multipaxos.Tick{})) }

// flow lets the cluster work for some ticks; now and then a packet is lost.
func (r *run) flow(t *rapid.T) {
	loss := rapid.IntRange(0, 9).Draw(t, "loss")
	for range rapid.IntRange(1, 12).Draw(t, "ticks") {
		must(t, r.step(func() bool { return loss > 0 && rapid.IntRange(0, 99).Draw(t, "lost?") < loss }))
	}
}

// step lets a tick pass at every node, and delivers what is there.
func (r *run) step(lost func() bool) error {
	for _, n := range r.ids {
		if err := r.cluster.Turn(n, sim.NoCrash, multipaxos.Tick{}); err != nil {
			return err
		}
	}
	return r.arrive(lost)
}

// arrive delivers what is on the network.
func (r *run) arrive(lost func() bool) error {
	for range len(r.cluster.Network) {
		if lost() {
			r.cluster.Drop(0)
			continue
		}
		if err := r.cluster.Deliver(0, false, sim.NoCrash); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) start(t *rapid.T) {
	n := r.node(t)
	if r.cluster.Up(n) {
		t.Skip("the node runs")
	}
	r.mourn()
	must(t, r.cluster.Start(n, crash(t)))
}

func (r *run) stop(t *rapid.T) {
	n := r.node(t)
	if !r.cluster.Up(n) {
		t.Skip("the node does not run")
	}
	must(t, r.cluster.Stop(n))
}

// partition parts some nodes from the others, or ends that.
func (r *run) partition(t *rapid.T) {
	if r.cluster.Parted() {
		r.cluster.Heal()
		return
	}
	some := rapid.SliceOfNDistinct(rapid.SampledFrom(r.ids), 1, max(1, len(r.ids)/2), rapid.ID[int]).Draw(t, "parted")
	if leaders := r.leaders(); len(leaders) > 0 && rapid.Bool().Draw(t, "a leader?") {
		some = leaders[:1]
	}
	r.cluster.Part(some...)
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
	must(t, r.ask(old, sim.NoCrash, multipaxos.Open{ID: r.id(), Nonce: r.nonce(), Ticks: deadline}))
	late := r.take(func(p sim.Packet) bool { return p.From == old })
	r.cluster.Part(old)
	for range rapid.IntRange(5, 15).Draw(t, "ticks") {
		must(t, r.step(never))
	}
	r.cluster.Heal()
	r.take(func(p sim.Packet) bool { return p.To == old })
	r.cluster.Network = append(late, r.cluster.Network...)
	for range 2 {
		must(t, r.arrive(never))
	}
}

// take takes packets off the network.
func (r *run) take(which func(sim.Packet) bool) []sim.Packet {
	var taken, left []sim.Packet
	for _, p := range r.cluster.Network {
		if which(p) {
			taken = append(taken, p)
		} else {
			left = append(left, p)
		}
	}
	r.cluster.Network = left
	return taken
}

// leaders are the nodes that lead, each its own ballot.
func (r *run) leaders() []int {
	var leaders []int
	for _, n := range r.ids {
		if r.cluster.Up(n) && r.status(n).Leads {
			leaders = append(leaders, n)
		}
	}
	return leaders
}

func (r *run) snapshot(t *rapid.T) {
	must(t, r.cluster.Turn(r.node(t), crash(t), multipaxos.SnapshotNow{ID: r.id()}))
}

// consistent: no command came to a state machine twice, and of those machines
// that were given as many, all were given the same.
func (r *run) consistent(t *rapid.T) {
	sums := map[int]string{}
	for _, n := range r.ids {
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
	r.cluster.Heal()
	for _, n := range r.ids {
		if !r.cluster.Up(n) {
			must(t, r.cluster.Start(n, sim.NoCrash))
		}
	}
	for _, n := range r.ids {
		must(t, r.ask(n, sim.NoCrash, multipaxos.Open{ID: r.id(), Nonce: r.nonce(), Ticks: 1 << 20}))
	}
	for tick := 0; !r.settled(); tick++ {
		if tick == patience {
			for _, n := range r.ids {
				t.Logf("node %d: %+v", n, r.status(n))
			}
			t.Fatalf("after %d ticks without faults, requests wait for an answer or nodes for the log: %v", patience, r.waiting)
		}
		must(t, r.step(never))
		r.consistent(t)
	}
	r.lasting(t)
}

// lasting: what a client was told took effect did, at every node, and with the
// result that the client was told, whatever was lost since.
func (r *run) lasting(t *rapid.T) {
	for command, result := range r.results {
		for _, n := range r.ids {
			if got := fmt.Sprint(r.machines[n].Entries[command]); got != result {
				t.Fatalf("a client was told that command %s took effect at place %s; at node %d it is at place %s", command, result, n, got)
			}
		}
	}
}

// prove has the judge compare everything.
func (r *run) prove(t *rapid.T) {
	for _, n := range r.ids {
		for r.cluster.Machine(n).Busy() {
			must(t, r.cluster.Turn(n, sim.NoCrash))
		}
		must(t, r.cluster.Judge.Look(n, r.cluster.Machine(n).State()))
	}
	must(t, r.cluster.Judge.Prove())
}

// settled tells whether every client was answered and every node has applied the
// same.
func (r *run) settled() bool {
	r.mourn()
	if len(r.waiting) > 0 {
		return false
	}
	first := r.status(r.ids[0])
	for _, n := range r.ids {
		if s := r.status(n); s.Prefix != first.Prefix {
			return false
		}
	}
	return true
}

func (r *run) status(n int) multipaxos.Status { return r.cluster.Machine(n).(*machine).Core().Status() }
