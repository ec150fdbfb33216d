package trace

import (
	"encoding/binary"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
)

// A Form is how the entries of a file are written.
type Form int

const (
	JSONLines Form = iota // a line each, for people and for archives
	Binary                // see AppendFrame: shorter, and several times faster
)

var formSuffixes = [...]string{JSONLines: ".jsonl", Binary: ".cbor"}

// ParseForm reads a form's name.
func ParseForm(name string) (Form, error) {
	switch name {
	case "jsonl":
		return JSONLines, nil
	case "cbor":
		return Binary, nil
	}
	return 0, fmt.Errorf("the form %q of a trace is neither jsonl nor cbor", name)
}

// formOf is the form that a file's name tells.
func formOf(path string) Form {
	if name, _ := splitCompression(path); strings.HasSuffix(name, formSuffixes[Binary]) {
		return Binary
	}
	return JSONLines
}

// append appends an entry, as it stands in a file.
func (f Form) append(dst []byte, e Entry) []byte {
	if f == JSONLines {
		return AppendJSON(dst, e)
	}
	dst, start := beginFrame(dst)
	dst, err := AppendBinary(dst, e)
	if err != nil {
		panic(err) // Entry is sealed
	}
	return endFrame(dst, start)
}

// appendEvent appends an event with these definitions instead of its own.
func (f Form) appendEvent(dst []byte, e *Event, values []NamedValue) []byte {
	w := EventWriter{form: f, binaryWriter: binaryWriter{b: dst}}
	w.event(e, values)
	return w.b
}

// frameRoom is the room for an entry's length that most entries need.
const frameRoom = 2

func beginFrame(dst []byte) ([]byte, int) {
	return append(dst, make([]byte, frameRoom)...), len(dst)
}

// endFrame puts the length in front of an entry.
func endFrame(dst []byte, start int) []byte {
	var length [binary.MaxVarintLen64]byte
	size := len(dst) - start - frameRoom
	n := binary.PutUvarint(length[:], uint64(size))
	if n != frameRoom {
		dst = append(dst, length[:]...)[:start+n+size]
		copy(dst[start+n:], dst[start+frameRoom:start+frameRoom+size])
	}
	copy(dst[start:], length[:n])
	return dst
}

// SegmentName is the file name of the segment of a node's incarnation.
func (f Form) SegmentName(node int, inc uint64) string {
	return fmt.Sprintf("node-%d.inc-%d%s", node, inc, formSuffixes[f])
}

// SegmentName is that of a segment in JSON Lines.
func SegmentName(node int, inc uint64) string { return JSONLines.SegmentName(node, inc) }

// ParseSegmentName reads the node and the incarnation off a path, if its last
// element is the name of a segment, of any form.
func ParseSegmentName(path string) (node int, inc uint64, ok bool) {
	parts := strings.SplitN(filepath.Base(path), ".", 3)
	if len(parts) < 3 {
		return 0, 0, false
	}
	first, isNode := strings.CutPrefix(parts[0], "node-")
	second, isInc := strings.CutPrefix(parts[1], "inc-")
	node, err1 := strconv.Atoi(first)
	inc, err2 := strconv.ParseUint(second, 10, 64)
	return node, inc, isNode && isInc && err1 == nil && err2 == nil
}
