package multipaxos

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/synod-paxos/synod/trace"
)

// A recorder is a state machine that remembers every command it was given. The
// result of a command is how many there are.
type recorder struct{ Commands []string }

func (r *recorder) Apply(command []byte) []byte {
	r.Commands = append(r.Commands, string(command))
	return binary.BigEndian.AppendUint64(nil, uint64(len(r.Commands)))
}

func (r *recorder) Save(w io.Writer) error { return json.NewEncoder(w).Encode(r) }

func (r *recorder) Load(from io.Reader) error {
	var loaded recorder
	if err := json.NewDecoder(from).Decode(&loaded); err != nil {
		return err
	}
	*r = loaded
	return nil
}

// A cluster is some nodes on a network that loses, doubles and delays, in one
// goroutine. Time passes in ticks; nothing but the seed decides.
type cluster struct {
	t       testing.TB
	seed    uint64
	rand    *rand.Rand
	configs []Config
	cores   []*Core // nil if down
	logs    [][]Stored
	cut     map[[2]int]bool
	loss    float64 // of messages
	double  float64
	delay   int                             // ticks at most
	drop    func(from int, o Outgoing) bool // or nil
	now     int
	wire    []flying
	answers map[uint64]Answer
	events  []string
	seen    map[string]int    // actions
	traces  [][][]trace.Entry // of each node and incarnation, if they are wanted
	lastID  uint64
}

// A flying message is on its way.
type flying struct {
	from, due int
	out       Outgoing
}

// newCluster is a cluster of nodes 0 to n-1 that has just started.
func newCluster(t testing.TB, n int, seed uint64, limits Limits, timing Timing) *cluster {
	t.Helper()
	w := &cluster{
		t: t, seed: seed, rand: new(rand.Rand), cut: map[[2]int]bool{},
		answers: map[uint64]Answer{}, seen: map[string]int{},
	}
	nodes := make([]NodeID, n)
	for i := range nodes {
		nodes[i] = NodeID(i)
	}
	for i := range nodes {
		config := Config{
			Node: NodeID(i), Nodes: nodes, Inc: 1, Rand: w.rand.Uint64, Machine: &recorder{},
			Name:   func(payload []byte) string { return hex.EncodeToString(payload) },
			Limits: limits, Timing: timing,
		}
		w.configs = append(w.configs, config)
	}
	w.cores, w.logs = make([]*Core, n), make([][]Stored, n)
	w.start()
	return w
}

// start starts all nodes for the first time, by the same random numbers.
func (w *cluster) start() {
	*w.rand = *rand.New(rand.NewPCG(w.seed, 1))
	for n := range w.cores {
		core, err := New(w.configs[n])
		if err != nil {
			w.t.Fatal(err)
		}
		w.cores[n] = core
	}
}

// untraced has the cluster, which has done nothing yet, tell no events that need
// not be told.
func (w *cluster) untraced() *cluster {
	for n := range w.configs {
		w.configs[n].Untraced = true
	}
	w.start()
	return w
}

// traced has the cluster, which has done nothing yet, keep its traces.
func (w *cluster) traced() *cluster {
	w.traces = make([][][]trace.Entry, len(w.cores))
	for n := range w.cores {
		w.record(n, nil)
	}
	return w
}

// fatalf fails the test and shows the end of the run, and the seed that repeats it.
func (w *cluster) fatalf(format string, args ...any) {
	w.t.Helper()
	for _, e := range w.events[max(0, len(w.events)-40):] {
		w.t.Log(e)
	}
	for i, c := range w.cores {
		if c != nil {
			w.t.Logf("node %d: %+v", i, c.Status())
		}
	}
	w.t.Fatalf("seed %d: "+format, append([]any{w.seed}, args...)...)
}

func (w *cluster) note(format string, args ...any) {
	w.events = append(w.events, fmt.Sprintf("%5d: ", w.now)+fmt.Sprintf(format, args...))
}

// input gives a node inputs and carries the effects out.
func (w *cluster) input(n int, inputs ...Input) {
	if core := w.cores[n]; core != nil {
		core.Step(inputs...)
		w.work(n)
	}
}

// work carries effects out, and those that follow.
func (w *cluster) work(n int) {
	for u := w.cores[n].Effects(); !u.Empty(); u = w.cores[n].Effects() {
		w.cores[n].Released(w.carryOut(n, u))
	}
}

// duel has two nodes start ballots at the same time, as electors seldom let them.
// They cannot hear each other, so that the loser hears of it from a third node.
func (w *cluster) duel() {
	w.cut[[2]int{0, 1}], w.cut[[2]int{1, 0}] = true, true
	for _, n := range []int{1, 0} {
		w.cores[n].driver.campaign(w.cores[n], 0)
		w.work(n)
	}
	w.run(4)
	clear(w.cut)
}

