package wire

import (
	"errors"
	"fmt"
	"io"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/impl/snapshot"
	"github.com/synod-paxos/synod/impl/wal"
)

// WriteSnapshot writes a snapshot's message to a file of the directory, see
// package snapshot. It returns when the file is on the disk.
func WriteSnapshot(dir wal.Dir, r *multipaxos.Received) (snapshot.ID, error) {
	s := r.Msg.Snap
	return snapshot.Write(dir, uint64(s.Upto), s.Prefix, func(w io.Writer) error {
		head, image := appendHead(nil, r)
		if _, err := w.Write(head); err != nil {
			return err
		}
		_, err := w.Write(image)
		return err
	})
}

// ReadSnapshot reads the message of the snapshot up to a slot.
func (d *Decoder) ReadSnapshot(dir wal.Dir, upto multipaxos.Slot) (m multipaxos.Received, err error) {
	r, err := snapshot.Open(dir, uint64(upto))
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	text, err := r.ReadAll()
	if err != nil {
		return m, err
	}
	if m, err = d.Received(text); err != nil {
		return m, fmt.Errorf("the snapshot up to slot %d: %w", upto, err)
	}
	if s := m.Msg.Snap; s == nil || s.Upto != upto || s.Prefix != r.ID().Prefix {
		return m, fmt.Errorf("the snapshot up to slot %d holds something else", upto)
	}
	return m, nil
}
