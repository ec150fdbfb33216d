package wire

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/impl/multipaxos/election"
	"github.com/synod-paxos/synod/internal/strictproto"
	"github.com/synod-paxos/synod/trace"
)

// Bounds of what a node can say, far enough from where arithmetic overflows.
const (
	maxBallot = 1<<31 - 1
	maxSlot   = 1 << 48
)

// maxItems bounds how many commands are in a value, votes in a promise and
// requests in a control: what is decoded takes many times the memory of the few
// bytes that an empty one is sent in.
const maxItems = 1 << 20

// another counts items, of which there are some already.
func another(r *strictproto.Reader, already int) {
	if already >= maxItems {
		r.Fail(fmt.Errorf("there are more than %d", maxItems))
	}
}

// A Decoder decodes what other nodes, and files, say. It is safe for concurrent
// use if its function is.
type Decoder struct {
	name     func(payload []byte) string
	trusting bool
}

// NewDecoder is a decoder that gives commands the names that the function makes
// of their payloads, and refuses messages that call them otherwise.
func NewDecoder(name func(payload []byte) string) *Decoder { return &Decoder{name: name} }

// Trusting is a decoder that takes a message's word for what its value and its
// commands are called, and spares naming them. (Nodes fail by stopping, and their
// messages are told from others; and a log has no names in it, so that whoever
// reads it makes them.)
func (d *Decoder) Trusting() *Decoder { return &Decoder{name: d.name, trusting: true} }

// Received decodes a message with its reference. What it gives out may be part of
// the text, which nobody may change any more.
func (d *Decoder) Received(text []byte) (multipaxos.Received, error) {
	m, err := d.received(text, text)
	if err != nil {
		return multipaxos.Received{}, fmt.Errorf("decoding a message: %w", err)
	}
	return m, nil
}

// Value decodes a value, of which the text is to be part: nobody may change it any
// more. Of no commands it is the no-op.
func (d *Decoder) Value(text []byte) (*multipaxos.Value, error) {
	v, err := d.value(text)
	if err != nil {
		return nil, fmt.Errorf("decoding a value: %w", err)
	}
	return v, nil
}

// received decodes a message, of which the text is a part of the whole.
func (d *Decoder) received(text, whole []byte) (multipaxos.Received, error) {
	m := new(multipaxos.Message)
	received := multipaxos.Received{Msg: m}
	var got fieldSet
	var body, names []byte
	r := strictproto.NewReader(text)
	for r.Next() {
		switch r.Field() {
		case receivedFrom:
			m.From = node(&r, 0)
		case receivedInc:
			received.Ref.Inc = r.Uint()
		case receivedSeq:
			received.Ref.Seq = r.Uint()
		case receivedNames:
			names = r.Bytes()
		case receivedBody:
			body = keep(whole, r.Bytes())
		default:
			d.field(&r, m, whole)
		}
		if r.Err() == nil {
			got |= fields(r.Field())
		}
	}
	received.Ref.Node = int(m.From)
	return received, firstError(r.Err, func() error { return got.check(m.Type) }, func() error { return got.checkValue(m) },
		func() error { return checkRef(received.Ref) }, func() error { return checkVotes(m.Votes) },
		func() error {
			if got.has(receivedBody) {
				return d.said(m, body, names)
			}
			return nil
		})
}

// said gives a message its value.
func (d *Decoder) said(m *multipaxos.Message, text, names []byte) error {
	commands, err := decodeCommands(text)
	switch {
	case err != nil:
		return fmt.Errorf("its value: %w", err)
	case len(commands) == 0:
		return errors.New("a value without commands")
	case names != nil && len(names) != nameSize*len(commands):
		return fmt.Errorf("%d bytes of names for %d commands", len(names), len(commands))
	case names != nil && d.trusting:
		setNames(commands, names)
		m.Body = multipaxos.NewKnownValue(commands, text, m.Val)
		return nil
	}
	d.nameAll(commands)
	m.Body = multipaxos.NewEncodedValue(commands, text)
	if names != nil && (!sameNames(commands, names) || m.Body.Digest() != m.Val) {
		return errors.New("it calls its value or its commands what they are not called here")
	}
	m.Val = m.Body.Digest()
	return nil
}

