package wire

import (
	"errors"
	"fmt"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/impl/snapshot"
	"github.com/synod-paxos/synod/internal/strictproto"
)

// A Packet is what another node sent. One of the fields is set.
type Packet struct {
	Input multipaxos.Input // for the core: a Deliver or a Control
	Offer *snapshot.ID     // a snapshot can be had
	Want  *snapshot.Want   // a chunk is wanted
	Chunk *Chunk           // here it is
}

// A Chunk is a piece of a snapshot.
type Chunk struct {
	ID snapshot.ID
	snapshot.Chunk
}

// AppendOutgoing appends the packet that carries a message or a control.
func AppendOutgoing(dst []byte, o *multipaxos.Outgoing) []byte {
	head, tail := appendPacket(dst, o)
	return append(head, tail...)
}

// appendPacket appends a packet but for its tail; see appendHead.
func appendPacket(dst []byte, o *multipaxos.Outgoing) (head, tail []byte) {
	if o.Control != nil {
		return strictproto.AppendMessage(dst, packetControl, sizeOfControl(o.Control), func(dst []byte) []byte {
			return appendControl(dst, o.Control)
		}), nil
	}
	return strictproto.AppendSplit(dst, packetMessage, sizeOf(o.Msg.Msg)+sizeOfTail(o.Msg.Msg), func(dst []byte) (head, tail []byte) {
		return appendHead(dst, &o.Msg)
	})
}

// AppendOffer appends the packet that offers a snapshot.
func AppendOffer(dst []byte, id *snapshot.ID) []byte {
	return strictproto.AppendMessage(dst, packetOffer, idSize, func(dst []byte) []byte { return appendID(dst, offerID, id) })
}

// AppendWant appends the packet that asks for a chunk.
func AppendWant(dst []byte, w *snapshot.Want) []byte {
	return strictproto.AppendMessage(dst, packetWant, idSize, func(dst []byte) []byte {
		dst = appendID(dst, wantID, &w.ID)
		return strictproto.AppendUint(dst, wantOffset, uint64(w.Offset))
	})
}

// AppendChunk appends the packet that brings a chunk.
func AppendChunk(dst []byte, c *Chunk) []byte {
	return strictproto.AppendMessage(dst, packetChunk, idSize+len(c.Data), func(dst []byte) []byte {
		dst = appendID(dst, chunkID, &c.ID)
		dst = strictproto.AppendUint(dst, chunkOffset, uint64(c.Offset))
		dst = strictproto.AppendUint(dst, chunkCheck, uint64(c.Check))
		return strictproto.AppendBytes(dst, chunkData, c.Data)
	})
}

// idSize is about what the name of a snapshot and a place in it take.
const idSize = 80

func appendID(dst []byte, field int, id *snapshot.ID) []byte {
	return strictproto.AppendMessage(dst, field, idSize, func(dst []byte) []byte {
		dst = strictproto.AppendUint(dst, snapshotUpto, id.Upto)
		dst = strictproto.AppendBytes(dst, snapshotPrefix, id.Prefix[:])
		dst = strictproto.AppendUint(dst, snapshotSize, uint64(id.Size))
		return strictproto.AppendBytes(dst, snapshotSum, id.Sum[:])
	})
}

// Packet decodes what came from a node, in memory that nobody changes any more:
// what it gives out may be part of that. Nodes send their own messages only; the
// requests in a control may be of other nodes.
func (d *Decoder) Packet(from multipaxos.NodeID, text []byte) (Packet, error) {
	p, err := d.packet(from, text)
	if err != nil {
		return Packet{}, fmt.Errorf("decoding a packet from node %d: %w", from, err)
	}
	return p, nil
}

func (d *Decoder) packet(from multipaxos.NodeID, text []byte) (p Packet, err error) {
	r := strictproto.NewReader(text)
	if !r.Next() {
		return p, firstError(r.Err, func() error { return errors.New("it is empty") })
	}
	switch r.Field() {
	case packetMessage:
		p.Input, err = d.deliver(from, r.Bytes())
	case packetControl:
		var c multipaxos.Control
		c, err = d.control(r.Bytes())
		c.From = from
		if c.Kind == multipaxos.Elect {
			c.Election.From = int(from)
		}
		p.Input = c
	case packetOffer:
		p.Offer, err = decodeOffer(r.Bytes())
	case packetWant:
		p.Want, err = decodeWant(r.Bytes())
	case packetChunk:
		p.Chunk, err = decodeChunk(r.Bytes())
	default:
		r.Unknown()
	}
	r.Fail(err)
	if r.Next() {
		r.Fail(errors.New("a packet holds one thing"))
	}
	return p, r.Err()
}

func (d *Decoder) deliver(from multipaxos.NodeID, text []byte) (multipaxos.Input, error) {
	m, err := d.received(text, text)
	switch {
	case err != nil:
		return nil, err
	case m.Msg.From != from:
		return nil, fmt.Errorf("a message of node %d", m.Msg.From)
	case m.Msg.Type == multipaxos.MsgSnapshot:
		return nil, errors.New("a snapshot that was not asked for chunk by chunk")
	}
	return multipaxos.Deliver{Message: m}, nil
}

func decodeOffer(text []byte) (*snapshot.ID, error) {
	var id snapshot.ID
	r := strictproto.NewReader(text)
	for r.Next() {
		switch r.Field() {
		case offerID:
			id = decodeID(&r, r.Bytes())
		default:
			r.Unknown()
		}
	}
	return &id, firstError(r.Err, id.Check)
}

func decodeWant(text []byte) (*snapshot.Want, error) {
	var w snapshot.Want
	r := strictproto.NewReader(text)
	for r.Next() {
		switch r.Field() {
		case wantID:
			w.ID = decodeID(&r, r.Bytes())
		case wantOffset:
			w.Offset = r.Int()
		default:
			r.Unknown()
		}
	}
	return &w, firstError(r.Err, w.ID.Check)
}

func decodeChunk(text []byte) (*Chunk, error) {
	var c Chunk
	r := strictproto.NewReader(text)
	for r.Next() {
		switch r.Field() {
		case chunkID:
			c.ID = decodeID(&r, r.Bytes())
		case chunkOffset:
			c.Offset = r.Int()
		case chunkCheck:
			c.Check = uint32(limited(&r, 1<<32-1))
		case chunkData:
			c.Data = r.Bytes()
		default:
			r.Unknown()
		}
	}
	return &c, firstError(r.Err, c.ID.Check)
}

func decodeID(outer *strictproto.Reader, text []byte) (id snapshot.ID) {
	r := strictproto.NewReader(text)
	for r.Next() {
		switch r.Field() {
		case snapshotUpto:
			id.Upto = uint64(slot(&r))
		case snapshotPrefix:
			r.Fill(id.Prefix[:])
		case snapshotSize:
			id.Size = r.Int()
		case snapshotSum:
			r.Fill(id.Sum[:])
		default:
			r.Unknown()
		}
	}
	outer.Fail(r.Err())
	return id
}
