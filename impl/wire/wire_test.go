package wire_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/impl/multipaxos/election"
	"github.com/synod-paxos/synod/impl/snapshot"
	"github.com/synod-paxos/synod/impl/wal/waltest"
	"github.com/synod-paxos/synod/impl/wire"
	"github.com/synod-paxos/synod/trace"
)

// sender is the node that all samples are from.
const sender = 2

// name makes names like digests of payloads that are short, and others of others.
func name(payload []byte) string { return fmt.Sprintf("%032x", payload) }

var decoder = wire.NewDecoder(name)

func command(session multipaxos.Session, number uint64, payload string) multipaxos.Command {
	return multipaxos.Command{Session: session, Number: number, Name: name([]byte(payload)), Payload: []byte(payload)}
}

func value(payloads ...string) *multipaxos.Value {
	var commands []multipaxos.Command
	for i, p := range payloads {
		commands = append(commands, command(7, uint64(i), p))
	}
	return wire.NewValue(commands)
}

func received(from multipaxos.NodeID, m multipaxos.Message) multipaxos.Received {
	m.From = from
	return multipaxos.Received{Ref: trace.Ref{Node: int(from), Inc: 3, Seq: 1 << 40}, Msg: &m}
}

// messages are some of every type.
func messages() map[string]multipaxos.Message {
	v := value("", "x", strings.Repeat("long", 1000))
	alike := value("", "x", "y")
	const bal = 1<<31 - 1
	return map[string]multipaxos.Message{
		"request":          {Type: multipaxos.MsgRequest, Cmd: command(1, 2, "do it")},
		"request to open":  {Type: multipaxos.MsgRequest, Cmd: command(0, 0, "")},
		"1a":               {Type: multipaxos.Msg1a, Bal: bal, Slot: 1},
		"1b without votes": {Type: multipaxos.Msg1b, Bal: 1026, Slot: 4, Trunc: 1},
		"1b": {Type: multipaxos.Msg1b, Bal: 1026, Slot: 4, Trunc: 3, Votes: []multipaxos.SlotVote{
			{Slot: 4, Vote: multipaxos.Vote{Bal: 1025, Val: v}}, {Slot: 9, Vote: multipaxos.Vote{Bal: 1}}}},
		"2a":             {Type: multipaxos.Msg2a, Bal: 1026, Slot: 1 << 48, Val: v.Digest(), Body: v},
		"2a with names":  {Type: multipaxos.Msg2a, Bal: 1026, Slot: 5, Val: alike.Digest(), Body: alike},
		"2a of a no-op":  {Type: multipaxos.Msg2a, Bal: 1026, Slot: 5, Val: multipaxos.NoOp},
		"2b":             {Type: multipaxos.Msg2b, Bal: 1026, Slot: 5, Val: v.Digest()},
		"refusal":        {Type: multipaxos.MsgRefusal, Bal: 1026, Promised: 2050},
		"entry":          {Type: multipaxos.MsgEntry, Bal: 1026, Slot: 5, Val: v.Digest(), Body: v},
		"entry, names":   {Type: multipaxos.MsgEntry, Bal: 1026, Slot: 5, Val: alike.Digest(), Body: alike},
		"notice":         {Type: multipaxos.MsgEntry, Bal: 1026, Slot: 5, Val: v.Digest()},
		"notice of none": {Type: multipaxos.MsgEntry, Bal: 1026, Slot: 5, Val: multipaxos.NoOp},
	}
}

func snap() *multipaxos.Snap {
	return &multipaxos.Snap{Upto: 9, Prefix: multipaxos.Prefix{1, 2}, Opened: 4, Image: []byte("the state"), Done: []multipaxos.Done{
		{Session: 1, Last: multipaxos.Command{Name: "opened"}},
		{Session: 4, Last: multipaxos.Command{Session: 4, Number: 3, Name: "n"}, Result: []byte("result")},
	}}
}

func controls() map[string]multipaxos.Control {
	return map[string]multipaxos.Control{
		"beat": {Kind: multipaxos.Elect, Election: election.Message{Kind: election.Beat, From: sender, Status: election.Status{Leader: election.None}}},
		"ask": {Kind: multipaxos.Elect, Election: election.Message{Kind: election.Ask, From: sender, Attempt: 5,
			Status: election.Status{Hears: true, Connected: true, Ballot: 1026, Leader: 0, Upto: 7}}},
		"forward": {Kind: multipaxos.Forward, Relayed: true, Requests: []multipaxos.Received{
			received(1, multipaxos.Message{Type: multipaxos.MsgRequest, Cmd: command(1, 2, "a")}),
			received(0, multipaxos.Message{Type: multipaxos.MsgRequest, Cmd: command(3, 0, "")})}},
		"fetch": {Kind: multipaxos.Fetch, Slot: 5, Upto: 9},
	}
}

