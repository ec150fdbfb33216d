package trace

import (
	"encoding/binary"
	"fmt"
)

// The binary form of an entry is a CBOR map with integer keys in ascending order,
// which never change their meaning; what is empty is left out, and values keep
// their JSON text. It is written and read here, without a library, as that is most
// of what a node that records pays. Files of this form hold each entry behind its
// length; see reader.go.
const (
	keyKind      = 1
	keyNode      = 2
	keyInc       = 3
	keySeq       = 4
	keyAction    = 5
	keyArgs      = 6 // [name, value] each
	keyIn        = 7 // [node, inc, seq, message] each
	keyOut       = 8
	keyChanges   = 9 // an event's post, else the state: [path, value] each, an empty value: gone
	keyRecovered = 10
	keyTime      = 11
	keyFormat    = 12
	keyRun       = 13
	keyCluster   = 14
	keyFirst     = 15 // of a header, or a gap's From
	keyLast      = 16 // a gap's To
	keySpec      = 17
	keyHash      = 18
	keyNodes     = 19
	keyPrev      = 20 // [inc, last, events], and true if open
	keyEvents    = 21
	keyValues    = 22 // [name, value] each
)

const (
	kindHeader = 1 + iota
	kindEvent
	kindGap
	kindEnd
)

// The major types of CBOR that occur, as the first byte has them.
const (
	cborUint  = 0 << 5
	cborText  = 3 << 5
	cborArray = 4 << 5
	cborMap   = 5 << 5
	cborFalse = 0xf4
	cborTrue  = 0xf5
)

// AppendBinary appends e in its binary form.
func AppendBinary(dst []byte, e Entry) ([]byte, error) {
	switch e := e.(type) {
	case *Header:
		return appendBinaryHeader(dst, e), nil
	case *Event:
		w := EventWriter{form: Binary, bare: true, binaryWriter: binaryWriter{b: dst}}
		w.event(e, e.Values)
		return w.b, nil
	case *Gap:
		w := begin(dst, kindGap, e.Node, e.Inc)
		w.changes(e.State)
		w.number(keyFirst, e.From)
		w.number(keyLast, e.To)
		w.values(e.Values)
		return w.end(), nil
	case *End:
		w := begin(dst, kindEnd, e.Node, e.Inc)
		w.number(keySeq, e.Seq)
		w.number(keyEvents, e.Events)
		return w.end(), nil
	}
	return dst, fmt.Errorf("encoding an entry: unknown kind %T", e)
}

func appendBinaryHeader(dst []byte, h *Header) []byte {
	w := begin(dst, kindHeader, h.Node, h.Inc)
	w.changes(h.State)
	w.text(keyFormat, h.Format)
	w.text(keyRun, h.Run)
	w.text(keyCluster, h.Cluster)
	w.number(keyFirst, h.First)
	w.text(keySpec, h.Spec)
	w.text(keyHash, h.Hash)
	if w.list(keyNodes, len(h.Nodes)) {
		for _, n := range h.Nodes {
			w.b = appendHead(w.b, cborUint, uint64(n))
		}
	}
	if p := h.Prev; p != nil {
		size := 3
		if p.Open {
			size = 4
		}
		w.list(keyPrev, size)
		for _, n := range [...]uint64{p.Inc, p.Last, p.Events} {
			w.b = appendHead(w.b, cborUint, n)
		}
		if p.Open {
			w.b = append(w.b, cborTrue)
		}
	}
	w.values(h.Values)
	return w.end()
}

// A binaryWriter appends the fields of an entry, in the order of their keys.
type binaryWriter struct {
	b     []byte
	start int  // of the entry, where its number of fields belongs
	count byte // of fields: fewer than 24, so that the number is part of the first byte
}

func begin(dst []byte, kind uint64, node int, inc uint64) binaryWriter {
	w := binaryWriter{b: dst}
	w.begin(kind, node, inc)
	return w
}

func (w *binaryWriter) begin(kind uint64, node int, inc uint64) {
	w.start, w.count = len(w.b), 0
	w.b = append(w.b, 0)
	w.number(keyKind, kind)
	w.key(keyNode)
	w.b = appendHead(w.b, cborUint, uint64(node))
	w.key(keyInc)
	w.b = appendHead(w.b, cborUint, inc)
}

func (w *binaryWriter) end() []byte {
	w.b[w.start] = cborMap | w.count
	return w.b
}

func (w *binaryWriter) key(k byte) {
	w.b = append(w.b, cborUint|k)
	w.count++
}

func (w *binaryWriter) number(k byte, n uint64) {
	if n != 0 {
		w.key(k)
		w.b = appendHead(w.b, cborUint, n)
	}
}

func (w *binaryWriter) text(k byte, s string) {
	if s != "" {
		w.key(k)
		w.b = appendCBORText(w.b, s)
	}
}

// list begins a list of n elements, unless there are none.
func (w *binaryWriter) list(k byte, n int) bool {
	if n > 0 {
		w.key(k)
		w.b = appendHead(w.b, cborArray, uint64(n))
	}
	return n > 0
}

func (w *binaryWriter) pair(name string, v Value) {
	w.b = append(w.b, cborArray|2)
	w.b = appendCBORText(appendCBORText(w.b, name), string(v))
}

func (w *binaryWriter) changes(list []Change) {
	if w.list(keyChanges, len(list)) {
		for _, c := range list {
			w.pair(c.Path, c.Value)
		}
	}
}

func (w *binaryWriter) values(list []NamedValue) {
	if w.list(keyValues, len(list)) {
		for _, v := range list {
			w.pair(v.Name, v.Value)
		}
	}
}

func appendCBORText(dst []byte, s string) []byte {
	return append(appendHead(dst, cborText, uint64(len(s))), s...)
}

// appendHead appends a major type with its number, in the fewest bytes.
func appendHead(dst []byte, major byte, n uint64) []byte {
	switch {
	case n < 24:
		return append(dst, major|byte(n))
	case n < 1<<8:
		return append(dst, major|24, byte(n))
	case n < 1<<16:
		return binary.BigEndian.AppendUint16(append(dst, major|25), uint16(n))
	case n < 1<<32:
		return binary.BigEndian.AppendUint32(append(dst, major|26), uint32(n))
	}
	return binary.BigEndian.AppendUint64(append(dst, major|27), n)
}
