package trace

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// A Policy says what a recorder does when the trace cannot be written, as on a
// full disk.
type Policy int

const (
	// Block waits until it can be written: the node stands still, and the trace
	// is whole.
	Block Policy = iota
	// Drop leaves events out: the node goes on, and a Gap with the node's whole
	// state stands in their place when writing works again.
	Drop
)

// ParsePolicy reads a policy's name.
func ParsePolicy(name string) (Policy, error) {
	switch name {
	case "block":
		return Block, nil
	case "drop":
		return Drop, nil
	}
	return 0, fmt.Errorf("the policy %q is neither block nor drop", name)
}

// ErrStopped is returned by a Write that was waiting when Stop was called.
var ErrStopped = errors.New("stopped while the trace could not be written")

// A Sink is a file under a recorder.
type Sink interface {
	Write(p []byte) (int, error)
	Truncate(size int64) error
	Seek(offset int64, whence int) (int64, error)
	Sync() error
	Close() error
}

// A Recorder writes one segment, in the form that its file's name tells. Each
// Write is one write to the file: what it returned for survives the death of the
// process, though not a power loss. Events come with the definitions of all values
// that they name; the recorder leaves out those that its segment has.
type Recorder struct {
	name   string
	form   Form
	sink   Sink
	policy Policy
	good   int64 // the file's length up to the last whole entry
	torn   bool  // part of an entry stands behind that
	buffer []byte
	names  nameSet
	fresh  []string // under Drop, the names that the entries in buffer define
	told   follower // under Drop

	stop     chan struct{}
	stopOnce sync.Once
	pause    func() <-chan time.Time // between attempts, under Block
}

// Create begins the segment of h in dir, which is made if need be, as JSON Lines.
// There must be no such segment.
func Create(dir string, h *Header, p Policy) (*Recorder, error) { return JSONLines.Create(dir, h, p) }

// Create begins the segment of h in dir in this form.
func (f Form) Create(dir string, h *Header, p Policy) (*Recorder, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("creating a trace: %w", err)
	}
	path := filepath.Join(dir, f.SegmentName(h.Node, h.Inc))
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, fmt.Errorf("creating a trace: %w", err)
	}
	r, err := RecordTo(path, file, h, p)
	if err != nil {
		return nil, errors.Join(err, os.Remove(path))
	}
	return r, nil
}

// RecordTo begins the segment of h in a file that is open and empty. The recorder
// closes it, also where it cannot begin.
func RecordTo(name string, s Sink, h *Header, p Policy) (*Recorder, error) {
	r := newRecorder(name, s, h, p)
	r.append(h)
	if err := r.try(r.buffer); err != nil {
		return nil, fmt.Errorf("creating the trace %s: %w", name, errors.Join(err, s.Close()))
	}
	return r, nil
}

func newRecorder(name string, s Sink, h *Header, p Policy) *Recorder {
	r := &Recorder{
		name: name, form: formOf(name), sink: s, policy: p,
		stop:  make(chan struct{}),
		pause: func() <-chan time.Time { return time.After(100 * time.Millisecond) },
	}
	if p == Drop {
		r.told = newFollower(h)
	}
	return r
}

// Write adds entries. Under Block it returns when they are written, or with an
// error if they never can be; under Drop it always returns at once.
func (r *Recorder) Write(entries ...Entry) error {
	r.buffer, r.fresh = r.buffer[:0], r.fresh[:0]
	if gap := r.told.gap; gap != nil {
		r.append(r.told.whole())
	}
	for _, e := range entries {
		r.append(e)
	}
	if r.policy == Block {
		return r.wait(r.buffer)
	}
	if err := r.try(r.buffer); err != nil {
		r.names.remove(r.fresh)
		r.told.drop(entries)
		return nil
	}
	r.told.gap = nil
	for _, e := range entries {
		r.told.follow(e)
	}
	return nil
}

// WriteText adds entries as they stand in a file of the recorder's form, under Block:
// whoever drops entries has to know what they say.
func (r *Recorder) WriteText(text []byte) error { return r.wait(text) }

// Sync makes what is written survive a power loss, too. Under Drop nobody relies
// on that.
func (r *Recorder) Sync() error {
	if err := r.sink.Sync(); err != nil && r.policy == Block {
		return fmt.Errorf("syncing the trace %s: %w", r.name, err)
	}
	return nil
}

// append adds an entry to what is to be written. Only an event leaves out what is
// defined: the others define what their states name.
func (r *Recorder) append(e Entry) {
	switch e := e.(type) {
	case *Header:
		r.defining(e.Values)
	case *Gap:
		r.defining(e.Values)
	case *Event:
		r.buffer = r.form.appendEvent(r.buffer, e, r.undefined(e.Values))
		return
	}
	r.buffer = r.form.append(r.buffer, e)
}

func (r *Recorder) defining(values []NamedValue) {
	for _, v := range values {
		r.names.add(v.Name)
		if r.policy == Drop {
			r.fresh = append(r.fresh, v.Name)
		}
	}
}

// try writes whole entries or leaves the file as it was.
func (r *Recorder) try(text []byte) error {
	if err := r.cut(); err != nil {
		return err
	}
	n, err := r.sink.Write(text)
	if err != nil {
		r.torn = n > 0
		return errors.Join(err, r.cut())
	}
	r.good += int64(n)
	return nil
}

// cut removes an entry that was written in part.
func (r *Recorder) cut() error {
	if !r.torn {
		return nil
	}
	if err := r.sink.Truncate(r.good); err != nil {
		return err
	}
	if _, err := r.sink.Seek(r.good, io.SeekStart); err != nil {
		return err
	}
	r.torn = false
	return nil
}

// wait writes entries, however long that takes. It goes on where a write in part
// ended, so that nothing is ever taken back.
func (r *Recorder) wait(text []byte) error {
	for {
		n, err := r.sink.Write(text)
		text = text[n:]
		switch {
		case err == nil:
			return nil
		case !passing(err):
			return fmt.Errorf("writing the trace %s: %w", r.name, err)
		}
		select {
		case <-r.pause():
		case <-r.stop:
			return fmt.Errorf("writing the trace %s: %w: %w", r.name, ErrStopped, err)
		}
	}
}

// passing tells whether an error may go away by itself or by somebody's hand.
func passing(err error) bool {
	for _, e := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EAGAIN, syscall.EINTR} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// Stop lets a Write that waits give up. It may be called from anywhere.
func (r *Recorder) Stop() { r.stopOnce.Do(func() { close(r.stop) }) }

// Close says what was dropped, if it can, and closes the file.
func (r *Recorder) Close() error {
	var failed error
	if r.told.gap != nil {
		failed = r.try(r.form.append(nil, r.told.whole()))
	}
	if err := errors.Join(failed, r.sink.Close()); err != nil {
		return fmt.Errorf("closing the trace %s: %w", r.name, err)
	}
	return nil
}