func (w *cluster) carryOut(n int, u Unpersisted) Released {
	persisted, err := u.Persist(func(records []Record) error {
		for _, r := range records {
			if r.Durable() {
				w.logs[n] = append(w.logs[n], Stored{Event: r.Event(), Values: r.Values, Snapshot: r.Snapshot})
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	released, err := persisted.Release(func(steps []Step) error {
		for i := range steps {
			w.seen[steps[i].Action()]++
			for _, s := range steps[i].Sends() {
				if s.Msg.Type == Msg2a && s.Msg.Val == NoOp {
					w.seen["no-op"]++
				}
			}
			e := steps[i].Event()
			w.note("%s", describe(e))
			if inc := int(e.Inc); w.traces != nil {
				w.traces[n][inc-1] = append(w.traces[n][inc-1], &e)
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, note := range released.Notes() {
		w.note("node %d: %s", n, note)
	}
	for _, o := range released.Messages() {
		w.send(n, o)
	}
	for _, a := range released.Answers() {
		if before, twice := w.answers[a.ID]; twice {
			w.fatalf("request %d is answered twice: %+v, %+v", a.ID, before, a)
		}
		w.answers[a.ID] = a
		w.note("node %d answers %d: %v %d %s", n, a.ID, a.Outcome, a.Session, a.Reason)
	}
	return released
}

func describe(e trace.Event) string {
	text := fmt.Sprintf("%d: %s(", e.Node, e.Action)
	for _, a := range e.Args {
		text += fmt.Sprintf(" %s=%.40s", a.Name, a.Value)
	}
	return text + " )"
}

func (w *cluster) send(from int, o Outgoing) {
	for copies := 1; copies > 0; copies-- {
		if w.rand.Float64() < w.loss || w.drop != nil && w.drop(from, o) {
			continue
		}
		if w.rand.Float64() < w.double {
			copies++
		}
		w.wire = append(w.wire, flying{from: from, due: w.now + 1 + w.rand.IntN(w.delay+1), out: o})
	}
}

// run lets so many ticks pass.
func (w *cluster) run(ticks int) {
	for range ticks {
		w.now++
		for n := range w.cores {
			w.input(n, Tick{})
		}
		w.deliver()
	}
}

// deliver delivers what is due, and what follows from that at the end of the tick.
func (w *cluster) deliver() {
	due := w.wire
	w.wire = nil
	for _, f := range due {
		switch to := int(f.out.To); {
		case f.due > w.now:
			w.wire = append(w.wire, f)
		case w.cut[[2]int{f.from, to}]:
		case f.out.Control != nil:
			w.input(to, *f.out.Control)
		default:
			w.input(to, Deliver{f.out.Msg})
		}
	}
}

// until runs until something holds, and fails the test if that takes too long.
func (w *cluster) until(ticks int, what string, holds func() bool) {
	w.t.Helper()
	for start := w.now; !holds(); w.run(1) {
		if w.now-start > ticks {
			w.fatalf("after %d ticks, not yet: %s", ticks, what)
		}
	}
}

func (w *cluster) crash(n int) {
	w.cores[n] = nil
	w.note("node %d crashes", n)
}

func (w *cluster) restart(n int) {
	w.t.Helper()
	var d Durable
	for _, r := range w.logs[n] {
		if err := d.Replay(r); err != nil {
			w.t.Fatal(err)
		}
	}
	last := uint64(0)
	if w.traces != nil {
		last = uint64(len(w.traces[n][w.configs[n].Inc-1]) - 1)
	}
	w.configs[n].Inc++
	w.configs[n].Machine = &recorder{}
	core, step, err := Restart(w.configs[n], d)
	if err != nil {
		w.t.Fatal(err)
	}
	w.cores[n] = core
	w.record(n, &trace.Prev{Inc: w.configs[n].Inc - 1, Last: last, Events: last})
	w.carryOut(n, Effects(step))
}

// record begins the trace of a node's incarnation. Traces are kept from the
// start, where prev is nil, or not at all.
func (w *cluster) record(n int, prev *trace.Prev) {
	if w.traces == nil {
		return
	}
	h := &trace.Header{
		Format: trace.Format, Run: "run", Cluster: "test", Node: n, Inc: w.configs[n].Inc, First: 1,
		Spec: SpecModule, Hash: SpecHash, Nodes: ints(w.configs[n].Nodes), Prev: prev,
	}
	if prev == nil {
		h.State = w.cores[n].Abstract()
	}
	w.traces[n] = append(w.traces[n], []trace.Entry{h})
}

// isolate cuts a node off, or joins it again.
func (w *cluster) isolate(n int, cut bool) {
	w.note("node %d is cut off: %v", n, cut)
	for other := range w.cores {
		if other != n {
			w.cut[[2]int{n, other}], w.cut[[2]int{other, n}] = cut, cut
		}
	}
}

// leader is the node that leads the highest ballot, or -1.
func (w *cluster) leader() int {
	leader, highest := -1, Ballot(0)
	for n, c := range w.cores {
		if c == nil {
			continue
		}
		if s := c.Status(); s.Leads && s.Lead.Bal > highest {
			leader, highest = n, s.Lead.Bal
		}
	}
	return leader
}

// elect runs until a node leads.
func (w *cluster) elect() int {
	w.t.Helper()
	w.until(400, "a node leads", func() bool { return w.leader() >= 0 })
	return w.leader()
}
