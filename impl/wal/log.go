package wal

import (
	"errors"
	"fmt"
	"path/filepath"
)

// DefaultSegment is the size at which a log begins a new segment.
const DefaultSegment = 32 << 20

// Options say how a log is written.
type Options struct {
	// Segment is the size at which a new segment begins; 0 is DefaultSegment.
	Segment int64
	// Ahead has the space of the next segment written beside the appends, by a
	// goroutine of the log. The directory must be safe for concurrent use.
	Ahead bool
}

// A Log appends batches to the last of its segments. It is not safe for
// concurrent use.
type Log struct {
	dir     Dir
	options Options
	current *writer
	torn    int64    // bytes of an unfinished write behind the current end
	first   uint64   // the segment that the log begins with
	old     []uint64 // segments before it, to be removed
	spares  []string // the names of those that are there
	making  *maker   // of another one, or nil
	err     error    // once set, for ever
}

// Create makes an empty log in a directory that holds none.
func Create(dir Dir) error {
	names, err := dir.List()
	if err != nil {
		return fmt.Errorf("creating the log %s: %w", dir.Name(), err)
	}
	if len(names) > 0 {
		return fmt.Errorf("creating the log %s: the directory is not empty", dir.Name())
	}
	if err := create(dir); err != nil {
		return fmt.Errorf("creating the log %s: %w", dir.Name(), err)
	}
	return nil
}

func create(dir Dir) error {
	b, err := newBlank(dir)
	if err != nil {
		return err
	}
	w := b.writer(following(preamble{}, 0))
	return errors.Join(w.make(dir, b.name, nil), w.file.Close())
}

// Open reads a log, hands each record to yield and then is ready to append: those
// of the checkpoint that it begins with, then the old ones, then those that came
// later. All of these are on the disk when Open returns. torn is the number of
// bytes of an unfinished write at the end. Open changes nothing yet: it is the
// first append that leaves them behind, in a segment that the log does not go on
// in, so that whoever finds the content wanting can leave the directory as it is.
func Open(dir Dir, o Options, yield func(Record) error) (l *Log, torn int64, err error) {
	c, err := openChain(dir, true)
	if err != nil {
		return nil, 0, err
	}
	if err := errors.Join(c.read(yield), c.close()); err != nil {
		return nil, 0, err
	}
	spares, err := sparesIn(dir)
	if err != nil {
		return nil, 0, fmt.Errorf("looking for spares of the log %s: %w", dir.Name(), err)
	}
	s := c.last()
	f, err := dir.Open(SegmentName(s.number))
	if err != nil {
		return nil, 0, fmt.Errorf("opening the log %s: %w", s.name, err)
	}
	if err := inherit(dir, f); err != nil {
		return nil, 0, errors.Join(fmt.Errorf("opening the log %s: %w", s.name, err), f.Close())
	}
	w := &writer{preamble: s.preamble, file: f, end: s.end, size: int64(len(s.text))}
	l = &Log{dir: dir, options: o, current: w, torn: s.torn, first: c.segments[0].number, old: c.before, spares: spares}
	return l, s.torn, nil
}

// inherit makes durable what a process wrote that was killed before it could sync
// that: the last record, or the name of the last segment. A log that goes on behind
// them relies on them.
func inherit(dir Dir, last File) error { return errors.Join(last.Sync(), dir.Sync()) }

// Append writes a batch and returns when it is on the disk. After an error the
// state of the disk is unknown and no later write can be trusted, since the
// system may have dropped the failed pages and call the next sync a success.
// The error is therefore final.
func (l *Log) Append(payload []byte) error {
	if err := l.check(payload); err != nil {
		return err
	}
	return l.final("appending to", l.append(payload))
}

// Segment is the number of the one that the last batch stands in.
func (l *Log) Segment() uint64 { return l.current.number }

// Checkpoint begins a new segment with batches that say all that a reader must
// know of those before, and then retires the older segments, but for those from
// number needs on, which it refers to; with 0 it refers to none. Nothing is
// retired before the new segment is on the disk, and no part of the checkpoint
// counts before all of it is there.
func (l *Log) Checkpoint(needs uint64, payloads ...[]byte) error {
	if len(payloads) == 0 {
		return errors.New("a checkpoint without a batch")
	}
	if needs != 0 && (needs < l.first || needs > l.current.number) {
		return fmt.Errorf("a checkpoint needs segment %d of the log %s, which holds those from %d to %d", needs, l.dir.Name(), l.first, l.current.number)
	}
	for _, p := range payloads {
		if err := l.check(p); err != nil {
			return err
		}
	}
	return l.final("writing a checkpoint to", l.checkpoint(needs, payloads))
}

// check is an error when a batch cannot be written, or none any more.
func (l *Log) check(payload []byte) error {
	if l.err != nil {
		return l.err
	}
	if len(payload) == 0 || len(payload) > MaxPayload {
		return fmt.Errorf("appending to the log %s: a batch of %d bytes; 1 to %d are allowed", l.dir.Name(), len(payload), MaxPayload)
	}
	return nil
}

// final remembers an error for ever.
func (l *Log) final(doing string, err error) error {
	if err != nil {
		l.err = fmt.Errorf("%s the log %s at %v: %w", doing, filepath.Clean(l.dir.Name()), l.position(), err)
	}
	return l.err
}

func (l *Log) position() Position { return Position{l.current.number, l.current.end} }

func (l *Log) append(payload []byte) error {
	if err := l.removeOld(); err != nil {
		return err
	}
	if l.full(int64(len(payload))) || l.torn > 0 {
		return l.roll(0, payload)
	}
	l.prepare()
	return l.current.append(payload)
}

// full tells whether a payload of that length belongs into the next segment.
func (l *Log) full(length int64) bool {
	end := l.current.end
	return end > preambleSize && end+frameSize(end, length) > l.limit()
}

func (l *Log) limit() int64 {
	if l.options.Segment > 0 {
		return l.options.Segment
	}
	return DefaultSegment
}

// Close closes the files. Everything appended is on the disk already.
func (l *Log) Close() error {
	if l.making != nil {
		<-l.making.done
		l.made()
	}
	return l.current.file.Close()
}