// packets are some of every kind, encoded.
func packets() map[string][]byte {
	all := make(map[string][]byte)
	for what, m := range messages() {
		all[what] = wire.AppendOutgoing(nil, &multipaxos.Outgoing{Msg: received(sender, m)})
	}
	for what, c := range controls() {
		all[what] = wire.AppendOutgoing(nil, &multipaxos.Outgoing{Control: &c})
	}
	id := snapshot.ID{Upto: 5, Prefix: [16]byte{3}, Size: 10, Sum: [32]byte{4}}
	all["offer"] = wire.AppendOffer(nil, &id)
	all["want"] = wire.AppendWant(nil, &snapshot.Want{ID: id, Offset: 1 << 40})
	all["chunk"] = wire.AppendChunk(nil, &wire.Chunk{ID: id, Chunk: snapshot.Chunk{Offset: 5, Check: 1<<32 - 1, Data: []byte("data")}})
	return all
}

// encode is the packet again.
func encode(p wire.Packet) []byte {
	switch input := p.Input.(type) {
	case multipaxos.Deliver:
		return wire.AppendOutgoing(nil, &multipaxos.Outgoing{Msg: input.Message})
	case multipaxos.Control:
		return wire.AppendOutgoing(nil, &multipaxos.Outgoing{Control: &input})
	}
	switch {
	case p.Offer != nil:
		return wire.AppendOffer(nil, p.Offer)
	case p.Want != nil:
		return wire.AppendWant(nil, p.Want)
	default:
		return wire.AppendChunk(nil, p.Chunk)
	}
}

func TestMessages(t *testing.T) {
	for what, m := range messages() {
		want := received(sender, m)
		p, err := decoder.Packet(sender, wire.AppendOutgoing(nil, &multipaxos.Outgoing{Msg: want}))
		if err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		if got := p.Input.(multipaxos.Deliver).Message; !reflect.DeepEqual(got, want) {
			t.Errorf("%s comes back as %+v, not %+v", what, got.Msg, want.Msg)
		}
		if _, err := decoder.Packet(sender+1, wire.AppendOutgoing(nil, &multipaxos.Outgoing{Msg: want})); err == nil {
			t.Errorf("%s of another node is taken", what)
		}
	}
}

// TestNames: a value comes with what it and its commands are called. Who trusts
// makes no names; who does not finds out if one is another's.
func TestNames(t *testing.T) {
	packet := func(v *multipaxos.Value) []byte {
		m := received(sender, multipaxos.Message{Type: multipaxos.Msg2a, Bal: 1, Slot: 1, Val: v.Digest(), Body: v})
		return wire.AppendOutgoing(nil, &multipaxos.Outgoing{Msg: m})
	}
	never := wire.NewDecoder(func(payload []byte) string {
		t.Errorf("%q is named", payload)
		return ""
	}).Trusting()
	var many []string
	for i := range 100 {
		many = append(many, fmt.Sprint(i))
	}
	for _, v := range []*multipaxos.Value{value("x"), value("", "y"), value(many...)} {
		p, err := never.Packet(sender, packet(v))
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Input.(multipaxos.Deliver).Message.Msg.Body; !reflect.DeepEqual(got, v) {
			t.Errorf("%v comes back as %v", v, got)
		}
	}
	long := value("x", strings.Repeat("long", 100))
	p, err := decoder.Trusting().Packet(sender, packet(long))
	if err != nil || !reflect.DeepEqual(p.Input.(multipaxos.Deliver).Message.Msg.Body, long) {
		t.Errorf("%v comes back as %v, %v", long, p, err)
	}
	for _, no := range []string{strings.Repeat("A", 32), strings.Repeat("g", 32), strings.Repeat("0", 31)} {
		v := wire.NewValue([]multipaxos.Command{{Session: 1, Number: 1, Name: no, Payload: []byte("x")}})
		named := wire.NewDecoder(func([]byte) string { return no })
		p, err := named.Trusting().Packet(sender, packet(v))
		if err != nil || !reflect.DeepEqual(p.Input.(multipaxos.Deliver).Message.Msg.Body, v) {
			t.Errorf("a command called %s comes back otherwise: %v", no, err)
		}
	}

	const val, names = 7, 14
	text, other := packet(value("x", "y")), value("z").Digest()
	for what, changed := range map[string][]byte{
		"another's name":   change(text, names, append(raw("x"), raw("z")...)),
		"another's digest": change(text, val, other[:]),
	} {
		if _, err := decoder.Packet(sender, changed); err == nil {
			t.Errorf("%s is taken", what)
		}
		if _, err := never.Packet(sender, changed); err != nil {
			t.Errorf("%s is not taken on trust: %v", what, err)
		}
	}
	for what, changed := range map[string][]byte{
		"a name too few":  change(text, names, raw("x")),
		"names of no use": change(text, names, []byte("short")),
		"no names":        change(text, names, nil),
		"no digest":       change(text, val, nil),
	} {
		for _, d := range []*wire.Decoder{decoder, never} {
			if _, err := d.Packet(sender, changed); err == nil {
				t.Errorf("%s: it is taken", what)
			}
		}
	}
}

