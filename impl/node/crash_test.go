package node

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/impl/snapshot"
	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/impl/wal/waltest"
)

// TestCrashes: the nodes of a cluster die in any write and at any sync: they are
// killed, or their disk fails, and now and then the power fails then, which takes
// any sectors of what none of the lives before has synced. What a node said it
// holds when it is back, all state machines are given the same, and that is what
// the client was told.
func TestCrashes(t *testing.T) {
	var deaths, told int
	for range 12 {
		seed := rand.Uint64()
		d := &doomed{random: rand.New(rand.NewPCG(seed, 0))}
		if err := d.live(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		deaths += d.deaths
		told += d.told
	}
	if deaths == 0 || told == 0 {
		t.Errorf("%d deaths, and the client was told of %d commands", deaths, told)
	}
}

// doomed is a cluster whose nodes die, with one client.
type doomed struct {
	random  *rand.Rand
	nodes   []*mortal
	network []packet
	session multipaxos.Session
	number  uint64 // of the client's command that is under way
	told    int    // commands that took effect, as the client was told
	deaths  int
}

// A packet is an input on its way to a node.
type packet struct {
	to    int
	input multipaxos.Input
}

// A mortal is a node that dies now and then.
type mortal struct {
	*doomed
	id      int
	disk    *waltest.Disk
	machine *Machine // nil while it is dead
	write   *Write   // under way
	known   uint64
	tape    *tape

	promised multipaxos.Ballot                      // as it has said
	voted    map[multipaxos.Slot]multipaxos.Message // as it has said last
}

// A tape is a state machine that keeps the first bytes of what it was given.
type tape struct{ text []byte }

func (t *tape) Apply(command []byte) []byte {
	t.text = append(t.text, command[:8]...)
	return nil
}

func (t *tape) Save(w io.Writer) error {
	_, err := w.Write(t.text)
	return err
}

func (t *tape) Load(r io.Reader) (err error) {
	t.text, err = io.ReadAll(r)
	return err
}

const (
	mortals = 3
	harsh   = 2500  // steps in which nodes die
	calm    = 50000 // more that they have to agree, at most
)

func (d *doomed) live() error {
	for id := 1; id <= mortals; id++ {
		v := &mortal{doomed: d, id: id, disk: waltest.NewDisk(), voted: make(map[multipaxos.Slot]multipaxos.Message)}
		if err := wal.Create(v.disk.Dir(wal.DirName)); err != nil {
			return err
		}
		d.nodes = append(d.nodes, v)
		if err := v.begin(); err != nil {
			return err
		}
	}
	for i := 0; i < harsh || !d.settled(); i++ {
		v := d.nodes[d.random.IntN(mortals)]
		if i < harsh && d.random.IntN(30) == 0 {
			v.doom()
		}
		err := v.step()
		if err == nil {
			err = d.agree()
		}
		if err == nil && i > harsh+calm {
			err = fmt.Errorf("%d commands took effect, and not at all nodes", d.told)
		}
		if err != nil {
			return fmt.Errorf("step %d, node %d: %w", i, v.id, err)
		}
	}
	return nil
}

// settled: all nodes have applied what the client was told of.
func (d *doomed) settled() bool {
	return !slices.ContainsFunc(d.nodes, func(v *mortal) bool { return len(v.tape.text)/8 < d.told })
}

// agree: no two state machines were given what differs, or a command twice.
func (d *doomed) agree() error {
	longest := d.nodes[0].tape.text
	for _, v := range d.nodes {
		text := v.tape.text
		if !bytes.HasPrefix(longest, text) && !bytes.HasPrefix(text, longest) {
			return fmt.Errorf("the state machines were given %q and %q", longest, text)
		}
		if len(text) > len(longest) {
			longest = text
		}
	}
	for i := range len(longest) / 8 {
		if got := string(longest[8*i : 8*i+8]); got != fmt.Sprintf("%08d", i+1) {
			return fmt.Errorf("command %d is %q", i+1, got)
		}
	}
	return nil
}

// step has something happen to the node: it is born again, or takes a turn; and
// it may die of that.
func (v *mortal) step() error {
	life := v.begin
	if v.machine != nil {
		inputs := v.inputs()
		life = func() error { return v.turn(inputs) }
	}
	died, err := outlived(life)
	if !died && (err == nil || v.disk.FailWrite == nil) {
		return err
	}
	v.deaths++
	v.machine, v.write = nil, nil
	v.disk.FailSync, v.disk.FailWrite = nil, nil
	if v.random.IntN(3) == 0 {
		v.disk = v.disk.PowerLossInSectors(func() bool { return v.random.IntN(2) == 0 })
	}
	return nil
}

// killed is what a node panics with when it is killed.
type killed struct{}

// doom has the node die at a sync or in a write before long: it is killed, or
// stops because the disk is full.
func (v *mortal) doom() {
	left := v.random.IntN(16)
	kill := func() {
		if left--; left < 0 {
			panic(killed{})
		}
	}
	v.disk.FailSync = func() error {
		kill()
		return nil
	}
	v.disk.FailWrite = func(n int) (int, error) {
		if left == 0 {
			left--
			return v.random.IntN(n + 1), waltest.ErrFull
		}
		kill()
		return n, nil
	}
}

func outlived(life func() error) (died bool, err error) {
	defer func() {
		if p := recover(); p == (killed{}) {
			died = true
		} else if p != nil {
			panic(p)
		}
	}()
	return false, life()
}

// inputs are what may come next: time, the client, and what is on the network,
// in any order, some of it twice.
func (v *mortal) inputs() (inputs []multipaxos.Input) {
	switch id := v.random.Uint64(); {
	case v.random.IntN(3) == 0:
		inputs = append(inputs, multipaxos.Tick{})
	case v.random.IntN(4) > 0:
	case v.session == 0:
		inputs = append(inputs, multipaxos.Open{ID: id, Nonce: []byte("client"), Ticks: 50})
	default:
		command := append(fmt.Appendf(nil, "%08d", v.number), make([]byte, 397*v.number%1200)...)
		inputs = append(inputs, multipaxos.Submit{ID: v.number, Session: v.session, Number: v.number, Payload: command, Ticks: 50})
	}
	for range min(8, len(v.network)) {
		i := v.random.IntN(len(v.network))
		p := v.network[i]
		if p.to == v.id {
			inputs = append(inputs, p.input)
		}
		if p.to == v.id && v.random.IntN(10) > 0 || len(v.network) > 300 {
			last := len(v.network) - 1
			v.network[i] = v.network[last]
			v.network = v.network[:last]
		}
	}
	return inputs
}

// turn gives the machine inputs. Its Writes take their time.
func (v *mortal) turn(inputs []multipaxos.Input) error {
	if v.write != nil && v.random.IntN(2) == 0 {
		_, err := v.machine.Turn(nil, inputs...)
		return err
	}
	for {
		if v.write != nil {
			v.write.Do()
		}
		var err error
		if v.write, err = v.machine.Turn(v.write, inputs...); err != nil || v.write == nil || v.random.IntN(3) == 0 {
			return err
		}
		inputs = nil
	}
}

func (v *mortal) begin() error {
	v.tape = new(tape)
	s := Setup{
		Identity: datadir.Identity{Cluster: "c", Run: "r", Node: v.id},
		Config: multipaxos.Config{
			Node: multipaxos.NodeID(v.id), Rand: v.random.Uint64, Machine: v.tape, Untraced: true,
			Name:   func(payload []byte) string { return string(payload[:min(8, len(payload))]) },
			Limits: multipaxos.Limits{Window: 4, Batch: 2, Snapshot: 4, Keep: 1},
			Timing: multipaxos.Timing{Heartbeat: 1, Election: 3, Resend: 2, Forward: 3, Snapshot: 4},
		},
		Disk:  Disk{v.disk.Dir(wal.DirName), v.disk.Dir(snapshot.DirName), wal.Options{Segment: 4 << 10}},
		Known: v.known, Send: v.send, Answer: v.answer,
		Now: func() string { return "" }, Log: slog.New(slog.DiscardHandler),
	}
	for n := 1; n <= mortals; n++ {
		s.Identity.Nodes = append(s.Identity.Nodes, datadir.Member{Node: n})
		s.Config.Nodes = append(s.Config.Nodes, multipaxos.NodeID(n))
	}
	m, err := Begin(s)
	if err != nil {
		return err
	}
	v.machine, v.known = m, m.Inc()
	return v.keeps(m.Core().State())
}

// send takes note of what the node says.
func (v *mortal) send(o multipaxos.Outgoing) error {
	var input multipaxos.Input = multipaxos.Deliver{Message: o.Msg}
	if c := o.Control; c != nil {
		own := *c
		own.From, own.Election.From = multipaxos.NodeID(v.id), v.id
		input = own
	} else if m := o.Msg.Msg; m.Type == multipaxos.Msg1b {
		v.promised = max(v.promised, m.Bal)
	} else if m.Type == multipaxos.Msg2b && m.Bal >= v.voted[m.Slot].Bal {
		v.voted[m.Slot] = *m
	}
	v.network = append(v.network, packet{int(o.To), input})
	return nil
}

// answer is what the client is told. It has one command under way after the other.
func (v *mortal) answer(answers []multipaxos.Answer) {
	for _, a := range answers {
		switch {
		case a.Outcome == multipaxos.Opened && v.session == 0:
			v.session, v.number = a.Session, 1
		case a.Outcome == multipaxos.Applied && a.ID == v.number:
			v.number++
			v.told++
		}
	}
}

// keeps: what the node has said it holds.
func (v *mortal) keeps(s multipaxos.State) error {
	if s.Promised < v.promised {
		return fmt.Errorf("it promised %v and holds %v", v.promised, s.Promised)
	}
	held := make(map[multipaxos.Slot]multipaxos.Vote)
	for _, vote := range s.Votes {
		held[vote.Slot] = vote.Vote
	}
	for slot, said := range v.voted {
		vote := held[slot]
		if slot >= s.Trunc && (vote.Bal < said.Bal || vote.Bal == said.Bal && vote.Val.Digest() != said.Val) {
			return fmt.Errorf("in slot %d it voted for %v in ballot %v and holds %+v", slot, said.Val, said.Bal, vote)
		}
	}
	return nil
}
