package report

import (
	"fmt"
	"html"
)

const legendHeight = 52.0

// legend draws the keys to colours and shapes below a picture that stands alone.
func (d *drawing) legend(y float64) {
	x := 16.0
	text := func(s string) {
		d.put(`<text class="small" x="%.1f" y="%.1f">%s</text>`, x, y+19, html.EscapeString(s))
		x += 7*float64(len(s))*0.86 + 16
	}
	for _, name := range d.p.actions {
		if name == "Restart" {
			d.put(`<rect class="event f%d" x="%.1f" y="%.1f" width="10" height="10" rx="2"/>`, colour(d.p.actions, name), x, y+10)
		} else {
			d.put(`<circle class="event f%d" cx="%.1f" cy="%.1f" r="5.5"/>`, colour(d.p.actions, name), x+5, y+15)
		}
		x += 15
		text(name)
	}
	x, y = 16, y+22
	for _, name := range d.p.kinds {
		c := d.messageColour(name)
		d.put(`<line class="message s%d" marker-end="url(#to%d)" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/>`, c, c, x, y+15, x+22, y+15)
		x += 27
		text(name)
	}
	d.put(`<path class="crash" d="M%.1f %.1fl8 8m0 -8l-8 8"/>`, x, y+11)
	x += 14
	text("crash")
	if len(d.p.values) > 0 {
		d.put(`<circle class="ring s%d" cx="%.1f" cy="%.1f" r="6"/>`, valueColour(d.p.values, d.p.values[0]), x+5, y+15)
		x += 16
		text("decides")
	}
	text("2.1 = ballot: round 2 of node 1")
}

// note says what the picture leaves out.
func (p *picture) note() string {
	if p.hidden == 0 {
		return ""
	}
	return fmt.Sprintf("%s of %d are not shown: the picture keeps to what led to findings and decisions.",
		plural(p.hidden, "event"), len(p.dots))
}