// raw is the name of a payload as it is sent.
func raw(payload string) []byte {
	b, err := hex.DecodeString(name([]byte(payload)))
	if err != nil {
		panic(err)
	}
	return b
}

// change gives a field of the message in a packet other bytes; without, it is left
// out.
func change(packet []byte, field protowire.Number, to []byte) []byte {
	number, _, n := protowire.ConsumeTag(packet)
	message, _ := protowire.ConsumeBytes(packet[n:])
	var changed []byte
	for len(message) > 0 {
		f, _, head := protowire.ConsumeTag(message)
		_, _, size := protowire.ConsumeField(message)
		switch {
		case f != field:
			changed = append(changed, message[:size]...)
		case to != nil:
			changed = protowire.AppendBytes(append(changed, message[:head]...), to)
		}
		message = message[size:]
	}
	return protowire.AppendBytes(protowire.AppendTag(nil, number, protowire.BytesType), changed)
}

func TestControls(t *testing.T) {
	for what, want := range controls() {
		p, err := decoder.Packet(sender, wire.AppendOutgoing(nil, &multipaxos.Outgoing{Control: &want}))
		want.From = sender
		if err != nil || !reflect.DeepEqual(p.Input, multipaxos.Input(want)) {
			t.Errorf("%s comes back as %+v, %v, not %+v", what, p.Input, err, want)
		}
	}
}

// TestCut: no packet that is cut short is taken for another.
func TestCut(t *testing.T) {
	for what, text := range packets() {
		p, err := decoder.Packet(sender, text)
		if err != nil || !bytes.Equal(encode(p), text) {
			t.Errorf("%s: %x comes back as %x, %v", what, text, encode(p), err)
		}
		for n := range text {
			if p, err := decoder.Packet(sender, text[:n]); err == nil {
				t.Errorf("%s: the first %d bytes are taken for %+v", what, n, p)
			}
		}
		if _, err := decoder.Packet(sender, append(bytes.Clone(text), text...)); err == nil {
			t.Errorf("%s: twice in a packet", what)
		}
	}
}

