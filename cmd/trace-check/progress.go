package main

import (
	"fmt"
	"os"
)

// A progress shows how many lines have been read, on a terminal only and only
// when there are many.
type progress struct {
	out   *os.File
	lines int
	shown bool
}

// progressStep is how many lines pass between two updates.
const progressStep = 50_000

func newProgress(out *os.File) *progress {
	info, err := out.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return &progress{}
	}
	return &progress{out: out}
}

func (p *progress) line() {
	p.lines++
	if p.out == nil || p.lines%progressStep != 0 {
		return
	}
	p.shown = true
	fmt.Fprintf(p.out, "\r%d lines read", p.lines)
}

// done ends the line that shows the progress.
func (p *progress) done() {
	if p.shown {
		fmt.Fprintln(p.out)
		p.shown = false
	}
}
