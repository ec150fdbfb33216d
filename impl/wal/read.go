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
func ReadEntries(dataDir string, yield func(e trace.Entry, at Position) error) error {
	found, err := readEntries(In(dataDir))
	if err != nil {
		return err
	}
	for _, f := range found {
		if err := yield(f.entry, f.at); err != nil {
			return err
		}
	}
	return nil
}

// A located entry is one with the position of its record.
type located struct {
	entry trace.Entry
	at    Position
}

// attempts is how often a reader begins again at most, when a node that goes on
// retires the segments that it reads, or writes where it reads.
const attempts = 20

func readEntries(dir Dir) ([]located, error) {
	var before error // of the attempt before
	for i := 1; ; i++ {
		c, err := openChain(dir, false)
		if c == nil {
			return nil, err
		}
		var found []located
		if err == nil {
			found, err = c.entries()
		}
		gone, failed := c.gone(dir)
		switch {
		case failed != nil:
			return nil, failed
		case gone && i == attempts:
			return nil, fmt.Errorf("reading the log %s: the node truncates it faster than it can be read", dir.Name())
		case gone:
		case err == nil || again(before, err) || i == attempts:
			return found, err
		}
		before = err
	}
}

// again tells whether an error is that of the attempt before. Damage stays where it
// is; a file that grew, or a record that was written, while it was read does not
// look the same twice.
func again(before, err error) bool { return before != nil && before.Error() == err.Error() }

func (c *chain) entries() (found []located, err error) {
	defer func() { err = errors.Join(err, c.close()) }()
	err = c.read(func(r Record) error {
		b, err := DecodeBatch(r.Payload)
		for _, e := range b.Entries {
			found = append(found, located{e, r.At})
		}
		return err
	})
	return found, err
}
