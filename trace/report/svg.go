package report

import (
	"fmt"
	"html"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
)

// SVG writes the space-time diagram of a report as a picture of its own.
func SVG(w io.Writer, r *check.Report) error {
	p := newPicture(r)
	d := &drawing{p: p}
	d.draw(true)
	if _, err := io.WriteString(w, d.String()); err != nil {
		return fmt.Errorf("writing the picture: %w", err)
	}
	return nil
}

// A drawing is SVG under construction.
type drawing struct {
	strings.Builder
	p *picture
}

func (d *drawing) put(format string, args ...any) {
	fmt.Fprintf(d, format, args...)
	d.WriteByte('\n')
}

// draw writes the picture. One that stands alone brings its style sheet and its
// legend along.
func (d *drawing) draw(alone bool) {
	p := d.p
	height := p.height
	if alone {
		height += legendHeight
	}
	d.put(`<svg class="spacetime" xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f" role="img" aria-label="space-time diagram">`,
		p.width, height, p.width, height)
	if alone {
		d.put("<style>\n%s</style>", style())
	}
	d.put(`<rect class="paper" width="%.0f" height="%.0f"/>`, p.width, height)
	d.markers()
	for i, n := range p.nodes {
		d.lane(i, n)
	}
	for _, b := range p.breaks {
		d.leftOut(b)
	}
	for _, e := range p.dots {
		if e.shown {
			d.arrows(e)
		}
	}
	d.callouts()
	for _, e := range p.dots {
		if e.shown {
			d.event(e)
		}
	}
	d.put(`<text class="soft small" x="16" y="20">time, as causes and effects order it →</text>`)
	if alone {
		d.legend(p.height)
	}
	d.put("</svg>")
}

// colour is the number of a name's colour; names are spread over the palette.
func colour(names []string, name string) int {
	return max(0, slices.Index(names, name)) % len(lightColours)
}

// valueColour takes the palette from its other end, so that a decided value
// seldom has the colour of an action.
func valueColour(values []string, value string) int {
	return len(lightColours) - 1 - colour(values, value)
}

func (d *drawing) markers() {
	d.put("<defs>")
	for i := range lightColours {
		d.put(`<marker id="to%d" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto"><path class="f%d" d="M0 0.8 7.5 4 0 7.2z"/></marker>`, i, i)
	}
	d.put("</defs>")
}

// lane draws a node's line: solid while it lives, dotted between incarnations.
func (d *drawing) lane(i, node int) {
	p, y := d.p, d.p.laneY(i)
	if i%2 == 0 {
		d.put(`<rect class="lane" x="0" y="%.1f" width="%.0f" height="%.0f"/>`, y-laneHeight/2, p.width, laneHeight)
	}
	d.put(`<text class="name" x="16" y="%.1f">node %d</text>`, y+4.5, node)
	start := leftMargin - 24
	var last *dot
	for _, e := range p.dots {
		if e.lane != i || !e.shown {
			continue
		}
		if last != nil && last.event.Inc != e.event.Inc {
			d.crash(last, e, start)
			start = e.x
		}
		if e.event.Inc > 1 && (last == nil || last.event.Inc != e.event.Inc) {
			d.put(`<text class="soft small" x="%.1f" y="%.1f" text-anchor="middle">life %d</text>`, e.x, y-16, e.event.Inc)
		}
		last = e
	}
	end := p.width - 36
	d.put(`<line class="life" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/>`, start, y, end, y)
}

// crash draws the end of an incarnation and the beginning of the next.
func (d *drawing) crash(last, next *dot, start float64) {
	y, x := last.y, last.x+d.p.step*0.55
	d.put(`<line class="life" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/>`, start, y, x, y)
	d.put(`<line class="dead" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/>`, x+8, y, next.x-radius, y)
	d.put(`<g><title>incarnation %d ends</title><path class="crash" d="M%.1f %.1fl9 9m0 -9l-9 9"/></g>`, last.event.Inc, x-4.5, y-4.5)
}

func (d *drawing) leftOut(b gapMark) {
	p := d.p
	d.put(`<line class="break" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/>`, b.x, p.top, b.x, p.height-8)
	d.put(`<text class="soft small" x="%.1f" y="%.1f" text-anchor="middle">%s not shown</text>`, b.x, p.top-6, plural(b.events, "event"))
}

// arrows draws the messages that an event used.
func (d *drawing) arrows(e *dot) {
	for _, a := range e.causes {
		if !a.from.shown || a.from == e {
			continue
		}
		c := d.messageColour(a.kind)
		title := fmt.Sprintf("%s\nfrom node %d to node %d", pretty(a.msg), a.from.event.Node, e.event.Node)
		d.put(`<path class="message s%d" marker-end="url(#to%d)" d="%s"><title>%s</title></path>`, c, c, path(a.from, e), html.EscapeString(title))
	}
}

// messageColour is the colour of the action that sends such messages.
func (d *drawing) messageColour(kind string) int {
	if action := d.p.sender[kind]; action != "" {
		return colour(d.p.actions, action)
	}
	return (len(d.p.actions) + colour(d.p.kinds, kind)) % len(lightColours)
}

