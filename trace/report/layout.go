package report

import (
	"cmp"
	"maps"
	"slices"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
)

// A dot is an event in the picture.
type dot struct {
	check.Line
	event   *trace.Event
	prev    *dot
	causes  []arrow
	column  int // its place in causal time
	lane    int
	decided string // the value, if the event decides one
	finding []int  // numbers of the findings at it, from 1
	waiting bool
	shown   bool
	x, y    float64
	visited uint8 // while columns are computed
}

// An arrow is a message that an event used, from the event that added it.
type arrow struct {
	from *dot
	kind string // the message's type
	msg  trace.Value
}

// A picture is the layout of a space-time diagram: a lane for each node, time
// from left to right. A column is the length of the longest chain of events
// that led there, so that what is drawn side by side is concurrent.
type picture struct {
	report  *check.Report
	nodes   []int
	dots    []*dot // by node, incarnation and sequence number
	actions []string
	kinds   []string          // types of messages
	sender  map[string]string // the action that mostly adds messages of a type
	values  []string          // decided
	breaks  []gapMark
	columns int
	hidden  int
	width   float64
	height  float64
	step    float64
	top     float64 // of the first lane
	called  []*dot  // with the text of their finding, the last in time first
}

// A gapMark is a place where columns are left out.
type gapMark struct {
	x      float64
	events int
}

// newPicture lays out the events of a report.
func newPicture(r *check.Report) *picture {
	p := &picture{report: r, nodes: r.Nodes}
	byRef := p.collect(r)
	for i, d := range p.dots {
		if i > 0 && p.dots[i-1].event.Node == d.event.Node {
			d.prev = p.dots[i-1]
		}
		for _, in := range d.event.In {
			if from := byRef[in.Ref]; from != nil {
				d.causes = append(d.causes, arrow{from, messageType(in.Msg), in.Msg})
			}
		}
	}
	for _, d := range p.dots {
		p.columns = max(p.columns, d.place()+1)
	}
	p.mark(r, byRef)
	p.names()
	p.senders()
	p.window()
	p.position()
	return p
}

// collect makes a dot of every event; of one that was recovered, the original
// is drawn if it is there.
func (p *picture) collect(r *check.Report) map[trace.Ref]*dot {
	byRef := map[trace.Ref]*dot{}
	if r.Trace == nil {
		return byRef
	}
	for _, line := range r.Trace.Lines() {
		e, ok := line.Entry.(*trace.Event)
		if !ok || slices.Index(p.nodes, e.Node) < 0 {
			continue
		}
		if old := byRef[e.Ref]; old != nil {
			old.Judged = old.Judged || line.Judged
			continue
		}
		d := &dot{Line: line, event: e, lane: slices.Index(p.nodes, e.Node)}
		byRef[e.Ref] = d
		p.dots = append(p.dots, d)
	}
	slices.SortFunc(p.dots, func(a, b *dot) int {
		return cmp.Or(cmp.Compare(a.lane, b.lane), cmp.Compare(a.event.Inc, b.event.Inc), cmp.Compare(a.event.Seq, b.event.Seq))
	})
	return byRef
}

// place computes a dot's column. It keeps its own stack, as causal chains are
// long; an event that causes itself is placed as if it did not.
func (d *dot) place() int {
	const open, done = 1, 2
	stack := []*dot{d}
	for len(stack) > 0 {
		top := stack[len(stack)-1]
		if top.visited == done {
			stack = stack[:len(stack)-1]
			continue
		}
		before := top.before()
		if top.visited == 0 {
			top.visited = open
			for _, b := range before {
				if b.visited == 0 {
					stack = append(stack, b)
				}
			}
			continue
		}
		top.visited = done
		for _, b := range before {
			space := 1
			if b == top.prev && b.event.Inc != top.event.Inc {
				space = 2 // room for the crash
			}
			top.column = max(top.column, b.column+space)
		}
	}
	return d.column
}

func (d *dot) before() []*dot {
	var list []*dot
	if d.prev != nil {
		list = append(list, d.prev)
	}
	for _, a := range d.causes {
		list = append(list, a.from)
	}
	return list
}

// mark attaches findings, waiting events and decisions to their dots.
func (p *picture) mark(r *check.Report, byRef map[trace.Ref]*dot) {
	byPlace := map[check.Place]*dot{}
	for _, d := range p.dots {
		byPlace[d.Place] = d
		d.decided = decidedBy(d.event)
	}
	for i, f := range r.Findings {
		d := byPlace[f.Places[0]]
		if d == nil && f.Event != nil {
			d = byRef[f.Event.Ref]
		}
		if d != nil {
			d.finding = append(d.finding, i+1)
		}
	}
	for _, w := range r.Waiting {
		if d := byRef[w.Ref]; d != nil {
			d.waiting = true
		}
	}
}

// decidedBy gives the value that an event decides, if it does.
func decidedBy(e *trace.Event) string {
	for _, c := range e.Post {
		if c.Path != "decided" || c.Gone() {
			continue
		}
		v, err := tla.ParseJSON([]byte(c.Value))
		if err != nil || v.Kind() == tla.KindModel {
			continue
		}
		if text, ok := v.Text(); ok {
			return text
		}
		return v.String()
	}
	return ""
}

func messageType(m trace.Value) string {
	v, err := tla.ParseJSON([]byte(m))
	if err != nil {
		return "message"
	}
	field, ok := v.Field("type")
	if text, isText := field.Text(); ok && isText {
		return text
	}
	return "message"
}

// names collects what the legend explains.
func (p *picture) names() {
	for _, d := range p.dots {
		p.actions = append(p.actions, d.event.Action)
		if d.decided != "" {
			p.values = append(p.values, d.decided)
		}
		for _, a := range d.causes {
			p.kinds = append(p.kinds, a.kind)
		}
	}
	for _, list := range []*[]string{&p.actions, &p.kinds, &p.values} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
}

// senders finds the action that stands for each type of message, so that both
// get one colour: the one that adds most of them and stands for no other type.
func (p *picture) senders() {
	type pair struct{ kind, action string }
	counts := map[pair]int{}
	for _, d := range p.dots {
		for _, m := range d.event.Out {
			counts[pair{messageType(m), d.event.Action}]++
		}
	}
	pairs := slices.SortedFunc(maps.Keys(counts), func(a, b pair) int {
		return cmp.Or(-cmp.Compare(counts[a], counts[b]), cmp.Compare(a.kind, b.kind), cmp.Compare(a.action, b.action))
	})
	p.sender = map[string]string{}
	taken := map[string]bool{}
	for _, x := range pairs {
		if p.sender[x.kind] == "" && !taken[x.action] {
			p.sender[x.kind] = x.action
			taken[x.action] = true
		}
	}
}

// Sizes of the picture, in pixels.
const (
	leftMargin  = 104.0
	rightMargin = 76.0
	topMargin   = 44.0
	laneHeight  = 84.0
	radius      = 6.5

	calloutHeight = 22.0
)

func (p *picture) laneY(lane int) float64 { return p.top + laneHeight*float64(lane) + laneHeight/2 }

// position makes room above the lanes for the texts of findings.
func (p *picture) position() {
	for _, d := range p.dots {
		if d.shown && len(d.finding) > 0 && len(p.called) < maxCallouts {
			p.called = append(p.called, d)
		}
	}
	slices.SortFunc(p.called, func(a, b *dot) int { return cmp.Compare(b.x, a.x) })
	p.top = topMargin + calloutHeight*float64(len(p.called))
	for _, d := range p.dots {
		d.y = p.laneY(d.lane)
	}
	p.height = p.top + laneHeight*float64(len(p.nodes)) + 8
}
