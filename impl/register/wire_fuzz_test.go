package register

import (
	"reflect"
	"testing"

	fuzz "github.com/google/gofuzz"

	"github.com/synod-paxos/synod/impl/basicpaxos"
	"github.com/synod-paxos/synod/trace"
)

// anyPacket is a message of node 2 whose fields the data chooses.
func anyPacket(data []byte) basicpaxos.Outgoing {
	types := []basicpaxos.MessageType{basicpaxos.Msg1a, basicpaxos.Msg1b, basicpaxos.Msg2a, basicpaxos.Msg2b}
	value := func(v *basicpaxos.Value, c fuzz.Continue) {
		var bytes []byte
		c.Fuzz(&bytes)
		*v = basicpaxos.NewValue(bytes)
	}
	message := func(m *basicpaxos.Message, c fuzz.Continue) {
		m.Type, m.From = types[c.Uint64()%4], 2
		m.Bal = basicpaxos.Ballot(c.Int31())
		if m.Type == basicpaxos.Msg1b && c.RandBool() {
			m.Vote.Bal = 1 + basicpaxos.Ballot(c.Int31n(1<<30))
			c.Fuzz(&m.Vote.Val)
		}
		if m.Type == basicpaxos.Msg2a || m.Type == basicpaxos.Msg2b {
			c.Fuzz(&m.Val)
		}
	}
	ref := func(r *trace.Ref, c fuzz.Continue) {
		*r = trace.Ref{Node: 2, Inc: 1 + c.Uint64()/2, Seq: 1 + c.Uint64()/2}
	}
	o := basicpaxos.Outgoing{To: 1}
	fuzz.NewFromGoFuzz(data).Funcs(value, message, ref).Fuzz(&o.Msg)
	return o
}

// FuzzPacketRoundTrip fills a message and expects it back from its frame.
func FuzzPacketRoundTrip(f *testing.F) {
	for _, seed := range []string{"", "synod", "\xff\x80\x07\x03abcdefgh\x00\x01\x02\x03\x04", "\x01\x02\x03\x04\x05\x06\x07\x08\x09zzzzzzzzzzzzzzzz"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		o := anyPacket(data)
		payload, err := EncodePacket(o)
		if err != nil {
			t.Fatal(err)
		}
		got, err := DecodePacket(2, payload)
		if want := (basicpaxos.Deliver{Message: o.Msg}); err != nil || !reflect.DeepEqual(got, basicpaxos.Input(want)) {
			t.Fatalf("%+v arrives as %+v, %v", want, got, err)
		}
	})
}
