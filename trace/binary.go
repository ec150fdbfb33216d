package trace

import (
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"github.com/synod-paxos/synod/internal/strictcbor"
)

// The binary form of an entry is a CBOR map with integer keys, which never
// change their meaning; values keep their JSON text. Files of this form hold
// each entry behind its length; see reader.go.

// binaryEntry holds the fields of all kinds, as a line of JSON does.
type binaryEntry struct {
	Kind      kind           `cbor:"1,keyasint"`
	Node      int            `cbor:"2,keyasint"`
	Inc       uint64         `cbor:"3,keyasint"`
	Seq       uint64         `cbor:"4,keyasint,omitempty"`
	Action    string         `cbor:"5,keyasint,omitempty"`
	Args      []binaryArg    `cbor:"6,keyasint,omitempty"`
	In        []binaryCited  `cbor:"7,keyasint,omitempty"`
	Out       []string       `cbor:"8,keyasint,omitempty"`
	Changes   []binaryChange `cbor:"9,keyasint,omitempty"` // an event's post, else the state
	Recovered bool           `cbor:"10,keyasint,omitempty"`
	Time      string         `cbor:"11,keyasint,omitempty"`
	Format    string         `cbor:"12,keyasint,omitempty"`
	Run       string         `cbor:"13,keyasint,omitempty"`
	Cluster   string         `cbor:"14,keyasint,omitempty"`
	First     uint64         `cbor:"15,keyasint,omitempty"` // of a header, or a gap's From
	Last      uint64         `cbor:"16,keyasint,omitempty"` // a gap's To
	Spec      string         `cbor:"17,keyasint,omitempty"`
	Hash      string         `cbor:"18,keyasint,omitempty"`
	Nodes     []int          `cbor:"19,keyasint,omitempty"`
	Prev      *binaryPrev    `cbor:"20,keyasint,omitempty"`
	Events    uint64         `cbor:"21,keyasint,omitempty"`
	Values    []binaryNamed  `cbor:"22,keyasint,omitempty"`
}

type kind uint8

const (
	kindHeader kind = 1 + iota
	kindEvent
	kindGap
	kindEnd
)

type binaryArg struct {
	_     struct{} `cbor:",toarray"`
	Name  string
	Value string
}

type binaryCited struct {
	_    struct{} `cbor:",toarray"`
	Node int
	Inc  uint64
	Seq  uint64
	Msg  string
}

type binaryChange struct {
	_     struct{} `cbor:",toarray"`
	Path  string
	Value string // empty: gone
}

type binaryNamed struct {
	_     struct{} `cbor:",toarray"`
	Name  string
	Value string
}

type binaryPrev struct {
	_      struct{} `cbor:",toarray"`
	Inc    uint64
	Last   uint64
	Events uint64
}

// Later versions may add fields, which are passed over.
var binaryDecoder = strictcbor.Decoder(strictcbor.Limits{Nesting: 8, Elements: 1 << 20, Pairs: 64, UnknownFields: true})

var binaryEncoder = func() cbor.EncMode {
	mode, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		panic(err) // the options are constants
	}
	return mode
}()

// AppendBinary appends e in its binary form.
func AppendBinary(dst []byte, e Entry) ([]byte, error) {
	var b binaryEntry
	switch e := e.(type) {
	case *Header:
		b.putHeader(e)
	case *Event:
		b.putEvent(e)
	case *Gap:
		b = binaryEntry{Kind: kindGap, Node: e.Node, Inc: e.Inc, First: e.From, Last: e.To, Changes: toChanges(e.State), Values: toNamed(e.Values)}
	case *End:
		b = binaryEntry{Kind: kindEnd, Node: e.Node, Inc: e.Inc, Seq: e.Seq, Events: e.Events}
	default:
		return dst, fmt.Errorf("encoding an entry: unknown kind %T", e)
	}
	text, err := binaryEncoder.Marshal(&b)
	if err != nil {
		return dst, fmt.Errorf("encoding an entry: %w", err)
	}
	return append(dst, text...), nil
}

// ParseBinary reads what AppendBinary wrote. Keys that it does not know are
// ignored; anything else that it would not have written is an error.
func ParseBinary(text []byte) (Entry, error) {
	var b binaryEntry
	if err := binaryDecoder.Unmarshal(text, &b); err != nil {
		return nil, fmt.Errorf("decoding an entry: %w", err)
	}
	e, err := b.entry()
	if err == nil {
		err = Validate(e)
	}
	if err != nil {
		return nil, fmt.Errorf("decoding an entry: %w", err)
	}
	return e, nil
}

func (b *binaryEntry) putHeader(h *Header) {
	*b = binaryEntry{
		Kind: kindHeader, Node: h.Node, Inc: h.Inc, First: h.First, Format: h.Format, Run: h.Run, Cluster: h.Cluster,
		Spec: h.Spec, Hash: h.Hash, Nodes: h.Nodes, Changes: toChanges(h.State), Values: toNamed(h.Values),
	}
	if h.Prev != nil {
		b.Prev = &binaryPrev{Inc: h.Prev.Inc, Last: h.Prev.Last, Events: h.Prev.Events}
	}
}

func (b *binaryEntry) putEvent(e *Event) {
	*b = binaryEntry{
		Kind: kindEvent, Node: e.Node, Inc: e.Inc, Seq: e.Seq, Action: e.Action,
		Changes: toChanges(e.Post), Values: toNamed(e.Values), Recovered: e.Recovered, Time: e.Time,
	}
	for _, a := range e.Args {
		b.Args = append(b.Args, binaryArg{Name: a.Name, Value: string(a.Value)})
	}
	for _, c := range e.In {
		b.In = append(b.In, binaryCited{Node: c.Node, Inc: c.Inc, Seq: c.Seq, Msg: string(c.Msg)})
	}
	for _, m := range e.Out {
		b.Out = append(b.Out, string(m))
	}
}

func toNamed(list []NamedValue) []binaryNamed {
	var out []binaryNamed
	for _, v := range list {
		out = append(out, binaryNamed{Name: v.Name, Value: string(v.Value)})
	}
	return out
}

func toChanges(list []Change) []binaryChange {
	var out []binaryChange
	for _, c := range list {
		out = append(out, binaryChange{Path: c.Path, Value: string(c.Value)})
	}
	return out
}
