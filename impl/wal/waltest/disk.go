// Package waltest has a storage that loses what was not synced, as a disk does
// when the power fails. Killing a process shows nothing of that: the system's
// cache survives the process.
package waltest

import (
	"errors"
	"maps"
	"slices"

	"github.com/synod-paxos/synod/impl/wal"
)

// A Disk is a disk in memory, with directories. It is not safe for concurrent
// use.
type Disk struct {
	// FailSync, if not nil, is called by each sync, of a file or a directory, and
	// may make it fail.
	FailSync func() error
	// FailWrite, if not nil, is called by each write of n bytes to a file and may
	// make it fail after a part of it.
	FailWrite func(n int) (written int, err error)

	dirs map[string]*dir
}

// ErrSync is an error for FailSync to return.
var ErrSync = errors.New("the disk reports an input/output error")

// ErrFull is an error for FailWrite to return.
var ErrFull = errors.New("no space is left on the disk")

// NewDisk is an empty disk.
func NewDisk() *Disk { return &Disk{dirs: make(map[string]*dir)} }

// Dir is a directory of the disk; there is one of every name.
func (d *Disk) Dir(name string) wal.Dir { return d.dir(name) }

func (d *Disk) dir(name string) *dir {
	if d.dirs[name] == nil {
		d.dirs[name] = &dir{disk: d, name: name, durable: map[string]*inode{}, now: map[string]*inode{}}
	}
	return d.dirs[name]
}

// PowerLoss is the disk after the power failed: all that was synced, and of
// what was not, as much as keep says: of each write so many of its first bytes,
// and of a directory's changes so many of the first.
func (d *Disk) PowerLoss(keep func(length int) int) *Disk {
	return d.powerLoss(keep, func(w write) []write {
		return []write{{w.pos, w.data[:keep(len(w.data))]}}
	})
}

// PowerLossInSectors is the disk after the power failed while writes were under
// way, of which it had done some sectors and not others, as kept says, and of a
// directory's changes the first that are kept.
func (d *Disk) PowerLossInSectors(kept func() bool) *Disk {
	first := func(changes int) int {
		for n := range changes {
			if !kept() {
				return n
			}
		}
		return changes
	}
	return d.powerLoss(first, func(w write) (done []write) {
		for len(w.data) > 0 {
			n := min(sector-int(w.pos%sector), len(w.data))
			if kept() {
				done = append(done, write{w.pos, w.data[:n]})
			}
			w.pos, w.data = w.pos+int64(n), w.data[n:]
		}
		return done
	})
}

const sector = 512

// powerLoss keeps of a directory's changes as many as keep says, and of a write
// what done says.
func (d *Disk) powerLoss(keep func(changes int) int, done func(write) []write) *Disk {
	after := NewDisk()
	for _, name := range slices.Sorted(maps.Keys(d.dirs)) {
		old, dir := d.dirs[name], after.dir(name)
		entries := maps.Clone(old.durable)
		for _, change := range old.pending[:keep(len(old.pending))] {
			change(entries)
		}
		for _, file := range slices.Sorted(maps.Keys(entries)) {
			dir.put(file, entries[file].after(done))
		}
	}
	return after
}

// Nothing keeps nothing of what was not synced.
func Nothing(int) int { return 0 }

// Copy is a disk with the same content, for a process that follows one that was
// killed: it sees all that was written, and what was not synced is now taken to
// be.
func (d *Disk) Copy() *Disk {
	copied := NewDisk()
	for name, old := range d.dirs {
		for file, node := range old.now {
			copied.dir(name).put(file, node.now)
		}
	}
	return copied
}

// File is what a reader sees of a file, or nil if there is none.
func (d *Disk) File(dir, name string) []byte {
	node, ok := d.dir(dir).now[name]
	if !ok {
		return nil
	}
	return clone(node.now)
}

// SetFile gives a file another content, or removes it if that is nil: whatever
// else happens to disks.
func (d *Disk) SetFile(dir, name string, content []byte) { d.dir(dir).put(name, content) }

// Files are the names of the files of a directory.
func (d *Disk) Files(dir string) []string { return slices.Sorted(maps.Keys(d.dir(dir).now)) }