// field decodes a field of a message proper.
func (d *Decoder) field(r *strictproto.Reader, m *multipaxos.Message, whole []byte) {
	switch r.Field() {
	case receivedType:
		m.Type = multipaxos.MessageType(small(r))
	case receivedBal:
		m.Bal = ballot(r)
	case receivedSlot:
		m.Slot = slot(r)
	case receivedVal:
		r.Fill(m.Val[:])
	case receivedVote:
		another(r, len(m.Votes))
		m.Votes = append(m.Votes, d.vote(r, r.Repeated(), whole))
	case receivedTrunc:
		m.Trunc = slot(r)
	case receivedPromised:
		m.Promised = ballot(r)
	case receivedCmd:
		decodeCommand(r, &m.Cmd, r.Bytes())
		m.Cmd.Payload = keep(whole, m.Cmd.Payload)
		m.Cmd.Name = d.name(m.Cmd.Payload)
	case receivedSnap:
		m.Snap = decodeSnap(r, r.Bytes(), whole)
	default:
		r.Unknown()
	}
}

// keep is a part of what is decoded, for somebody to keep: a copy unless it is most
// of the whole. So nobody holds much more memory than they are known to.
func keep(whole, part []byte) []byte {
	const slack = 128
	if len(whole) <= 2*len(part)+slack {
		return part
	}
	return append([]byte{}, part...)
}

func checkRef(ref trace.Ref) error {
	if ref.Inc == 0 || ref.Seq == 0 {
		return errors.New("a message without a reference")
	}
	return nil
}

func checkVotes(votes []multipaxos.SlotVote) error {
	for i, v := range votes {
		switch {
		case v.Slot == 0 || v.Bal == 0:
			return errors.New("a vote without slot or ballot")
		case i > 0 && v.Slot <= votes[i-1].Slot:
			return fmt.Errorf("a vote in slot %d follows one in slot %d", v.Slot, votes[i-1].Slot)
		}
	}
	return nil
}

