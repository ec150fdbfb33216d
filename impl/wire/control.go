package wire

import (
	"fmt"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/impl/multipaxos/election"
	"github.com/synod-paxos/synod/internal/strictproto"
)

func appendControl(dst []byte, c *multipaxos.Control) []byte {
	dst = strictproto.AppendUint(dst, controlKind, uint64(c.Kind))
	if c.Kind == multipaxos.Elect {
		dst = strictproto.AppendMessage(dst, controlElection, smallSize, func(dst []byte) []byte { return appendElection(dst, c) })
	}
	for i := range c.Requests {
		r := &c.Requests[i]
		dst = strictproto.AppendMessage(dst, controlRequest, sizeOf(r.Msg), func(dst []byte) []byte { return AppendReceived(dst, r) })
	}
	dst = strictproto.AppendBool(dst, controlRelayed, c.Relayed)
	dst = strictproto.AppendUint(dst, controlSlot, uint64(c.Slot))
	return strictproto.AppendUint(dst, controlUpto, uint64(c.Upto))
}

func appendElection(dst []byte, c *multipaxos.Control) []byte {
	e := &c.Election
	dst = strictproto.AppendUint(dst, electionKind, uint64(e.Kind))
	dst = strictproto.AppendUint(dst, electionAttempt, e.Attempt)
	dst = strictproto.AppendBool(dst, electionHears, e.Hears)
	dst = strictproto.AppendBool(dst, electionConnected, e.Connected)
	dst = strictproto.AppendUint(dst, electionBallot, uint64(e.Ballot))
	dst = strictproto.AppendUint(dst, electionLeader, uint64(e.Leader+1))
	return strictproto.AppendUint(dst, electionUpto, uint64(e.Upto))
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