// TestRefusals gives messages that no node sends.
func TestRefusals(t *testing.T) {
	v := value("x")
	for what, m := range map[string]multipaxos.Message{
		"a 1a with a promise":       {Type: multipaxos.Msg1a, Bal: 1, Slot: 1, Promised: 2},
		"a 1a without a slot":       {Type: multipaxos.Msg1a, Bal: 1},
		"a 1b without trunc":        {Type: multipaxos.Msg1b, Bal: 1, Slot: 1},
		"votes out of order":        {Type: multipaxos.Msg1b, Bal: 1, Slot: 1, Trunc: 1, Votes: []multipaxos.SlotVote{{Slot: 2, Vote: multipaxos.Vote{Bal: 1}}, {Slot: 2, Vote: multipaxos.Vote{Bal: 1}}}},
		"a vote without a ballot":   {Type: multipaxos.Msg1b, Bal: 1, Slot: 1, Trunc: 1, Votes: []multipaxos.SlotVote{{Slot: 2}}},
		"a 2a without its value":    {Type: multipaxos.Msg2a, Bal: 1, Slot: 1, Val: v.Digest()},
		"a 2b with its value":       {Type: multipaxos.Msg2b, Bal: 1, Slot: 1, Body: v},
		"a ballot that is too high": {Type: multipaxos.Msg1a, Bal: 1 << 31, Slot: 1},
		"a slot that is too high":   {Type: multipaxos.Msg1a, Bal: 1, Slot: 1<<48 + 1},
		"a whole snapshot":          {Type: multipaxos.MsgSnapshot, Snap: snap()},
	} {
		text := wire.AppendOutgoing(nil, &multipaxos.Outgoing{Msg: received(sender, m)})
		if p, err := decoder.Packet(sender, text); err == nil {
			t.Errorf("%s is taken for %+v", what, p)
		}
	}
	for what, change := range map[string]func(r *multipaxos.Received){
		"no incarnation": func(r *multipaxos.Received) { r.Ref.Inc = 0 },
		"no event":       func(r *multipaxos.Received) { r.Ref.Seq = 0 },
		"no such node":   func(r *multipaxos.Received) { r.Msg.From = 1024 },
	} {
		r := received(sender, multipaxos.Message{Type: multipaxos.Msg1a, Bal: 1, Slot: 1})
		change(&r)
		if got, err := decoder.Received(wire.AppendReceived(nil, &r)); err == nil {
			t.Errorf("%s is taken for %+v", what, got)
		}
	}
	for what, c := range map[string]multipaxos.Control{
		"no kind":             {},
		"an unknown kind":     {Kind: 99},
		"an election of none": {Kind: multipaxos.Elect},
		"not a request": {Kind: multipaxos.Forward, Requests: []multipaxos.Received{
			received(1, multipaxos.Message{Type: multipaxos.Msg1a, Bal: 1, Slot: 1})}},
	} {
		if p, err := decoder.Packet(sender, wire.AppendOutgoing(nil, &multipaxos.Outgoing{Control: &c})); err == nil {
			t.Errorf("%s is taken for %+v", what, p)
		}
	}
	if p, err := decoder.Packet(sender, nil); err == nil {
		t.Errorf("nothing is taken for %+v", p)
	}
}

func TestValues(t *testing.T) {
	for _, want := range []*multipaxos.Value{nil, value(""), value("a", "", "b"), value(strings.Repeat("long", 1<<15), "", "x")} {
		text := wire.AppendValue(nil, want)
		got, err := decoder.Value(text)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v comes back as %+v, %v", want, got, err)
		}
		if !bytes.Equal(anew(want), text) {
			t.Errorf("%+v is encoded as %x, and then as %x", want, text, anew(want))
		}
	}
}

// anew encodes the commands of a value that may have been encoded before.
func anew(v *multipaxos.Value) []byte {
	return wire.EncodeValue(multipaxos.NewValue(slices.Clone(v.Commands())))
}

// TestNewValue: a value holds its bytes once, and those of whoever asked for its
// commands not at all.
func TestNewValue(t *testing.T) {
	before := []byte("payload")
	v := wire.NewValue([]multipaxos.Command{command(1, 2, ""), {Session: 3, Number: 4, Payload: before}})
	clear(before)
	encoded, payload := v.Encoded(), v.Commands()[1].Payload
	if string(payload) != "payload" || &payload[0] != &encoded[len(encoded)-len(payload)] || cap(payload) != len(payload) {
		t.Errorf("the payload %q is not the last part of %q", payload, encoded)
	}
	if cap(encoded) != len(encoded) || &wire.EncodeValue(v)[0] != &encoded[0] {
		t.Errorf("%d bytes in memory for %d", cap(encoded), len(encoded))
	}
}

