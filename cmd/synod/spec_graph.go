package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"os"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/spec/tla/dot"
)

// graphFiles says where the graph goes, if anywhere; at most one is given.
type graphFiles struct{ edges, dot string }

func (g *graphFiles) standardOutput() bool { return g.edges == "-" || g.dot == "-" }

// open returns what writes the graph, nil if it is not asked for, and what ends
// the writing.
func (g *graphFiles) open(s *tla.Spec, stdout io.Writer) (tla.Visitor, func() error, error) {
	file := g.edges + g.dot
	if file == "" {
		return nil, func() error { return nil }, nil
	}
	w, closeFile := io.Writer(stdout), func() error { return nil }
	if file != "-" {
		f, err := os.Create(file)
		if err != nil {
			return nil, nil, err
		}
		w, closeFile = f, f.Close
	}
	buffered := bufio.NewWriterSize(w, 1<<16)
	finish := func() error { return errors.Join(buffered.Flush(), closeFile()) }
	if g.dot != "" {
		d := dot.NewWriter(buffered)
		return d, func() error { return errors.Join(d.Close(), finish()) }, nil
	}
	return &edgeLines{json.NewEncoder(buffered), s.Variables()}, finish, nil
}

// edgeLines writes a graph as JSON Lines.
type edgeLines struct {
	out       *json.Encoder
	variables []string
}

type stateLine struct {
	State   int               `json:"state"`
	Initial bool              `json:"initial,omitempty"`
	Values  map[string]string `json:"values"`
}

type edgeLine struct {
	From   int    `json:"from"`
	Action string `json:"action"`
	To     int    `json:"to"`
}

func (l *edgeLines) State(number int, st tla.State, initial bool) error {
	return l.out.Encode(stateLine{number, initial, stateTexts(st, l.variables)})
}

func (l *edgeLines) Edge(from int, action string, to int) error {
	return l.out.Encode(edgeLine{from, action, to})
}
