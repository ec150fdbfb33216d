package node

import (
	"context"
	"errors"
	"fmt"

	"github.com/synod-paxos/synod/impl/multipaxos"
)

// saveIDs are the names of requests to save; the desk's are below.
const saveIDs = 1 << 63

// Snapshot has the node make a snapshot of what it has applied, and returns when
// it is on the disk how many slots it covers.
func (n *Node) Snapshot(ctx context.Context) (slots int64, err error) {
	result := make(chan error, 1)
	if err := n.order(ctx, func() { n.save(func(err error) { result <- err }) }); err != nil {
		return 0, fmt.Errorf("making a snapshot: %w", err)
	}
	select {
	case err = <-result:
	case <-ctx.Done():
		err = context.Cause(ctx)
	}
	if err == nil {
		err = n.order(ctx, func() { slots = n.status().Snapshot })
	}
	if err != nil {
		return 0, fmt.Errorf("making a snapshot: %w", err)
	}
	return slots, nil
}

// save asks the core for a snapshot.
func (n *Node) save(told func(error)) {
	n.lastSave++
	id := saveIDs | n.lastSave
	n.saves[id] = told
	n.inputs = append(n.inputs, multipaxos.SnapshotNow{ID: id})
}

func saved(a multipaxos.Answer) error {
	if a.Outcome == multipaxos.Saved {
		return nil
	}
	return errors.New(a.Reason)
}
