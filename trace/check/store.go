package check

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"

	"github.com/synod-paxos/synod/trace"
)

// A store keeps the events of a check, compressed, in blocks: of all that is held
// until the end an event is by far the most, and most of it is asked for twice at
// most, in about the order in which it was read. Packed events share no memory with
// what they were read from.
type store struct {
	full   [][]byte // compressed
	open   []byte   // the last block
	tail   string   // the same, once it is read
	next   int      // of recent, to be replaced
	recent [32]block
	last   [64]unpacked

	buffer []byte // of a block, to be copied

	actions []string // the names of actions
	numbers map[string]int32
}

// record keeps an event that stands in a line of a file.
func (s *store) record(f *file, line int, e *trace.Event) *eventRecord {
	return &eventRecord{Ref: e.Ref, line: line, file: f, stored: s.add(e), action: s.number(e.Action),
		recovered: e.Recovered, defines: len(e.Values) > 0, cites: len(e.In) > 0}
}

// number is that of an action's name.
func (s *store) number(action string) int32 {
	n, known := s.numbers[action]
	if !known {
		if s.numbers == nil {
			s.numbers = map[string]int32{}
		}
		n = int32(len(s.actions))
		action = strings.Clone(action)
		s.actions = append(s.actions, action)
		s.numbers[action] = n
	}
	return n
}

// A block is one that was read lately.
type block struct {
	number int32
	text   string // empty: none
}

// stored is where an event lies in a store.
type stored struct{ block, at int32 }

type unpacked struct {
	stored
	event *trace.Event // nil: none
}

// blockSize is that of a block before it is compressed; larger ones compress no
// better.
const blockSize = 64 << 10

// add keeps an event.
func (s *store) add(e *trace.Event) stored {
	if len(s.open) >= blockSize {
		s.close()
	}
	at := stored{int32(len(s.full)), int32(len(s.open))}
	s.tail = ""
	s.open = pack(s.open, e)
	return at
}

// close compresses the last block.
func (s *store) close() {
	s.buffer = encoder().EncodeAll(s.open, s.buffer[:0])
	s.full = append(s.full, slices.Clone(s.buffer))
	s.open = s.open[:0]
}

// get gives an event back. It must not be changed.
func (s *store) get(at stored, ref trace.Ref) *trace.Event {
	last := &s.last[(int(at.block)*blockSize+int(at.at))/64%len(s.last)]
	if last.event == nil || last.stored != at {
		*last = unpacked{at, unpack(s.text(at.block)[at.at:], ref)}
	}
	return last.event
}

// text is that of a block.
func (s *store) text(number int32) string {
	if int(number) == len(s.full) {
		if s.tail == "" {
			s.tail = string(s.open)
		}
		return s.tail
	}
	for _, b := range s.recent {
		if b.number == number && b.text != "" {
			return b.text
		}
	}
	s.buffer = must(decoder().DecodeAll(s.full[number], s.buffer[:0]))
	text := string(s.buffer)
	s.recent[s.next] = block{number, text}
	s.next = (s.next + 1) % len(s.recent)
	return text
}

// Both are safe for concurrent use, and cost more to make than many a check.
var (
	encoder = sync.OnceValue(func() *zstd.Encoder {
		return must(zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(blockSize)))
	})
	decoder = sync.OnceValue(func() *zstd.Decoder { return must(zstd.NewReader(nil, zstd.WithDecoderConcurrency(0))) })
)

// must is for what can only fail if memory does.
func must[T any](v T, err error) T {
	if err != nil {
		panic(fmt.Sprintf("check: a block of events: %v", err))
	}
	return v
}

// pack appends all of an event but its Ref, which stands elsewhere.
func pack(b []byte, e *trace.Event) []byte {
	b = packText(b, e.Action)
	b = binary.AppendUvarint(b, uint64(len(e.Args)))
	for _, a := range e.Args {
		b = packText(packText(b, a.Name), string(a.Value))
	}
	b = binary.AppendUvarint(b, uint64(len(e.In)))
	for _, c := range e.In {
		b = binary.AppendUvarint(b, uint64(c.Node))
		b = binary.AppendUvarint(b, c.Inc)
		b = binary.AppendUvarint(b, c.Seq)
		b = packText(b, string(c.Msg))
	}
	b = binary.AppendUvarint(b, uint64(len(e.Out)))
	for _, m := range e.Out {
		b = packText(b, string(m))
	}
	b = binary.AppendUvarint(b, uint64(len(e.Post)))
	for _, ch := range e.Post {
		b = packText(packText(b, ch.Path), string(ch.Value))
	}
	b = binary.AppendUvarint(b, uint64(len(e.Values)))
	for _, v := range e.Values {
		b = packText(packText(b, v.Name), string(v.Value))
	}
	recovered := byte(0)
	if e.Recovered {
		recovered = 1
	}
	return packText(append(b, recovered), e.Time)
}

func packText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// unpack reads what pack wrote at the beginning of a text. What it gives shares
// memory with the text.
func unpack(text string, ref trace.Ref) *trace.Event {
	u := unpacker(text)
	e := &trace.Event{Ref: ref, Action: u.text()}
	e.Args = listOf(&u, func() trace.Arg { return trace.Arg{Name: u.text(), Value: u.value()} })
	e.In = listOf(&u, func() trace.Cited {
		return trace.Cited{Ref: trace.Ref{Node: int(u.number()), Inc: u.number(), Seq: u.number()}, Msg: u.value()}
	})
	e.Out = listOf(&u, u.value)
	e.Post = listOf(&u, func() trace.Change { return trace.Change{Path: u.text(), Value: u.value()} })
	e.Values = listOf(&u, func() trace.NamedValue { return trace.NamedValue{Name: u.text(), Value: u.value()} })
	e.Recovered = u[0] == 1
	u = u[1:]
	e.Time = u.text()
	return e
}

// An unpacker is what is left of a packed event.
type unpacker string

func (u *unpacker) number() uint64 {
	var n uint64
	for i := 0; ; i++ {
		c := (*u)[i]
		n |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			*u = (*u)[i+1:]
			return n
		}
	}
}

func (u *unpacker) text() string {
	n := u.number()
	s := (*u)[:n]
	*u = (*u)[n:]
	return string(s)
}

func (u *unpacker) value() trace.Value { return trace.Value(u.text()) }

func listOf[T any](u *unpacker, next func() T) []T {
	n := u.number()
	if n == 0 {
		return nil
	}
	out := make([]T, n)
	for i := range out {
		out[i] = next()
	}
	return out
}
