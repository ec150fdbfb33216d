package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"unicode/utf8"
)

// A display tells how far the run is: lines that stay, and on a terminal one
// line of progress that each new one replaces.
type display struct {
	mu       sync.Mutex
	w        io.Writer
	terminal bool
	shown    bool // a line of progress stands on the terminal
}

func newDisplay(w io.Writer) *display {
	f, ok := w.(*os.File)
	return &display{w: w, terminal: ok && isTerminal(f)}
}

// isTerminal tells whether a file is a terminal, as far as its mode says: a
// character device that is not the null device.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err == nil && !os.SameFile(info, null)
}

// width bounds a line of progress, which must not wrap.
const width = 78

func (d *display) progress(format string, args ...any) {
	if !d.terminal {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	text := fmt.Sprintf(format, args...)
	if utf8.RuneCountInString(text) > width {
		text = string([]rune(text)[:width-1]) + "…"
	}
	fmt.Fprintf(d.w, "\r\x1b[K%s", text)
	d.shown = true
}

func (d *display) line(format string, args ...any) {
	d.clear()
	d.mu.Lock()
	defer d.mu.Unlock()
	fmt.Fprintf(d.w, format+"\n", args...)
}

// clear removes the line of progress.
func (d *display) clear() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.shown {
		fmt.Fprint(d.w, "\r\x1b[K")
		d.shown = false
	}
}
