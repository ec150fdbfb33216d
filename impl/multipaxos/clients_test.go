package multipaxos

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"testing"
)

func (w *cluster) id() uint64 { w.lastID++; return w.lastID }

// ask gives a node a client's wish and returns its number.
func (w *cluster) ask(n int, wish func(id uint64) Input) uint64 {
	id := w.id()
	w.input(n, wish(id))
	return id
}

// patience is how many ticks clients wait.
const patience = 2000

// open opens a session at a node.
func (w *cluster) open(n int) Session {
	w.t.Helper()
	id := w.ask(n, func(id uint64) Input {
		return Open{ID: id, Nonce: binary.BigEndian.AppendUint64(nil, id), Ticks: patience}
	})
	a := w.wait(id)
	if a.Outcome != Opened {
		w.fatalf("no session: %+v", a)
	}
	return a.Session
}

// wait runs until a request is answered.
func (w *cluster) wait(id uint64) Answer {
	w.t.Helper()
	w.until(patience+10, fmt.Sprint("an answer to request ", id), func() bool { return w.answers[id].Outcome != 0 })
	return w.answers[id]
}

func (w *cluster) submit(n int, k Session, number uint64, payload string) uint64 {
	return w.ask(n, func(id uint64) Input {
		return Submit{ID: id, Session: k, Number: number, Payload: []byte(payload), Ticks: patience}
	})
}

// do submits a command and expects it to be applied.
func (w *cluster) do(n int, k Session, number uint64, payload string) {
	w.t.Helper()
	if a := w.wait(w.submit(n, k, number, payload)); a.Outcome != Applied {
		w.fatalf("command %d of session %d: %+v", number, k, a)
	}
}

// commands are what the state machine of a node was given.
func (w *cluster) commands(n int) []string { return w.configs[n].Machine.(*recorder).Commands }

// agree runs until all nodes that are up have applied the same.
func (w *cluster) agree() {
	w.t.Helper()
	w.until(2000, "all nodes have applied the same", func() bool {
		var first *Core
		for _, c := range w.cores {
			if c == nil {
				continue
			}
			if first == nil {
				first = c
			}
			if c.state.upto != first.state.upto || c.driver.flight.open > 0 {
				return false
			}
		}
		return true
	})
	var up []int
	for n, c := range w.cores {
		if c != nil {
			up = append(up, n)
		}
	}
	for _, n := range up[1:] {
		a, b := w.cores[up[0]], w.cores[n]
		if a.state.prefix != b.state.prefix || !slices.Equal(w.commands(up[0]), w.commands(n)) {
			w.fatalf("nodes %d and %d have applied different logs", up[0], n)
		}
		if !bytes.Equal(image(w.t, a), image(w.t, b)) {
			w.fatalf("nodes %d and %d have different state machines", up[0], n)
		}
	}
}

func image(t testing.TB, c *Core) []byte {
	var b bytes.Buffer
	if err := c.cfg.Machine.Save(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// once checks that no node was given a command twice; all must be different.
func (w *cluster) once() {
	w.t.Helper()
	for n := range w.cores {
		sorted := slices.Sorted(slices.Values(w.commands(n)))
		if len(slices.Compact(slices.Clone(sorted))) != len(sorted) {
			w.fatalf("node %d was given a command twice: %v", n, sorted)
		}
	}
}
