package register

import (
	"fmt"
	"path/filepath"
	"slices"

	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/wal"
)

// complete is an error if the log lacks incarnations that the data directory
// knows of.
func (m *memory) complete(dir wal.Dir, known uint64) error {
	held := uint64(len(m.incs))
	if held >= known {
		return nil
	}
	return &wal.DamageError{Name: filepath.Join(dir.Name(), wal.SegmentName(m.last.Segment)), Offset: m.last.Offset,
		What: fmt.Sprintf("it holds %d incarnations of the node, and the data directory knows of %d", held, known)}
}

// belongs is an error if the log is not the one of the data directory's node.
func (m *memory) belongs(id datadir.Identity) error {
	if len(m.incs) == 0 {
		return nil
	}
	h := m.incs[len(m.incs)-1].header
	if h.Cluster == id.Cluster && h.Run == id.Run && h.Node == id.Node && slices.Equal(h.Nodes, id.Members()) {
		return nil
	}
	return fmt.Errorf("the log is that of node %d of %v in cluster %q, run %q; the data directory is that of node %d of %v in cluster %q, run %q",
		h.Node, h.Nodes, h.Cluster, h.Run, id.Node, id.Members(), id.Cluster, id.Run)
}
