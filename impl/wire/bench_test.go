package wire_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/impl/wire"
)

// nameless decodes without the cost of names, which is that of package datadir.
var nameless = wire.NewDecoder(func([]byte) string { return "" })

// sizes are those of the commands that are measured, in a batch as a leader makes
// them.
var sizes = []int{16, 1 << 10}

func batch(size int) multipaxos.Message {
	payloads := make([]string, 256)
	for i := range payloads {
		payloads[i] = strings.Repeat("x", size)
	}
	v := value(payloads...)
	return multipaxos.Message{Type: multipaxos.Msg2a, Bal: 1026, Slot: 100_000, Val: v.Digest(), Body: v}
}

// BenchmarkPropose is what a leader does to a batch: it encodes it for its log
// and in a packet for the others.
func BenchmarkPropose(b *testing.B) {
	for _, size := range sizes {
		commands := batch(size).Body.Commands()
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				v := wire.NewValue(commands)
				var e wire.Encoder
				o := multipaxos.Outgoing{Msg: received(sender, multipaxos.Message{Type: multipaxos.Msg2a, Bal: 1026, Slot: 100_000, Val: v.Digest(), Body: v})}
				e.Encode(&o)
				wire.EncodeValue(v)
			}
		})
	}
}

// BenchmarkAccept is what another node does to it: it decodes the packet and has
// the value encoded for its log.
func BenchmarkAccept(b *testing.B) {
	for _, size := range sizes {
		text := wire.AppendOutgoing(nil, &multipaxos.Outgoing{Msg: received(sender, batch(size))})
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p, err := nameless.Packet(sender, text)
				if err != nil {
					b.Fatal(err)
				}
				wire.EncodeValue(p.Input.(multipaxos.Deliver).Message.Msg.Body)
			}
		})
	}
}

func benchmark(b *testing.B, m multipaxos.Message) {
	o := multipaxos.Outgoing{Msg: received(sender, m)}
	text := wire.AppendOutgoing(nil, &o)
	b.Run("append", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			text = wire.AppendOutgoing(text[:0], &o)
		}
	})
	b.Run("decode", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := nameless.Packet(sender, text); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func Benchmark2b(b *testing.B) { benchmark(b, messages()["2b"]) }

// Benchmark1b is the promise of a node that reports large votes.
func Benchmark1b(b *testing.B) {
	m := multipaxos.Message{Type: multipaxos.Msg1b, Bal: 1026, Slot: 1, Trunc: 1}
	for slot := range multipaxos.Slot(16) {
		m.Votes = append(m.Votes, multipaxos.SlotVote{Slot: 1 + slot, Vote: multipaxos.Vote{Bal: 1025, Val: batch(1 << 10).Body}})
	}
	benchmark(b, m)
}

// BenchmarkForward is a batch of requests on its way to the leader.
func BenchmarkForward(b *testing.B) {
	for _, size := range sizes {
		c := multipaxos.Control{Kind: multipaxos.Forward}
		for _, command := range batch(size).Body.Commands() {
			c.Requests = append(c.Requests, received(sender, multipaxos.Message{Type: multipaxos.MsgRequest, Cmd: command}))
		}
		o := multipaxos.Outgoing{Control: &c}
		text := wire.AppendOutgoing(nil, &o)
		b.Run(fmt.Sprintf("encode/%d", size), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				new(wire.Encoder).Encode(&o)
			}
		})
		b.Run(fmt.Sprintf("decode/%d", size), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := nameless.Packet(sender, text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
