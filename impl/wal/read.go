package wal

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/synod-paxos/synod/trace"
)

// DirName is the log's directory in a node's data directory.
const DirName = "wal"

// In is the log's directory in a data directory.
func In(dataDir string) Dir { return OpenDir(filepath.Join(dataDir, DirName)) }

// CreateIn makes an empty log in a data directory.
func CreateIn(dataDir string) error {
	dir, err := MakeDir(filepath.Join(dataDir, DirName))
	if err != nil {
		return fmt.Errorf("creating the log: %w", err)
	}
	return Create(dir)
}

// ReadEntries reads the log of a data directory as a trace: it hands every
// entry, with the position of its record, to yield. It changes nothing and may
// run beside the node; a record that is being written at that moment is not
// there yet. A log whose beginning was removed begins with its checkpoint.
func ReadEntries(dataDir string, yield func(e trace.Entry, at Position) error) (err error) {
	c, err := openChain(In(dataDir))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	return c.read(func(at Position, payload []byte) error {
		b, err := DecodeBatch(payload)
		if err != nil {
			return err
		}
		for _, e := range b.Entries {
			if err := yield(e, at); err != nil {
				return err
			}
		}
		return nil
	})
}