// firstError is the first error that one of the checks finds.
func firstError(checks ...func() error) error {
	for _, check := range checks {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// body decodes a value that is not the no-op.
func (d *Decoder) body(outer *strictproto.Reader, text []byte) *multipaxos.Value {
	v, err := d.value(text)
	if err == nil && v == nil && outer.Err() == nil {
		err = errors.New("a value without commands")
	}
	outer.Fail(err)
	return v
}

// value decodes a value, which keeps the text.
func (d *Decoder) value(text []byte) (*multipaxos.Value, error) {
	commands, err := decodeCommands(text)
	if err != nil || len(commands) == 0 {
		return nil, err
	}
	d.nameAll(commands)
	return multipaxos.NewEncodedValue(commands, text), nil
}

// nameAll names commands by their payloads.
func (d *Decoder) nameAll(commands []multipaxos.Command) {
	for i := range commands {
		commands[i].Name = d.name(commands[i].Payload)
	}
}

// decodeCommands decodes the commands of a value, which keep the text, but for
// their names.
func decodeCommands(text []byte) ([]multipaxos.Command, error) {
	count := 0
	r := strictproto.NewReader(text)
	for r.Next() {
		if r.Field() != valueCommand {
			r.Unknown()
		}
		another(&r, count)
		r.Repeated()
		count++
	}
	if err := r.Err(); err != nil || count == 0 {
		return nil, err
	}
	commands := make([]multipaxos.Command, count)
	r = strictproto.NewReader(text)
	for i := range commands {
		r.Next()
		decodeCommand(&r, &commands[i], r.Repeated())
	}
	return commands, r.Err()
}

// decodeCommand decodes a command but for its name. Its payload is part of the text
// and never nil.
func decodeCommand(outer *strictproto.Reader, c *multipaxos.Command, text []byte) {
	c.Payload = []byte{}
	r := strictproto.NewReader(text)
	for r.Next() {
		switch r.Field() {
		case commandSession:
			c.Session = multipaxos.Session(r.Uint())
		case commandNumber:
			c.Number = r.Uint()
		case commandPayload:
			c.Payload = r.Some()
		default:
			r.Unknown()
		}
	}
	outer.Fail(r.Err())
}

func (d *Decoder) vote(outer *strictproto.Reader, text, whole []byte) (v multipaxos.SlotVote) {
	r := strictproto.NewReader(text)
	for r.Next() {
		switch r.Field() {
		case voteSlot:
			v.Slot = slot(&r)
		case voteBal:
			v.Bal = ballot(&r)
		case voteBody:
			v.Val = d.body(&r, keep(whole, r.Bytes()))
		default:
			r.Unknown()
		}
	}
	outer.Fail(r.Err())
	return v
}

func decodeSnap(outer *strictproto.Reader, text, whole []byte) *multipaxos.Snap {
	s := new(multipaxos.Snap)
	r := strictproto.NewReader(text)
	for r.Next() {
		switch r.Field() {
		case snapUpto:
			s.Upto = slot(&r)
		case snapPrefix:
			r.Fill(s.Prefix[:])
		case snapOpened:
			s.Opened = r.Uint()
		case snapDone:
			s.Done = append(s.Done, decodeDone(&r, r.Repeated()))
		case snapImage:
			s.Image = keep(whole, r.Some())
		default:
			r.Unknown()
		}
	}
	outer.Fail(firstError(r.Err, func() error { return checkSnap(s) }))
	return s
}

func checkSnap(s *multipaxos.Snap) error {
	if s.Upto == 0 {
		return errors.New("a snapshot of no slot")
	}
	for i, d := range s.Done {
		switch {
		case d.Session == 0 || uint64(d.Session) > s.Opened:
			return fmt.Errorf("of %d sessions that were opened, %d is open", s.Opened, d.Session)
		case i > 0 && d.Session <= s.Done[i-1].Session:
			return fmt.Errorf("session %d follows session %d", d.Session, s.Done[i-1].Session)
		}
	}
	return nil
}

func decodeDone(outer *strictproto.Reader, text []byte) (d multipaxos.Done) {
	r := strictproto.NewReader(text)
	for r.Next() {
		switch r.Field() {
		case doneSession:
			d.Session = multipaxos.Session(r.Uint())
		case doneClient:
			d.Last.Session = multipaxos.Session(r.Uint())
		case doneNumber:
			d.Last.Number = r.Uint()
		case doneName:
			d.Last.Name = string(r.Some())
		case doneResult:
			d.Result = bytes.Clone(r.Some())
		default:
			r.Unknown()
		}
	}
	outer.Fail(r.Err())
	return d
}

func (d *Decoder) control(text []byte) (c multipaxos.Control, err error) {
	r := strictproto.NewReader(text)
	for r.Next() {
		switch r.Field() {
		case controlKind:
			c.Kind = multipaxos.ControlKind(small(&r))
		case controlElection:
			c.Election = decodeElection(&r, r.Bytes())
		case controlRequest:
			another(&r, len(c.Requests))
			request, err := d.received(r.Repeated(), text)
			r.Fail(err)
			c.Requests = append(c.Requests, request)
		case controlRelayed:
			c.Relayed = r.Bool()
		case controlSlot:
			c.Slot = slot(&r)
		case controlUpto:
			c.Upto = slot(&r)
		default:
			r.Unknown()
		}
	}
	return c, firstError(r.Err, func() error { return checkControl(&c) })
}

func checkControl(c *multipaxos.Control) error {
	switch c.Kind {
	case multipaxos.Elect, multipaxos.Forward, multipaxos.Fetch:
	default:
		return fmt.Errorf("no control is of kind %d", c.Kind)
	}
	if (c.Kind == multipaxos.Elect) != (c.Election.Kind != 0) {
		return fmt.Errorf("a control of kind %d with an election message of kind %d", c.Kind, c.Election.Kind)
	}
	for _, r := range c.Requests {
		if r.Msg.Type != multipaxos.MsgRequest {
			return fmt.Errorf("a %v among requests", r.Msg.Type)
		}
	}
	return nil
}

func decodeElection(outer *strictproto.Reader, text []byte) (e election.Message) {
	e.Leader = election.None
	r := strictproto.NewReader(text)
	for r.Next() {
		switch r.Field() {
		case electionKind:
			e.Kind = election.Kind(small(&r))
		case electionAttempt:
			e.Attempt = r.Uint()
		case electionHears:
			e.Hears = r.Bool()
		case electionConnected:
			e.Connected = r.Bool()
		case electionBallot:
			e.Ballot = election.Ballot(ballot(&r))
		case electionLeader:
			e.Leader = int(node(&r, 1))
		case electionUpto:
			e.Upto = int64(slot(&r))
		default:
			r.Unknown()
		}
	}
	if e.Kind < election.Beat || e.Kind > election.Refuse {
		r.Fail(fmt.Errorf("no election message is of kind %d", e.Kind))
	}
	outer.Fail(r.Err())
	return e
}

// limited reads a number that must not be above a limit.
func limited(r *strictproto.Reader, limit uint64) uint64 {
	v := r.Uint()
	if v > limit {
		r.Fail(fmt.Errorf("%d is above %d", v, limit))
		return 0
	}
	return v
}

func slot(r *strictproto.Reader) multipaxos.Slot     { return multipaxos.Slot(limited(r, maxSlot)) }
func ballot(r *strictproto.Reader) multipaxos.Ballot { return multipaxos.Ballot(limited(r, maxBallot)) }
func small(r *strictproto.Reader) uint8              { return uint8(limited(r, 1<<8-1)) }

// node reads a node that is sent as a number that much larger.
func node(r *strictproto.Reader, larger uint64) multipaxos.NodeID {
	v := limited(r, multipaxos.MaxNodes-1+larger)
	return multipaxos.NodeID(v) - multipaxos.NodeID(larger)
}
