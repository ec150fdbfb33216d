package trace

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
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
	Close() error
}

// A Recorder writes one segment, one line an entry. Each Write is one write to
// the file: what it returned for survives the death of the process, though not
// a power loss.
type Recorder struct {
	name   string
	sink   Sink
	policy Policy
	good   int64 // the file's length up to the last whole line
	torn   bool  // part of a line stands behind that
	state  []Change
	last   uint64 // the last event that is written or dropped
	gap    *Gap   // what was dropped and not yet said
	node   int
	inc    uint64

	stop     chan struct{}
	stopOnce sync.Once
	pause    func() <-chan time.Time // between attempts, under Block
}

// SegmentName is the file name of the segment of a node's incarnation.
func SegmentName(node int, inc uint64) string {
	return fmt.Sprintf("node-%d.inc-%d.jsonl", node, inc)
}

// ParseSegmentName reads the node and the incarnation off a path, if its last
// element is the name of a segment, of any form.
func ParseSegmentName(path string) (node int, inc uint64, ok bool) {
	parts := strings.SplitN(filepath.Base(path), ".", 3)
	if len(parts) < 3 {
		return 0, 0, false
	}
	first, isNode := strings.CutPrefix(parts[0], "node-")
	second, isInc := strings.CutPrefix(parts[1], "inc-")
	node, err1 := strconv.Atoi(first)
	inc, err2 := strconv.ParseUint(second, 10, 64)
	return node, inc, isNode && isInc && err1 == nil && err2 == nil
}

// Create begins the segment of h in dir, which is made if need be. There must
// be no such segment.
func Create(dir string, h *Header, p Policy) (*Recorder, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("creating a trace: %w", err)
	}
	path := filepath.Join(dir, SegmentName(h.Node, h.Inc))
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, fmt.Errorf("creating a trace: %w", err)
	}
	r, err := RecordTo(path, f, h, p)
	if err != nil {
		return nil, errors.Join(err, os.Remove(path))
	}
	return r, nil
}

// RecordTo begins the segment of h in a file that is open and empty. The recorder
// closes it, also where it cannot begin.
func RecordTo(name string, s Sink, h *Header, p Policy) (*Recorder, error) {
	r := newRecorder(name, s, h, p)
	if err := r.try(AppendJSON(nil, h)); err != nil {
		return nil, fmt.Errorf("creating the trace %s: %w", name, errors.Join(err, s.Close()))
	}
	return r, nil
}

func newRecorder(name string, s Sink, h *Header, p Policy) *Recorder {
	return &Recorder{
		name: name, sink: s, policy: p,
		state: slices.Clone(h.State), last: h.First - 1, node: h.Node, inc: h.Inc,
		stop:  make(chan struct{}),
		pause: func() <-chan time.Time { return time.After(100 * time.Millisecond) },
	}
}

// Write adds entries. Under Block it returns when they are written, or with an
// error if they never can be; under Drop it always returns at once.
func (r *Recorder) Write(entries ...Entry) error {
	var lines []byte
	if r.policy == Drop && r.gap != nil {
		lines = AppendJSON(lines, r.gap)
	}
	for _, e := range entries {
		lines = AppendJSON(lines, e)
	}
	if r.policy == Block {
		return r.wait(lines)
	}
	if err := r.try(lines); err != nil {
		r.drop(entries)
		return nil
	}
	r.gap = nil
	for _, e := range entries {
		r.follow(e)
	}
	return nil
}

// try writes whole lines or leaves the file as it was.
func (r *Recorder) try(lines []byte) error {
	if err := r.cut(); err != nil {
		return err
	}
	n, err := r.sink.Write(lines)
	if err != nil {
		r.torn = n > 0
		return errors.Join(err, r.cut())
	}
	r.good += int64(n)
	return nil
}

// cut removes a line that was written in part.
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

// wait writes lines, however long that takes. It goes on where a write in part
// ended, so that no line is ever taken back.
func (r *Recorder) wait(lines []byte) error {
	for {
		n, err := r.sink.Write(lines)
		lines = lines[n:]
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

// drop counts entries as missing.
func (r *Recorder) drop(entries []Entry) {
	for _, e := range entries {
		event, ok := e.(*Event)
		if !ok || event.Inc != r.inc || event.Seq <= r.last {
			continue
		}
		if r.gap == nil {
			r.gap = &Gap{Node: r.node, Inc: r.inc, From: event.Seq}
		}
		r.follow(event)
		r.gap.To = event.Seq
		r.gap.State = slices.Clone(r.state)
	}
}

// follow keeps the whole state that a gap needs at its end. Each change is of
// one path.
func (r *Recorder) follow(e Entry) {
	event, ok := e.(*Event)
	if !ok || event.Inc != r.inc {
		return
	}
	r.last = event.Seq
	for _, change := range event.Post {
		i := slices.IndexFunc(r.state, func(c Change) bool { return c.Path == change.Path })
		switch {
		case i >= 0 && change.Gone():
			r.state = slices.Delete(r.state, i, i+1)
		case i >= 0:
			r.state[i] = change
		case !change.Gone():
			r.state = append(r.state, change)
		}
	}
}

// Stop lets a Write that waits give up. It may be called from anywhere.
func (r *Recorder) Stop() { r.stopOnce.Do(func() { close(r.stop) }) }

// Close says what was dropped, if it can, and closes the file.
func (r *Recorder) Close() error {
	var failed error
	if r.gap != nil {
		failed = r.try(AppendJSON(nil, r.gap))
	}
	if err := errors.Join(failed, r.sink.Close()); err != nil {
		return fmt.Errorf("closing the trace %s: %w", r.name, err)
	}
	return nil
}
