package chaos

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/synod-paxos/synod/trace"
)

// Events counts what traces show to have happened.
type Events struct {
	Actions   map[string]int
	Takeovers int // a leader began with proposals that it owed
	Holes     int // slots that it filled with a no-op
	Recovered int // events that a restart copied from the log
	Forward   int // times that a node's wall clock jumped by hours between two events
	Back      int
}

// jump is what the wall clock does not do by itself between two events of a node.
const jump = 30 * time.Minute

// noOp is how traces write the no-op in a 2a.
const noOp = `"val":[]`

// Happened reads the traces in a directory.
func Happened(dir string) (Events, error) {
	e := Events{Actions: make(map[string]int)}
	files, err := trace.Files(dir)
	if err != nil {
		return e, err
	}
	for _, file := range files {
		if err := e.read(file); err != nil {
			return e, fmt.Errorf("reading %s: %w", file, err)
		}
	}
	return e, nil
}

func (e *Events) read(file string) error {
	source, err := trace.Open(file)
	if err != nil {
		return err
	}
	defer source.Close()
	var last time.Time
	for {
		item, err := source.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		if event, ok := item.Entry.(*trace.Event); ok {
			e.add(event)
			if last, err = e.wall(last, event); err != nil {
				return err
			}
		}
	}
}

// wall compares the time of an event with that of the one before.
func (e *Events) wall(last time.Time, event *trace.Event) (time.Time, error) {
	now, err := time.Parse(time.RFC3339Nano, event.Time)
	switch {
	case err != nil:
		return last, err
	case last.IsZero():
	case now.Sub(last) > jump:
		e.Forward++
	case now.Sub(last) < -jump:
		e.Back++
	}
	return now, nil
}

func (e *Events) add(event *trace.Event) {
	e.Actions[event.Action]++
	if event.Recovered {
		e.Recovered++
	}
	if event.Action != "Lead" || len(event.Out) == 0 {
		return
	}
	e.Takeovers++
	for _, out := range event.Out {
		if strings.Contains(string(out), noOp) {
			e.Holes++
		}
	}
}

// Add adds what happened in another run.
func (e *Events) Add(other Events) {
	for action, n := range other.Actions {
		e.Actions[action] += n
	}
	e.Takeovers += other.Takeovers
	e.Holes += other.Holes
	e.Recovered += other.Recovered
	e.Forward += other.Forward
	e.Back += other.Back
}
