package dot

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/synod-paxos/synod/spec/tla"
)

// shown is the number of differing edges and states that a Diff holds in full.
const shown = 5

// Diff is the result of comparing TLC's graph with ours.
type Diff struct {
	States, Edges    Count
	Missing          []Edge // the first edges that TLC has and we have not
	Extra            []Edge // the first edges that we have and TLC has not
	MissingStates    []string
	ExtraStates      []string
	DifferingActions []string // labels that only one side uses
}

// Count counts what is on each side.
type Count struct{ TLC, Ours, Both, Missing, Extra int }

// Edge is a step with its states in full.
type Edge struct{ From, Action, To string }

// Equal says whether both graphs have the same states and edges.
func (d *Diff) Equal() bool {
	return d.States.Missing == 0 && d.States.Extra == 0 && d.Edges.Missing == 0 && d.Edges.Extra == 0
}

// String describes the difference, or says that there is none.
func (d *Diff) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "states: TLC %d, evaluator %d, in both %d\nedges:  TLC %d, evaluator %d, in both %d\n",
		d.States.TLC, d.States.Ours, d.States.Both, d.Edges.TLC, d.Edges.Ours, d.Edges.Both)
	for _, l := range d.DifferingActions {
		fmt.Fprintf(&b, "action label on one side only: %s\n", l)
	}
	show := func(what string, n int, states []string, edges []Edge) {
		if n == 0 {
			return
		}
		fmt.Fprintf(&b, "%d %s\n", n, what)
		for _, s := range states {
			b.WriteString(indented(s))
		}
		for _, e := range edges {
			fmt.Fprintf(&b, "%s    --- %s --->\n%s\n", indented(e.From), e.Action, indented(e.To))
		}
	}
	show("states only in TLC's graph, such as", d.States.Missing, d.MissingStates, nil)
	show("states only in the evaluator's graph, such as", d.States.Extra, d.ExtraStates, nil)
	show("edges only in TLC's graph, such as", d.Edges.Missing, nil, d.Missing)
	show("edges only in the evaluator's graph, such as", d.Edges.Extra, nil, d.Extra)
	if d.Equal() {
		b.WriteString("the graphs are equal\n")
	}
	return b.String()
}

func indented(s string) string { return "    " + strings.ReplaceAll(s, "\n", "\n    ") + "\n" }

// unknown marks a state of TLC's that is not in our graph or not seen yet.
const unknown = -1

// edge is an edge of TLC's graph; states are indices into comparer.states.
type edge struct {
	from, to int32
	action   uint16
}

type comparer struct {
	g       *tla.Graph
	diff    *Diff
	ids     map[int64]int32 // by fingerprint
	states  []int32         // index in our graph, or unknown
	seen    []bool          // the state's text was read
	texts   map[int32]string
	edges   []edge
	actions []string
	known   map[string]uint16
}

// Compare reads TLC's dump and compares its set of edges (state, action, state')
// with that of g, which must have been explored with its edges.
func Compare(g *tla.Graph, r io.Reader) (*Diff, error) {
	if g == nil || len(g.Edges) == 0 {
		return nil, errors.New("dot: the evaluator's graph has no edges: nothing to compare")
	}
	c := &comparer{g: g, diff: &Diff{}, ids: map[int64]int32{}, texts: map[int32]string{}, known: map[string]uint16{}}
	for _, a := range g.Actions {
		c.label(a)
	}
	if err := Read(r, Handler{Node: c.node, Edge: c.edge}); err != nil {
		return nil, err
	}
	if len(c.edges) == 0 {
		return nil, errors.New("dot: TLC's dump has no edges: nothing was compared")
	}
	for i, seen := range c.seen {
		if !seen {
			return nil, fmt.Errorf("dot: an edge leads to a state that the dump does not hold (%d)", i)
		}
	}
	c.compareStates()
	c.compareEdges()
	return c.diff, nil
}

func (c *comparer) label(name string) uint16 {
	i, ok := c.known[name]
	if !ok {
		i = uint16(len(c.actions))
		c.known[name] = i
		c.actions = append(c.actions, name)
	}
	return i
}

func (c *comparer) id(fp int64) int32 {
	i, ok := c.ids[fp]
	if !ok {
		i = int32(len(c.states))
		c.ids[fp] = i
		c.states, c.seen = append(c.states, unknown), append(c.seen, false)
	}
	return i
}