// callouts writes the texts of findings above the lanes, each with a line to
// its event. The last event's text is on top, so that no line crosses a text.
func (d *drawing) callouts() {
	for i, e := range d.p.called {
		f := d.p.report.Findings[e.finding[0]-1]
		class := "unsure"
		if f.Verdict == check.Violation {
			class = "bad"
		}
		y := topMargin - 6 + calloutHeight*float64(i)
		text := clip(fmt.Sprintf("%d  %s", e.finding[0], f.Text), 110)
		x, anchor := e.x-4, "start"
		if e.x+6.3*float64(len(text)) > d.p.width {
			x, anchor = e.x+4, "end"
		}
		d.put(`<line class="leader %sline" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/>`, class, e.x, y+5, e.x, e.y-radius-6)
		d.put(`<text class="callout %stext" x="%.1f" y="%.1f" text-anchor="%s">%s</text>`, class, x, y, anchor, html.EscapeString(text))
	}
}

// path leads from one dot's edge to another's; within a lane it is an arc.
func path(from, to *dot) string {
	if from.lane == to.lane {
		lift := 16 + min(14, (to.x-from.x)/8)
		return fmt.Sprintf("M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f", from.x, from.y-radius,
			from.x, from.y-radius-lift, to.x, to.y-radius-lift, to.x, to.y-radius-2)
	}
	dx, dy := to.x-from.x, to.y-from.y
	length := math.Hypot(dx, dy)
	ux, uy := dx/length, dy/length
	return fmt.Sprintf("M%.1f %.1fL%.1f %.1f", from.x+ux*radius, from.y+uy*radius, to.x-ux*(radius+2.5), to.y-uy*(radius+2.5))
}

// event draws one event.
func (d *drawing) event(e *dot) {
	d.put(`<g><title>%s</title>`, html.EscapeString(d.title(e)))
	d.halo(e)
	class := fmt.Sprintf("event f%d", colour(d.p.actions, e.event.Action))
	switch {
	case e.waiting:
		class = "event waiting"
	case !e.Judged && len(e.finding) == 0:
		class = "event unjudged"
	}
	if e.event.Action == "Restart" {
		d.put(`<rect class="%s" x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="2"/>`, class, e.x-radius, e.y-radius, 2*radius, 2*radius)
	} else {
		d.put(`<circle class="%s" cx="%.1f" cy="%.1f" r="%.1f"/>`, class, e.x, e.y, radius)
	}
	if label := label(e.event); label != "" {
		d.put(`<text class="soft small halted" x="%.1f" y="%.1f" text-anchor="middle">%s</text>`, e.x, e.y+radius+12, html.EscapeString(label))
	}
	if e.decided != "" {
		c := valueColour(d.p.values, e.decided)
		d.put(`<circle class="ring s%d" cx="%.1f" cy="%.1f" r="%.1f"/>`, c, e.x, e.y, radius+3.5)
		d.put(`<text class="value halted f%d" style="fill:var(--c%d)" x="%.1f" y="%.1f" text-anchor="middle">decides %s</text>`, c, c, e.x, e.y+radius+26,
			html.EscapeString(clip(e.decided, 10)))
	}
	d.put("</g>")
}

// halo marks an event that a finding is about, with the finding's number.
func (d *drawing) halo(e *dot) {
	if len(e.finding) == 0 {
		return
	}
	badge, halo := "unsurebadge", "unsurehalo"
	for _, n := range e.finding {
		if d.p.report.Findings[n-1].Verdict == check.Violation {
			badge, halo = "badge", "halo"
		}
	}
	d.put(`<circle class="%s" cx="%.1f" cy="%.1f" r="%.1f"/>`, halo, e.x, e.y, radius+6)
	d.put(`<circle class="%s" cx="%.1f" cy="%.1f" r="8"/><text x="%.1f" y="%.1f" text-anchor="middle">%d</text>`,
		badge, e.x+11, e.y-15, e.x+11, e.y-11, e.finding[0])
}

// title is what a browser shows when the mouse rests on an event.
func (d *drawing) title(e *dot) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\nnode %d, incarnation %d, event %d\n%s", called(e.event), e.event.Node, e.event.Inc, e.event.Seq, e.Place)
	for _, n := range e.finding {
		f := d.p.report.Findings[n-1]
		fmt.Fprintf(&b, "\n\n%s: %s", f.Verdict, f.Text)
	}
	for _, in := range e.event.In {
		fmt.Fprintf(&b, "\nuses %s", pretty(in.Msg))
	}
	for _, m := range e.event.Out {
		fmt.Fprintf(&b, "\nadds %s", pretty(m))
	}
	for _, c := range e.event.Post {
		if c.Gone() {
			fmt.Fprintf(&b, "\n%s is gone", c.Path)
			continue
		}
		fmt.Fprintf(&b, "\n%s becomes %s", c.Path, pretty(c.Value))
	}
	switch {
	case e.waiting:
		b.WriteString("\nwaits for an event that is not written down yet")
	case !e.Judged && len(e.finding) == 0:
		b.WriteString("\nnot judged")
	}
	return b.String()
}

func called(e *trace.Event) string {
	args := []string{fmt.Sprint(e.Node)}
	for _, a := range e.Args {
		args = append(args, pretty(a.Value))
	}
	return e.Action + "(" + strings.Join(args, ", ") + ")"
}

// pretty is a value as TLA+ writes it.
func pretty(v trace.Value) string {
	value, err := tla.ParseJSON([]byte(v))
	if err != nil {
		return string(v)
	}
	return value.String()
}

// label is a short name of the ballot that an event is about, round and owner.
func label(e *trace.Event) string {
	for _, a := range e.Args {
		if a.Name != "b" {
			continue
		}
		v, err := tla.ParseJSON([]byte(a.Value))
		if b, ok := v.Int64(); err == nil && ok && b >= 1024 {
			return fmt.Sprintf("%d.%d", b/1024, b%1024)
		}
	}
	return ""
}

func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
