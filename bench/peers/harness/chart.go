package harness

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// The chart's measures, in pixels.
const (
	chartWidth  = 1040
	chartMargin = 20
	nameWidth   = 170
	barsWidth   = 420
	lineHeight  = 24
	barHeight   = 14
	panelGap    = 30
	headHeight  = 64
)

// Chart draws the report as an SVG that needs nothing else: a panel a point, a
// bar a system, its length the median of commands a second, a line across it
// from the least to the most, its figures beside it.
func (r *Report) Chart(w io.Writer) error {
	var c canvas
	y := headHeight
	for _, row := range r.Rows {
		y = r.panel(&c, row, y)
	}
	height := y + chartMargin
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">`+"\n",
		chartWidth, height, chartWidth, height)
	fmt.Fprintf(&b, "<title>Synod and its peers</title>\n<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n", chartWidth, height)
	head := canvas{}
	head.text(chartMargin, 26, "#111111", "bold", "Commands a second, three replicas in one process")
	head.text(chartMargin, 46, "#555555", "normal",
		fmt.Sprintf("medians of %d rounds in turns, line from least to most; %d × %s, %s", r.Rounds, r.Host.Processors, r.Host.Processor, r.Host.Go))
	b.WriteString(head.String())
	b.WriteString(c.String())
	b.WriteString("</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// panel draws a point below y and returns where the next one begins.
func (r *Report) panel(c *canvas, row Row, y int) int {
	var most float64
	for _, result := range row.Results {
		_, high := result.spread()
		most = max(most, high)
	}
	c.text(chartMargin, y+lineHeight-6, "#111111", "bold", row.Point.String())
	y += lineHeight
	for _, result := range row.Results {
		r.bar(c, result, most, y)
		y += lineHeight
	}
	return y + panelGap - lineHeight/2
}

func (r *Report) bar(c *canvas, result Result, most float64, y int) {
	const left = chartMargin + nameWidth
	base := y + barHeight - 2
	c.text(chartMargin, base, "#111111", "normal", result.System)
	if len(result.Samples) == 0 {
		c.text(left, base, "#b00020", "normal", "failed")
		return
	}
	scale := func(ops float64) int { return int(ops / most * barsWidth) }
	m := result.Median
	low, high := result.spread()
	c.rect(left, y, scale(m.Ops), barHeight, r.color(result.System))
	c.rect(left+scale(low), y+barHeight/2-1, max(scale(high)-scale(low), 1), 2, "#333333")
	c.text(left+barsWidth+12, base, "#333333", "normal",
		fmt.Sprintf("%s/s  p50 %s  p99 %s  CPU/op %s", thousands(m.Ops), short(m.P50), short(m.P99), short(m.CPU)))
}

// Synod's bars stand out; those with tracing are paler.
func (r *Report) color(system string) string {
	switch c := r.contender(system); {
	case c.Peer:
		return "#9aa5b1"
	case c.Base != "":
		return "#7fb2e5"
	default:
		return "#1f6fb5"
	}
}

// A canvas collects elements.
type canvas struct{ strings.Builder }

func (c *canvas) rect(x, y, width, height int, color string) {
	fmt.Fprintf(c, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s"/>`+"\n", x, y, width, height, color)
}

func (c *canvas) text(x, y int, color, weight, content string) {
	fmt.Fprintf(c, `<text x="%d" y="%d" fill="%s" font-weight="%s" xml:space="preserve">`, x, y, color, weight)
	_ = xml.EscapeText(c, []byte(content)) // a builder takes everything
	c.WriteString("</text>\n")
}