// TestKept: a value is part of the packet that it came in if it is most of that,
// and else has memory of its own.
func TestKept(t *testing.T) {
	within := func(text, part []byte) bool {
		for i := range text {
			if &text[i] == &part[0] {
				return true
			}
		}
		return false
	}
	large := value(strings.Repeat("x", 1000))
	vote := func(slot multipaxos.Slot, v *multipaxos.Value) multipaxos.SlotVote {
		return multipaxos.SlotVote{Slot: slot, Vote: multipaxos.Vote{Bal: 1, Val: v}}
	}
	many := []multipaxos.SlotVote{vote(1, large), vote(2, large), vote(3, large)}
	one := []multipaxos.SlotVote{vote(1, value("x")), vote(2, large)}
	for what, tt := range map[string]struct {
		m     multipaxos.Message
		value func(*multipaxos.Message) *multipaxos.Value
		kept  bool
	}{
		"a 2a":         {multipaxos.Message{Type: multipaxos.Msg2a, Bal: 1, Slot: 1, Val: value("x").Digest(), Body: value("x")}, func(m *multipaxos.Message) *multipaxos.Value { return m.Body }, true},
		"a small vote": {multipaxos.Message{Type: multipaxos.Msg1b, Bal: 1, Slot: 1, Trunc: 1, Votes: one}, func(m *multipaxos.Message) *multipaxos.Value { return m.Votes[0].Val }, false},
		"a large vote": {multipaxos.Message{Type: multipaxos.Msg1b, Bal: 1, Slot: 1, Trunc: 1, Votes: one}, func(m *multipaxos.Message) *multipaxos.Value { return m.Votes[1].Val }, true},
		"one of many":  {multipaxos.Message{Type: multipaxos.Msg1b, Bal: 1, Slot: 1, Trunc: 1, Votes: many}, func(m *multipaxos.Message) *multipaxos.Value { return m.Votes[1].Val }, false},
	} {
		text := wire.AppendOutgoing(nil, &multipaxos.Outgoing{Msg: received(sender, tt.m)})
		p, err := decoder.Packet(sender, text)
		if err != nil {
			t.Fatal(err)
		}
		v := tt.value(p.Input.(multipaxos.Deliver).Message.Msg)
		if within(text, v.Encoded()) != tt.kept || !within(v.Encoded(), v.Commands()[0].Payload) {
			t.Errorf("%s: the value is part of the packet: %v", what, !tt.kept)
		}
	}
}

// TestCanonical refuses values that nobody would encode so.
func TestCanonical(t *testing.T) {
	for what, text := range map[string]string{
		"a payload that is empty": "\x0a\x02\x1a\x00",
		"session 0":               "\x0a\x02\x08\x00",
		"a long number":           "\x0a\x03\x08\x81\x00",
		"a long length":           "\x0a\x82\x00\x08\x01",
		"number before session":   "\x0a\x04\x10\x01\x08\x01",
	} {
		if v, err := decoder.Value([]byte(text)); err == nil {
			t.Errorf("%s is taken for %+v", what, v)
		}
	}
}

func TestSnapshots(t *testing.T) {
	dir := waltest.NewDisk().Dir("d")
	want := received(1, multipaxos.Message{Type: multipaxos.MsgSnapshot, Snap: snap()})
	if _, err := wire.WriteSnapshot(dir, &want); err != nil {
		t.Fatal(err)
	}
	got, err := decoder.ReadSnapshot(dir, 9)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v comes back as %+v, %v", want.Msg.Snap, got, err)
	}
	for what, bad := range map[string]func(s *multipaxos.Snap){
		"no slot":               func(s *multipaxos.Snap) { s.Upto = 0 },
		"a session not opened":  func(s *multipaxos.Snap) { s.Opened = 3 },
		"session 0":             func(s *multipaxos.Snap) { s.Done[0].Session = 0 },
		"sessions out of order": func(s *multipaxos.Snap) { s.Done[0].Session = 4 },
	} {
		s := snap()
		bad(s)
		r := received(1, multipaxos.Message{Type: multipaxos.MsgSnapshot, Snap: s})
		if got, err := decoder.Received(wire.AppendReceived(nil, &r)); err == nil {
			t.Errorf("%s: taken for %+v", what, got.Msg.Snap)
		}
	}
}

// TestSchema compares the numbers of the fields with those of wire.proto.
func TestSchema(t *testing.T) {
	schema, err := os.ReadFile("wire.proto")
	if err != nil {
		t.Fatal(err)
	}
	code, err := os.ReadFile("fields.go")
	if err != nil {
		t.Fatal(err)
	}
	want := make(map[string]string)
	message := ""
	for line := range strings.Lines(string(schema)) {
		if m := regexp.MustCompile(`^message (\w+) {`).FindStringSubmatch(line); m != nil {
			message = strings.ToLower(m[1])
		}
		if f := regexp.MustCompile(`^  (?:repeated )?\w+ (\w)(\w*) = (\d+);`).FindStringSubmatch(line); f != nil {
			want[message+strings.ToUpper(f[1])+f[2]] = f[3]
		}
	}
	got := make(map[string]string)
	for _, c := range regexp.MustCompile(`(?m)^\t(\w+) += (\d+)$`).FindAllStringSubmatch(string(code), -1) {
		got[c[1]] = c[2]
	}
	want["offerID"], want["wantID"], want["chunkID"] = want["offerId"], want["wantId"], want["chunkId"]
	delete(want, "offerId")
	delete(want, "wantId")
	delete(want, "chunkId")
	if len(want) < 50 || !reflect.DeepEqual(got, want) {
		t.Errorf("the code has %v, the schema %v", got, want)
	}
}

