package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/synod-paxos/synod/trace"
)

// counts say what happened in a round, as its traces tell.
type counts struct {
	Events    int  `json:"events"`
	Duel      bool `json:"duel"`     // rivals outbid each other before the decision
	Between   int  `json:"between"`  // restarts between a node's promise and its next vote
	Restarts  int  `json:"restarts"` // of all kinds
	Recovered int  `json:"recovered"`
}

// countTraces reads the traces of a directory.
func countTraces(dir string) (counts, error) {
	events, err := readEvents(dir)
	if err != nil {
		return counts{}, fmt.Errorf("counting what happened: %w", err)
	}
	var c counts
	c.Events = len(events)
	for _, e := range events {
		if e.Recovered {
			c.Recovered++
		}
		if e.Action == "Restart" {
			c.Restarts++
		}
	}
	c.Duel = hasDuel(events)
	c.Between = restartsBetween(events)
	return c, nil
}

// readEvents reads every event once, each node's in the order it took them.
func readEvents(dir string) ([]trace.Event, error) {
	files, err := trace.Files(dir)
	if err != nil {
		return nil, err
	}
	byRef := make(map[trace.Ref]trace.Event)
	for _, file := range files {
		if err := readFile(file, byRef); err != nil {
			return nil, err
		}
	}
	var events []trace.Event
	for _, e := range byRef {
		events = append(events, e)
	}
	slices.SortFunc(events, func(a, b trace.Event) int { return compareRefs(a.Ref, b.Ref) })
	return events, nil
}

func compareRefs(a, b trace.Ref) int {
	if a.Node != b.Node {
		return a.Node - b.Node
	}
	if a.Inc != b.Inc {
		return int(a.Inc) - int(b.Inc)
	}
	return int(a.Seq) - int(b.Seq)
}

func readFile(path string, byRef map[trace.Ref]trace.Event) error {
	source, err := trace.Open(path)
	if err != nil {
		return err
	}
	defer source.Close()
	for {
		item, err := source.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := item.Entry.(*trace.Event); ok {
			byRef[e.Ref] = *e
		}
	}
}

// ballot is the ballot of an event, or 0.
func ballot(e trace.Event) int64 {
	for _, a := range e.Args {
		var b int64
		if a.Name == "b" && json.Unmarshal([]byte(a.Value), &b) == nil {
			return b
		}
	}
	return 0
}

// hasDuel tells whether rivals outbid each other on the way to the decision: a
// node promised a ballot of one owner and then a higher one of another, neither
// above the ballot in which the decision was first learnt.
func hasDuel(events []trace.Event) bool {
	first := firstDecided(events)
	var node int
	var last int64
	for _, e := range events {
		if e.Node != node {
			node, last = e.Node, 0
		}
		b := ballot(e)
		if e.Action != "Prepare" && e.Action != "Promise" || b > first {
			continue
		}
		if last != 0 && owner(last) != owner(b) {
			return true
		}
		last = b
	}
	return false
}

func owner(ballot int64) int64 { return ballot % 1024 }

// firstDecided is the lowest ballot that somebody learnt a decision in.
func firstDecided(events []trace.Event) int64 {
	first := int64(1<<31 - 1)
	for _, e := range events {
		if e.Action == "Learn" {
			first = min(first, ballot(e))
		}
	}
	return first
}

// restartsBetween counts the restarts of a node that has promised a ballot and
// not voted since, and that goes on to vote in that ballot or a higher one: the
// vote must honour a promise that only the disk remembers.
func restartsBetween(events []trace.Event) int {
	var sum, pending, node int
	promised := false
	for _, e := range events {
		if e.Node != node {
			node, promised, pending = e.Node, false, 0
		}
		switch e.Action {
		case "Prepare", "Promise":
			promised = true
		case "Restart":
			if promised {
				pending++
			}
		case "Accept":
			sum += pending
			promised, pending = false, 0
		}
	}
	return sum
}