func (c *comparer) node(fp int64, text string) error {
	i := c.id(fp)
	if c.seen[i] {
		return nil
	}
	c.seen[i] = true
	st, err := c.g.Spec.ParseState(text)
	if err != nil {
		return fmt.Errorf("%w\n%s", err, text)
	}
	if at, ok := c.g.Find(st); ok {
		c.states[i] = int32(at)
	} else {
		c.diff.States.Missing++
		if len(c.texts) < 64 {
			c.texts[i] = st.String()
		}
	}
	return nil
}

func (c *comparer) edge(from, to int64, action string) error {
	if len(c.actions) > 1<<16-2 {
		return errors.New("too many action labels")
	}
	c.edges = append(c.edges, edge{c.id(from), c.id(to), c.label(action)})
	return nil
}

func (c *comparer) text(i int32) string {
	if at := c.states[i]; at != unknown {
		return c.g.States[at].String()
	}
	if t, ok := c.texts[i]; ok {
		return t
	}
	return "(a state that the evaluator does not reach)"
}

func (c *comparer) compareStates() {
	d := c.diff
	d.States.TLC, d.States.Ours = len(c.states), len(c.g.States)
	d.States.Both = d.States.TLC - d.States.Missing
	d.States.Extra = d.States.Ours - d.States.Both
	for i := range c.states {
		if t, ok := c.texts[int32(i)]; ok && len(d.MissingStates) < shown {
			d.MissingStates = append(d.MissingStates, t)
		}
	}
	if d.States.Extra == 0 {
		return
	}
	found := make([]bool, len(c.g.States))
	for _, at := range c.states {
		if at != unknown {
			found[at] = true
		}
	}
	for at, ok := range found {
		if !ok && len(d.ExtraStates) < shown {
			d.ExtraStates = append(d.ExtraStates, c.g.States[at].String())
		}
	}
}

func order(a, b edge) int {
	return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.action, b.action))
}

// compareEdges merges both sorted lists of edges.
func (c *comparer) compareEdges() {
	d := c.diff
	var theirs []edge
	slices.SortFunc(c.edges, order)
	c.edges = slices.Compact(c.edges)
	d.Edges.TLC = len(c.edges)
	for _, e := range c.edges {
		from, to := c.states[e.from], c.states[e.to]
		if from == unknown || to == unknown {
			d.Edges.Missing++
			if len(d.Missing) < shown {
				d.Missing = append(d.Missing, Edge{c.text(e.from), c.actions[e.action], c.text(e.to)})
			}
			continue
		}
		theirs = append(theirs, edge{from, to, e.action})
	}
	slices.SortFunc(theirs, order)
	ours := make([]edge, len(c.g.Edges))
	for i, e := range c.g.Edges {
		ours[i] = edge{e.From, e.To, c.label(c.g.Actions[e.Action])}
	}
	slices.SortFunc(ours, order)
	ours = slices.Compact(ours)
	d.Edges.Ours = len(ours)
	used := [2]map[uint16]bool{{}, {}}
	for _, e := range theirs {
		used[0][e.action] = true
	}
	for _, e := range ours {
		used[1][e.action] = true
	}
	for i, name := range c.actions {
		if used[0][uint16(i)] != used[1][uint16(i)] {
			d.DifferingActions = append(d.DifferingActions, name)
		}
	}
	full := func(e edge) Edge {
		return Edge{c.g.States[e.from].String(), c.actions[e.action], c.g.States[e.to].String()}
	}
	for len(theirs) > 0 || len(ours) > 0 {
		o := -1
		if len(theirs) == 0 {
			o = 1
		} else if len(ours) > 0 {
			o = order(theirs[0], ours[0])
		}
		switch {
		case o == 0:
			d.Edges.Both++
			theirs, ours = theirs[1:], ours[1:]
		case o < 0:
			d.Edges.Missing++
			if len(d.Missing) < shown {
				d.Missing = append(d.Missing, full(theirs[0]))
			}
			theirs = theirs[1:]
		default:
			d.Edges.Extra++
			if len(d.Extra) < shown {
				d.Extra = append(d.Extra, full(ours[0]))
			}
			ours = ours[1:]
		}
	}
}
