package report

import (
	"cmp"
	"slices"
)

// Bounds of what is drawn.
const (
	maxCallouts  = 4
	maxColumns   = 240
	beforeMarked = 40
	afterMarked  = 12
)

// window decides which columns are drawn: all, or those around findings and
// decisions.
func (p *picture) window() {
	keep := make([]bool, p.columns)
	if p.columns <= maxColumns {
		for i := range keep {
			keep[i] = true
		}
	} else {
		p.keepAround(keep)
	}
	for _, d := range p.dots {
		d.shown = keep[d.column]
		if !d.shown {
			p.hidden++
		}
	}
	p.breaksIn(keep)
}

// keepAround keeps columns around what matters, most important first, until
// there are enough.
func (p *picture) keepAround(keep []bool) {
	kept := 0
	around := func(column int) {
		for c := max(0, column-beforeMarked); c < min(len(keep), column+afterMarked); c++ {
			if !keep[c] && kept < maxColumns {
				keep[c] = true
				kept++
			}
		}
	}
	sorted := slices.SortedFunc(slices.Values(p.dots), func(a, b *dot) int { return cmp.Compare(a.column, b.column) })
	for _, wanted := range []func(*dot) bool{
		func(d *dot) bool { return len(d.finding) > 0 },
		func(d *dot) bool { return d.decided != "" },
		func(d *dot) bool { return true },
	} {
		for _, d := range sorted {
			if wanted(d) && kept < maxColumns {
				around(d.column)
			}
		}
	}
}

// breaksIn turns kept columns into places, with a mark where some are left out.
func (p *picture) breaksIn(keep []bool) {
	p.step = 48
	if p.columns > 80 {
		p.step = 40
	}
	hidden := make([]int, len(keep))
	for _, d := range p.dots {
		if !d.shown {
			hidden[d.column]++
		}
	}
	x, left := leftMargin, 0
	at := make([]float64, len(keep))
	for c := range keep {
		if !keep[c] {
			left += hidden[c]
			continue
		}
		if left > 0 {
			p.breaks = append(p.breaks, gapMark{x + p.step/2, left})
			x += 2 * p.step
			left = 0
		}
		at[c] = x
		x += p.step
	}
	if left > 0 {
		p.breaks = append(p.breaks, gapMark{x + p.step/2, left})
		x += 2 * p.step
	}
	p.width = max(x+rightMargin, 640)
	for _, d := range p.dots {
		d.x = at[d.column]
	}
}