// FuzzValue decodes anything as a value; what it accepts is what encoding gives.
func FuzzValue(f *testing.F) {
	f.Add(wire.EncodeValue(value("")))
	f.Add(wire.EncodeValue(value("a", "", strings.Repeat("long", 100))))
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := decoder.Value(text)
		if err == nil && !bytes.Equal(anew(v), text) {
			t.Errorf("%x is taken for %+v, which is %x", text, v.Commands(), anew(v))
		}
	})
}

// FuzzPacket decodes anything; what it accepts comes back the same.
func FuzzPacket(f *testing.F) {
	for _, text := range packets() {
		f.Add(text)
	}
	trusting := decoder.Trusting()
	f.Fuzz(func(t *testing.T, text []byte) {
		trusted, trustedErr := trusting.Packet(sender, slices.Clone(text))
		p, err := decoder.Packet(sender, text)
		if err != nil {
			return
		}
		again, err := decoder.Packet(sender, encode(p))
		if err != nil || !bytes.Equal(encode(again), encode(p)) {
			t.Errorf("%x is taken for %+v, then for %+v, %v", text, p, again, err)
		}
		if trustedErr != nil || !bytes.Equal(encode(trusted), encode(p)) {
			t.Errorf("%x is taken for %+v, or on trust for %+v, %v", text, p, trusted, trustedErr)
		}
	})
}

// FuzzReceived decodes anything as a message; what it accepts comes back the
// same.
func FuzzReceived(f *testing.F) {
	r := received(sender, multipaxos.Message{Type: multipaxos.MsgSnapshot, Snap: snap()})
	f.Add(wire.AppendReceived(nil, &r))
	for _, m := range messages() {
		r := received(sender, m)
		f.Add(wire.AppendReceived(nil, &r))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := decoder.Received(text)
		if err != nil {
			return
		}
		encoded := wire.AppendReceived(nil, &r)
		again, err := decoder.Received(encoded)
		if err != nil || !bytes.Equal(wire.AppendReceived(nil, &again), encoded) {
			t.Errorf("%x is taken for %+v, then for %+v, %v", text, r.Msg, again.Msg, err)
		}
	})
}

// TestEncoder: a message is encoded once for all nodes, in memory enough, and a
// value is not encoded again.
func TestEncoder(t *testing.T) {
	var e wire.Encoder
	for what, m := range messages() {
		o := multipaxos.Outgoing{Msg: received(sender, m)}
		head, tail := e.Encode(&o)
		if text := slices.Concat(head, tail); !bytes.Equal(text, wire.AppendOutgoing(nil, &o)) {
			t.Errorf("%s is encoded as %x", what, text)
		}
		if again, _ := e.Encode(&o); &head[0] != &again[0] {
			t.Errorf("%s is encoded twice", what)
		}
		if cap(head) > 2*len(head)+200 {
			t.Errorf("%s: %d bytes in memory for %d", what, len(head), cap(head))
		}
		if m.Body != nil && (len(tail) == 0 || &tail[0] != &m.Body.Encoded()[0]) {
			t.Errorf("%s: the value is encoded again", what)
		}
	}
	for what, c := range controls() {
		o := multipaxos.Outgoing{Control: &c}
		head, tail := e.Encode(&o)
		if text := slices.Concat(head, tail); !bytes.Equal(text, wire.AppendOutgoing(nil, &o)) {
			t.Errorf("%s is encoded as %x", what, text)
		}
	}
}

// TestTooMany: two bytes each are enough for an empty command or vote, which takes
// far more memory.
func TestTooMany(t *testing.T) {
	commands := bytes.Repeat([]byte{1<<3 | 2, 0}, 1<<20+1)
	if _, err := decoder.Value(commands); err == nil || !strings.Contains(err.Error(), "more than") {
		t.Errorf("a value of so many commands: %v", err)
	}
	votes := bytes.Repeat([]byte{9<<3 | 2, 0}, 1<<20+1)
	if _, err := decoder.Received(votes); err == nil || !strings.Contains(err.Error(), "more than") {
		t.Errorf("a promise with so many votes: %v", err)
	}
}
