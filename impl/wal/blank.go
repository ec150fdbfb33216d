package wal

import "errors"

// A blank is a file that is to become a segment. Its size many bytes are zeros,
// and on the disk.
type blank struct {
	name string
	file File
	size int64
}

// The names of blanks. One that was left behind by a crash is written over.
const (
	blankName = "next"
	spareName = "spare"
)

// newBlank is a blank without space.
func newBlank(dir Dir) (blank, error) {
	f, err := dir.Create(blankName)
	return blank{name: blankName, file: f}, err
}

// A spare is a blank with all the space of a segment, which is made beside the
// appends: so none of those waits for space, which takes far longer to be written
// than a batch does.
type spare struct {
	blank
	err  error
	done chan struct{} // closed when it is made, or cannot be
}

// sparePiece is how much of a spare is written at once. A sync of the log may
// have to wait for it.
const sparePiece = 256 << 10

func startSpare(dir Dir, size int64) *spare {
	s := &spare{blank: blank{name: spareName}, done: make(chan struct{})}
	go func() {
		defer close(s.done)
		s.err = s.make(dir, size)
	}()
	return s
}

func (s *spare) make(dir Dir, size int64) (err error) {
	if s.file, err = dir.Create(s.name); err != nil {
		return err
	}
	for zeros := make([]byte, sparePiece); s.size < size; s.size += sparePiece {
		if _, err := s.file.WriteAt(zeros, s.size); err != nil {
			return err
		}
		if err := s.file.Sync(); err != nil {
			return err
		}
	}
	return nil
}

// ready tells whether the spare is made, or cannot be.
func (s *spare) ready() bool {
	select {
	case <-s.done:
		return true
	default:
		return false
	}
}

// discard gives the spare up when it is made.
func (s *spare) discard(dir Dir) error {
	<-s.done
	if s.file == nil {
		return nil
	}
	return errors.Join(s.file.Close(), dir.Remove(s.name))
}

// prepare has a spare made when the segment has begun to fill.
func (l *Log) prepare() {
	if l.options.Ahead && l.spare == nil && l.current.end > l.limit()/8 {
		l.spare = startSpare(l.dir, l.limit())
	}
}

// blank is the spare if there is one. A spare that could not be made is no
// reason to stop: whatever ails the disk, the log will meet it by itself.
func (l *Log) blank() (blank, error) {
	s := l.spare
	if s == nil || !s.ready() {
		return newBlank(l.dir)
	}
	l.spare = nil
	if s.err == nil {
		return s.blank, nil
	}
	s.discard(l.dir)
	return newBlank(l.dir)
}
