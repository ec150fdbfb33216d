package wal

import (
	"errors"
	"slices"
)

// A blank is a file that is to become a segment. What it holds does not matter:
// the next segment has a salt of its own.
type blank struct {
	name string
	file File
	size int64
}

// writer writes the segment that the blank becomes.
func (b blank) writer(p preamble) *writer { return &writer{preamble: p, file: b.file, size: b.size} }

// blankName is that of a blank that is made when it is needed. One that was left
// behind by a crash is written over.
const blankName = "next"

// newBlank is a blank without space.
func newBlank(dir Dir) (blank, error) {
	f, err := dir.Create(blankName)
	return blank{name: blankName, file: f}, err
}

// Spares are files with the space of a segment, so that no append waits for
// space, which takes far longer to be written than a batch does. Segments that
// are not needed any more become spares: a log that is truncated from time to
// time overwrites the same files for ever.
var spareNames = []string{"spare-1", "spare-2"}

// sparesIn are the spares that are there.
func sparesIn(dir Dir) ([]string, error) {
	names, err := dir.List()
	return slices.DeleteFunc(names, func(name string) bool { return !slices.Contains(spareNames, name) }), err
}

// freeSpare is the name of a spare that is not there, or "".
func (l *Log) freeSpare() string {
	for _, name := range spareNames {
		if !slices.Contains(l.spares, name) && (l.making == nil || l.making.name != name) {
			return name
		}
	}
	return ""
}

// retire removes a segment that is not needed any more, or makes it a spare. A
// Sync of the directory must follow.
func (l *Log) retire(number uint64) error {
	name, spare := SegmentName(number), l.freeSpare()
	if spare == "" || !l.fitting(name) {
		return l.dir.Remove(name)
	}
	l.spares = append(l.spares, spare)
	return l.dir.Rename(name, spare)
}

// fitting tells whether a file has the size of a segment, and not far more: that
// of one with a large checkpoint would be kept for ever.
func (l *Log) fitting(name string) bool {
	f, err := l.dir.Open(name)
	if err != nil {
		return false
	}
	size, err := f.Size()
	return errors.Join(err, f.Close()) == nil && size >= l.limit() && size <= 2*max(l.limit(), chunk)
}

// A maker makes a spare beside the appends.
type maker struct {
	name string
	err  error
	done chan struct{} // closed when it is made, or cannot be
}

// piece is how much of a spare is written at once. A sync of the log may have to
// wait for it.
const piece = int64(len(zeros))

func makeSpare(dir Dir, name string, size int64) *maker {
	m := &maker{name: name, done: make(chan struct{})}
	go func() {
		defer close(m.done)
		m.err = m.make(dir, size)
	}()
	return m
}

func (m *maker) make(dir Dir, size int64) error {
	f, err := dir.Create(m.name)
	if err != nil {
		return err
	}
	for at := int64(0); at < size && err == nil; at += piece {
		if _, err = f.WriteAt(zeros[:], at); err == nil {
			err = f.Sync()
		}
	}
	return errors.Join(err, f.Close())
}

// made takes the spare that is being made, if it is. One that could not be made
// is no reason to stop: whatever ails the disk, the log will meet it by itself. But
// it is tried again only in the next segment: on a disk that is nearly full each
// try takes what is left for a while, from the log itself, too.
func (l *Log) made() {
	m := l.making
	l.making = nil
	if m.err == nil {
		l.spares = append(l.spares, m.name)
	} else {
		l.unmade = l.current.number
		l.dir.Remove(m.name)
	}
}

// prepare has a spare made when there is none and the segment has begun to fill.
func (l *Log) prepare() {
	if l.making != nil {
		select {
		case <-l.making.done:
			l.made()
		default:
		}
		return
	}
	if l.options.Ahead && len(l.spares) == 0 && l.unmade != l.current.number && l.current.end > l.limit()/8 {
		l.making = makeSpare(l.dir, l.freeSpare(), l.limit())
	}
}

// blank is a spare if there is one that can be used.
func (l *Log) blank() (blank, error) {
	l.prepare()
	if n := len(l.spares); n > 0 {
		name := l.spares[n-1]
		l.spares = l.spares[:n-1]
		if f, err := l.dir.Open(name); err == nil {
			size, err := f.Size()
			if err == nil {
				return blank{name: name, file: f, size: size}, nil
			}
			f.Close()
		}
	}
	return newBlank(l.dir)
}
