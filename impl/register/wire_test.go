package register

import (
	"reflect"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/impl/basicpaxos"
	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/transport"
	"github.com/synod-paxos/synod/trace"
)

func value(s string) basicpaxos.Value { return basicpaxos.NewValue([]byte(s)) }

// samples are one packet of each kind, and the borders between them.
func samples() []basicpaxos.Outgoing {
	ref := trace.Ref{Node: 2, Inc: 3, Seq: 4}
	var out []basicpaxos.Outgoing
	for _, m := range []basicpaxos.Message{
		{Type: basicpaxos.Msg1a, From: 2, Bal: 1026},
		{Type: basicpaxos.Msg1b, From: 2, Bal: 3073},
		{Type: basicpaxos.Msg1b, From: 2, Bal: 3073, Vote: basicpaxos.Vote{Bal: 1026, Val: value("x")}},
		{Type: basicpaxos.Msg1b, From: 2, Bal: 3073, Vote: basicpaxos.Vote{Bal: 1026, Val: value("")}},
		{Type: basicpaxos.Msg2a, From: 2, Bal: 1026, Val: value("")},
		{Type: basicpaxos.Msg2b, From: 2, Bal: 1<<31 - 1, Val: value(strings.Repeat("\x00\xff", basicpaxos.MaxValue/2))},
	} {
		out = append(out, basicpaxos.Outgoing{To: 1, Msg: basicpaxos.Received{Ref: ref, Msg: m}})
	}
	return append(out, basicpaxos.Outgoing{To: 1, Hint: basicpaxos.Hint{Refused: 1025, Promised: 2050}})
}

func TestPackets(t *testing.T) {
	for _, o := range samples() {
		payload, err := EncodePacket(o)
		if err != nil {
			t.Fatal(err)
		}
		if len(payload) > transport.MaxFrame {
			t.Errorf("a %s takes %d bytes", o.Msg.Msg.Type, len(payload))
		}
		var want basicpaxos.Input = basicpaxos.Deliver{Message: o.Msg}
		if o.IsHint() {
			want = basicpaxos.Refused{Hint: o.Hint}
		}
		if got, err := DecodePacket(2, payload); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v arrives as %+v, %v", want, got, err)
		}
		if _, err := DecodePacket(3, payload); err == nil && !o.IsHint() {
			t.Errorf("a message of node 2 is taken from node 3")
		}
	}
}

func TestBadPackets(t *testing.T) {
	for name, p := range map[string]any{
		"nothing":             packet{},
		"both":                packet{Message: &wireMessage{Inc: 1, Seq: 1, From: 2}, Hint: &wireHint{1, 2}},
		"without a reference": packet{Message: &wireMessage{Type: "1a", From: 2, Bal: 1026}},
		"an unknown field":    map[int]int{9: 1},
		"a text":              "hello",
	} {
		payload, err := transport.Encode(p)
		if err != nil {
			t.Fatal(err)
		}
		if input, err := DecodePacket(2, payload); err == nil {
			t.Errorf("%s is accepted as %+v", name, input)
		}
	}
}

// FuzzDecodePacket decodes anything. What it accepts a core must be able to
// take, whatever it says.
func FuzzDecodePacket(f *testing.F) {
	for _, o := range samples() {
		payload, err := EncodePacket(o)
		if err != nil {
			f.Fatal(err)
		}
		if len(payload) < 1000 {
			f.Add(payload)
		}
	}
	name, err := datadir.Digest.Namer(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		input, err := DecodePacket(2, payload)
		if err != nil {
			return
		}
		core, err := basicpaxos.New(basicpaxos.Config{
			Node: 1, Nodes: []basicpaxos.NodeID{1, 2, 3}, Inc: 1, Name: namer(name), Rand: func() uint64 { return 0 },
		})
		if err != nil {
			t.Fatal(err)
		}
		core.Step(input, input)
	})
}

// FuzzRequest decodes anything as a client's request.
func FuzzRequest(f *testing.F) {
	for _, r := range []Request{{Timeout: 5}, {Value: &[]byte{}, Timeout: 1}} {
		payload, err := transport.Encode(r)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(payload)
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		if r, err := parseRequest(payload); err == nil && r.Timeout <= 0 {
			t.Errorf("a request without time is accepted: %+v", r)
		}
	})
}
