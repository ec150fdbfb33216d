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
}

func (m message) append(dst []byte) []byte {
	dst = strictproto.AppendUint(dst, 1, m.number)
	dst = strictproto.AppendUint(dst, 2, uint64(m.signed))
	dst = strictproto.AppendBool(dst, 3, m.flag)
	dst = strictproto.AppendBytes(dst, 4, m.text)
	dst = strictproto.AppendBytes(dst, 5, m.fixed[:])
	for _, text := range m.many {
		dst = strictproto.AppendMessage(dst, 6, func(dst []byte) []byte { return append(dst, text...) })
	}
	return dst
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
	}.append(nil)
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
		"an unknown field":            "3801",
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
