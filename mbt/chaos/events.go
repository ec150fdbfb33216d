package chaos

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/synod-paxos/synod/trace"
)

// Events counts what traces show to have happened.
type Events struct {
	Actions   map[string]int `json:"actions"`
	Takeovers int            `json:"takeovers"` // a leader began with proposals that it owed
	Holes     int            `json:"holes"`     // slots that it filled with a no-op
	Recovered int            `json:"recovered"` // events that a restart copied from the log
}

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
		}
	}
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
}
