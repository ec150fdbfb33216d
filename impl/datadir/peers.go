package datadir

import (
	"errors"
	"fmt"
	"os"
	"sync"
)

const peersFile = "peers.json"

// Peers remembers, on disk, the instance of every node that was met. A node
// whose data directory was lost and made anew has another instance; it has
// forgotten what it promised, so its answers must not count.
type Peers struct {
	path string
	mu   sync.Mutex
	met  map[int]string
}

func openPeers(path string) (*Peers, error) {
	p := &Peers{path: path, met: make(map[int]string)}
	if err := readJSON(path, &p.met); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	return p, nil
}

// Admit accepts a node that is new, and then remembers it, or the same as ever.
func (p *Peers) Admit(node int, instance string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	known, ok := p.met[node]
	switch {
	case ok && known == instance:
		return nil
	case ok:
		return fmt.Errorf("node %d is not the one met before (identity %.8s…, now %.8s…): "+
			"its data directory was made anew, so it has forgotten its promises and votes and must not re-join",
			node, known, instance)
	}
	p.met[node] = instance
	if err := writeJSON(p.path, p.met); err != nil {
		delete(p.met, node)
		return fmt.Errorf("remembering node %d: %w", node, err)
	}
	return nil
}
