package trace

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// A Tail is where a segment file ends.
type Tail struct {
	Header bool   // it has one
	Inc    uint64 // of the last event, gap or end; 0 if there is none
	Seq    uint64 // of it; of a gap, the last event that it tells of
}

// ReadTail tells where a segment file ends, as a recorder left it, with its entries
// in order. Of a long file that is not compressed it reads the beginning and the
// end only. A torn last entry does not count.
func ReadTail(path string) (Tail, error) {
	t, err := readTail(path)
	if err != nil {
		return Tail{}, fmt.Errorf("looking for the end of a trace: %w", err)
	}
	return t, nil
}

func readTail(path string) (t Tail, err error) {
	if _, compression := splitCompression(path); compression != "" {
		return wholeTail(path)
	}
	f, err := os.Open(path)
	if err != nil {
		return t, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return t, err
	}
	last := lastLine
	if formOf(path) == Binary {
		last = lastFrame
	}
	for size := int64(firstTail); size < info.Size(); size *= 8 {
		text := make([]byte, size)
		if _, err := f.ReadAt(text, info.Size()-size); err != nil {
			return t, err
		}
		if e := last(text); e != nil {
			t.take(e)
			return t, t.begin(path)
		}
	}
	return wholeTail(path)
}

// firstTail is how much of a file's end is read first.
const firstTail = 64 << 10

// begin reads the first entry.
func (t *Tail) begin(path string) error {
	in, err := Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	item, err := in.Next()
	t.take(item.Entry)
	return err
}

// take takes note of an entry that is not before those seen.
func (t *Tail) take(e Entry) {
	inc, seq := uint64(0), uint64(0)
	switch e := e.(type) {
	case *Header:
		t.Header = true
	case *Event:
		inc, seq = e.Inc, e.Seq
	case *Gap:
		inc, seq = e.Inc, e.To
	case *End:
		inc, seq = e.Inc, e.Seq
	}
	if inc > t.Inc || inc == t.Inc && seq > t.Seq {
		t.Inc, t.Seq = inc, seq
	}
}

// wholeTail reads the whole file.
func wholeTail(path string) (t Tail, err error) {
	in, err := Open(path)
	if err != nil {
		return t, err
	}
	defer in.Close()
	for {
		item, err := in.Next()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return t, err
		}
		t.take(item.Entry)
	}
}

// lastLine is the last entry of a text that ends a file of lines, nil if it holds
// no whole one that can be read.
func lastLine(text []byte) Entry {
	text = text[:bytes.LastIndexByte(text, '\n')+1]
	for len(text) > 0 {
		start := bytes.LastIndexByte(text[:len(text)-1], '\n') + 1
		if start == 0 {
			return nil // it may have begun before the text
		}
		if !blank(text[start:]) {
			e, _, err := ParseJSON(text[start:])
			if err != nil {
				return nil
			}
			return e
		}
		text = text[:start]
	}
	return nil
}

// enoughFrames is how many entries in a row show that they are read from where
// they begin.
const enoughFrames = 3

// lastFrame is the same for a text that ends a file in the binary form. As a length
// stands in front of its entry alone, it looks for a place from which entries
// follow on each other up to the end.
func lastFrame(text []byte) Entry {
	for start := range text {
		if e, n := framesFrom(text[start:]); n >= enoughFrames {
			return e
		}
	}
	return nil
}

// framesFrom reads entries up to the end of text, and gives the last and their
// number; none if something in between is not an entry.
func framesFrom(text []byte) (last Entry, n int) {
	for len(text) > 0 {
		_, rest, err := cutFrame(text)
		if err == io.ErrUnexpectedEOF {
			return last, n // torn
		}
		if err != nil {
			return nil, 0
		}
		entries, err := ParseFrames(text[:len(text)-len(rest)])
		if err != nil {
			return nil, 0
		}
		if len(entries) > 0 {
			last = entries[len(entries)-1]
		}
		n, text = n+len(entries), rest
	}
	return last, n
}
