package wal

import (
	"path/filepath"

	"github.com/synod-paxos/synod/trace"
)

// FileName is the log's name in a node's data directory.
const FileName = "wal"

// ReadEntries reads the log of a data directory as a trace: it hands every
// entry, with the position of its frame in the file, to yield. It changes
// nothing and may run beside the node; a frame that is being written at that
// moment is not there yet.
func ReadEntries(dir string, yield func(e trace.Entry, pos int64) error) error {
	f, err := openReadOnly(filepath.Join(dir, FileName))
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = read(f, func(pos int64, payload []byte) error {
		b, err := DecodeBatch(payload)
		if err != nil {
			return err
		}
		for _, e := range b.Entries {
			if err := yield(e, pos); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}
