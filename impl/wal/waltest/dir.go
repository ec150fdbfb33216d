package waltest

import (
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"

	"github.com/synod-paxos/synod/impl/wal"
)

// A dir implements wal.Dir.
type dir struct {
	disk    *Disk
	name    string
	durable map[string]*inode         // what survives a power loss
	now     map[string]*inode         // what a reader sees
	pending []func(map[string]*inode) // in between
}

func (d *dir) change(f func(map[string]*inode)) {
	f(d.now)
	d.pending = append(d.pending, f)
}

// put sets a file's content, durably.
func (d *dir) put(name string, content []byte) {
	if content == nil {
		delete(d.durable, name)
		delete(d.now, name)
		return
	}
	node := &inode{durable: clone(content), now: clone(content)}
	d.durable[name], d.now[name] = node, node
}

func (d *dir) Name() string { return d.name }

func (d *dir) List() ([]string, error) { return slices.Sorted(maps.Keys(d.now)), nil }

func (d *dir) Create(name string) (wal.File, error) {
	if err := d.disk.mayWrite(); err != nil {
		return nil, err
	}
	node := &inode{}
	d.change(func(m map[string]*inode) { m[name] = node })
	return &file{disk: d.disk, node: node}, nil
}

func (d *dir) Open(name string) (wal.File, error) {
	node, ok := d.now[name]
	if !ok {
		return nil, fmt.Errorf("opening %s: %w", name, fs.ErrNotExist)
	}
	return &file{disk: d.disk, node: node}, nil
}

func (d *dir) OpenRead(name string) (wal.File, error) { return d.Open(name) }

func (d *dir) Rename(from, to string) error {
	node, ok := d.now[from]
	if !ok {
		return fmt.Errorf("renaming %s: %w", from, fs.ErrNotExist)
	}
	d.change(func(m map[string]*inode) {
		delete(m, from)
		m[to] = node
	})
	return nil
}

func (d *dir) Remove(name string) error {
	if _, ok := d.now[name]; !ok {
		return fmt.Errorf("removing %s: %w", name, fs.ErrNotExist)
	}
	d.change(func(m map[string]*inode) { delete(m, name) })
	return nil
}

func (d *dir) Sync() error {
	if err := d.disk.maySync(); err != nil {
		return err
	}
	d.durable, d.pending = maps.Clone(d.now), nil
	return nil
}

// An inode is a file's content.
type inode struct {
	durable []byte  // what survives a power loss
	now     []byte  // what a reader sees
	pending []write // in between
}

type write struct {
	pos  int64
	data []byte
}

// after is the content after a power loss, with what was done of each write.
func (n *inode) after(done func(write) []write) []byte {
	content := append([]byte{}, n.durable...)
	for _, w := range n.pending {
		for _, part := range done(w) {
			content = overwrite(content, part.data, part.pos)
		}
	}
	return content
}

// A file is an open file.
type file struct {
	disk *Disk
	node *inode
}

func (f *file) Size() (int64, error) { return int64(len(f.node.now)), nil }

// Close does nothing: everything written is seen by others already.
func (f *file) Close() error { return nil }

func (f *file) ReadAt(p []byte, pos int64) (int, error) {
	if pos < 0 || pos > int64(len(f.node.now)) {
		return 0, fmt.Errorf("reading at %d of %d bytes", pos, len(f.node.now))
	}
	n := copy(p, f.node.now[pos:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (f *file) WriteAt(p []byte, pos int64) (n int, err error) {
	n = len(p)
	if f.disk.FailWrite != nil {
		if n, err = f.disk.FailWrite(len(p)); err == nil && n < len(p) {
			err = io.ErrShortWrite // as io.WriterAt demands
		}
	}
	f.node.now = overwrite(f.node.now, p[:n], pos)
	f.node.pending = append(f.node.pending, write{pos: pos, data: clone(p[:n])})
	return n, err
}

func (f *file) Sync() error {
	if err := f.disk.maySync(); err != nil {
		return err
	}
	for _, w := range f.node.pending {
		f.node.durable = overwrite(f.node.durable, w.data, w.pos)
	}
	f.node.pending = nil
	return nil
}

func (d *Disk) maySync() error {
	if d.FailSync == nil {
		return nil
	}
	return d.FailSync()
}

// mayWrite is for what needs space and writes no content.
func (d *Disk) mayWrite() error {
	if d.FailWrite == nil {
		return nil
	}
	_, err := d.FailWrite(0)
	return err
}

func overwrite(content, p []byte, pos int64) []byte {
	if missing := int(pos) + len(p) - len(content); missing > 0 {
		content = append(content, make([]byte, missing)...)
	}
	copy(content[pos:], p)
	return content
}

func clone(b []byte) []byte { return append([]byte{}, b...) }
