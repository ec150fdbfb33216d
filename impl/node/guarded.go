package node

import (
	"io"
	"sync"
)

// guarded is a state machine that can be read while the node runs. It is locked
// once for all commands of a slot: a lock for each would take longer than many
// commands do.
type guarded struct {
	mu      sync.RWMutex
	machine StateMachine
}

func (g *guarded) Begin() { g.mu.Lock() }

func (g *guarded) Apply(command []byte) []byte { return g.machine.Apply(command) }

func (g *guarded) End() { g.mu.Unlock() }

func (g *guarded) Save(w io.Writer) error {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.machine.Save(w)
}

func (g *guarded) Load(r io.Reader) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.machine.Load(r)
}

func (g *guarded) read(query []byte) ([]byte, error) {
	reader, ok := g.machine.(Reader)
	if !ok {
		return nil, ErrNoReads
	}
	g.mu.RLock()
	defer g.mu.RUnlock()
	return reader.Read(query), nil
}
