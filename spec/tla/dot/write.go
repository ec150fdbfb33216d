package dot

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"github.com/synod-paxos/synod/spec/tla"
)

// Writer writes a graph in the format of TLC's dump while it is explored. Where
// TLC has fingerprints it has the numbers of the states. It is a [tla.Visitor].
type Writer struct {
	w     *bufio.Writer
	begun bool
}

// NewWriter returns a writer to w. Close it to end the graph.
func NewWriter(w io.Writer) *Writer { return &Writer{w: bufio.NewWriter(w)} }

var escapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

// Quote returns a text as the format writes it, as [Read] reads it back.
func Quote(text string) string { return `"` + escapes.Replace(text) + `"` }

func (d *Writer) begin() {
	if !d.begun {
		d.begun = true
		d.w.WriteString("strict digraph DiskGraph {\nnodesep=0.35;\nsubgraph cluster_graph {\ncolor=\"white\";\n")
	}
}

// State writes a state.
func (d *Writer) State(number int, st tla.State, initial bool) error {
	d.begin()
	end := "];\n"
	if initial {
		end = ",style = filled]\n"
	}
	return d.line(strconv.Itoa(number), " [label=", Quote(st.String()), end)
}

// Edge writes an edge.
func (d *Writer) Edge(from int, action string, to int) error {
	return d.line(strconv.Itoa(from), " -> ", strconv.Itoa(to), " [label=", Quote(action),
		",color=\"black\",fontcolor=\"black\"];\n")
}

func (d *Writer) line(parts ...string) error {
	var err error
	for _, p := range parts {
		_, err = d.w.WriteString(p)
	}
	return err // a bufio.Writer repeats its first error
}

// Close ends the graph.
func (d *Writer) Close() error {
	d.begin()
	d.w.WriteString("}\n}\n")
	return d.w.Flush()
}
