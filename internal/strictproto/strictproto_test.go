package strictproto_test

import (
	"bytes"
	"encoding/hex"
	"testing"

	"github.com/synod-paxos/synod/internal/strictproto"
)

// A message has a field of each kind.
type message struct {
	number uint64
	signed int64
	flag   bool
	text   []byte
	fixed  [2]byte
	many   [][]byte
	some   []byte
	split  []byte
}

func (m message) append(dst []byte) []byte {
	dst = strictproto.AppendUint(dst, 1, m.number)
	dst = strictproto.AppendUint(dst, 2, uint64(m.signed))
	dst = strictproto.AppendBool(dst, 3, m.flag)
	dst = strictproto.AppendBytes(dst, 4, m.text)
	dst = strictproto.AppendBytes(dst, 5, m.fixed[:])
	for i, text := range m.many {
		dst = strictproto.AppendMessage(dst, 6, 100*i, func(dst []byte) []byte { return append(dst, text...) })
	}
	dst = strictproto.AppendSome(dst, 7, m.some)
	if m.split == nil {
		return dst
	}
	dst, tail := strictproto.AppendSplit(dst, 8, 0, func(dst []byte) (head, tail []byte) {
		return append(dst, m.split[:len(m.split)/2]...), m.split[len(m.split)/2:]
	})
	return append(dst, tail...)
}

// size is how long the message is, but for the fields without a function for that.
func (m message) size() int {
	return strictproto.SizeUint(1, m.number) + strictproto.SizeBytes(4, len(m.text)) +
		strictproto.SizeBytes(5, len(m.fixed)) + strictproto.SizeSome(7, len(m.some))
}

func parse(text []byte) (m message, err error) {
	r := strictproto.NewReader(text)
	for r.Next() {
		switch r.Field() {
		case 1:
			m.number = r.Uint()
		case 2:
			m.signed = r.Int()
		case 3:
			m.flag = r.Bool()
		case 4:
			m.text = r.Bytes()
		case 5:
			r.Fill(m.fixed[:])
		case 6:
			m.many = append(m.many, r.Repeated())
		case 7:
			m.some = r.Some()
		case 8:
			m.split = r.Bytes()
		default:
			r.Unknown()
		}
	}
	return m, r.Err()
}

func sample() []byte {
	return message{
		number: 1<<64 - 1, signed: 1<<63 - 1, flag: true, text: []byte("text"), fixed: [2]byte{1, 2},
		many: [][]byte{nil, []byte("a"), bytes.Repeat([]byte("long"), 100)},
		some: []byte("some"), split: bytes.Repeat([]byte("split"), 5000),
	}.append(nil)
}

func TestSizes(t *testing.T) {
	for _, n := range []int{0, 1, 127, 128, 1<<14 - 1, 1 << 14} {
		m := message{number: uint64(n), text: make([]byte, n), some: make([]byte, n)}
		if got, want := m.size(), len(m.append(nil)); got != want {
			t.Errorf("with %d bytes the size is %d, not %d", n, got, want)
		}
	}
}

// TestGuess: whatever the guess, a message has its own length.
func TestGuess(t *testing.T) {
	for _, n := range []int{0, 1, 127, 128, 1<<14 - 1, 1 << 14} {
		want := strictproto.AppendBytes([]byte("before"), 3, make([]byte, n))
		for _, about := range []int{0, n, 127, 128, 1 << 40} {
			got := strictproto.AppendMessage([]byte("before"), 3, about, func(dst []byte) []byte { return append(dst, make([]byte, n)...) })
			if !bytes.Equal(got, want) {
				t.Errorf("%d bytes, %d as a guess: %x", n, about, got)
			}
		}
	}
}

func TestRoundTrip(t *testing.T) {
	m, err := parse(sample())
	if err != nil || !bytes.Equal(m.append(nil), sample()) || len(m.many) != 3 {
		t.Errorf("%+v, %v", m, err)
	}
	for n := range sample() {
		if m, err := parse(sample()[:n]); err == nil && !bytes.HasPrefix(m.append(nil), sample()[:n]) {
			t.Errorf("the first %d bytes are read as %+v", n, m)
		}
	}
}

// TestRefusals gives what nobody would have written.
func TestRefusals(t *testing.T) {
	for name, text := range map[string]string{
		"an unknown field":            "4801",
		"no bytes where some must be": "3a00",
		"a number that is 0":          "0800",
		"field 0":                     "0001",
		"a number twice":              "08010801",
		"bytes twice":                 "22002200",
		"another order":               "10010801",
		"a repeated field too early":  "32002200",
		"a long form of a number":     "088100",
		"a long form of a length":     "22810061",
		"a long form of a tag":        "880001",
		"a number as bytes":           "0a00",
		"bytes as a number":           "2001",
		"a fixed number":              "0900000000000000",
		"a group":                     "23",
		"too large for an int64":      "1080808080808080808001",
		"more than 64 bits":           "08ffffffffffffffffff02",
		"a flag that is not 1":        "1802",
		"too few bytes":               "2a0101",
		"too many bytes":              "2a03010101",
		"longer than what there is":   "2205",
		"much longer than what there": "22ffffffffffffffffff01",
		"a tag without a field":       "08",
	} {
		raw, err := hex.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		if m, err := parse(raw); err == nil {
			t.Errorf("%s: %s is read as %+v", name, text, m)
		}
	}
}

// FuzzReader reads anything; what it accepts is what would have been written.
func FuzzReader(f *testing.F) {
	f.Add(sample())
	f.Add([]byte{8, 1})
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := parse(text)
		if err != nil {
			return
		}
		again, err := parse(m.append(nil))
		if err != nil || !bytes.Equal(again.append(nil), m.append(nil)) {
			t.Errorf("%x becomes %+v, then %+v, %v", text, m, again, err)
		}
	})
}
