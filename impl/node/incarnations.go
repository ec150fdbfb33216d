package node

import (
	"fmt"
	"path/filepath"
	"slices"

	"github.com/synod-paxos/synod/impl/wal"
)

const incarnationsFile = "incarnations.json"

// incarnations is how often a node has come to life, as its data directory
// remembers beside the log: none after Init, and one more each time before the
// node is heard of. A log that holds fewer has lost its end, or everything, and
// with it promises and votes. By itself such a log looks like that of a node
// that is younger, or new.
type incarnations struct {
	Count uint64 `json:"incarnations"`
}

func readIncarnations(dir string) (uint64, error) {
	var i incarnations
	err := readJSON(filepath.Join(dir, incarnationsFile), &i)
	return i.Count, err
}

func writeIncarnations(dir string, n uint64) error {
	return writeJSON(filepath.Join(dir, incarnationsFile), incarnations{n})
}

// complete is an error if the log lacks incarnations that the data directory
// knows of.
func (m *memory) complete(file wal.File, known uint64) error {
	held := uint64(len(m.incs))
	if held >= known {
		return nil
	}
	return &wal.DamageError{Name: file.Name(), Offset: m.last,
		What: fmt.Sprintf("it holds %d incarnations of the node, and the data directory knows of %d", held, known)}
}

// belongs is an error if the log is not the one of the data directory's node.
func (m *memory) belongs(id Identity) error {
	if len(m.incs) == 0 {
		return nil
	}
	h := m.incs[len(m.incs)-1].header
	if h.Cluster == id.Cluster && h.Run == id.Run && h.Node == id.Node && slices.Equal(h.Nodes, id.members()) {
		return nil
	}
	return fmt.Errorf("the log is that of node %d of %v in cluster %q, run %q; the data directory is that of node %d of %v in cluster %q, run %q",
		h.Node, h.Nodes, h.Cluster, h.Run, id.Node, id.members(), id.Cluster, id.Run)
}
