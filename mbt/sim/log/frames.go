package log

import (
	"fmt"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/impl/wire"
)

// Real nodes carry snapshots beside their other messages, chunk by chunk from
// file to file. Here one is a frame of its own, which is all that a machine sees
// of it too.
const (
	wholeFrame    = iota // what a node sends another
	snapshotFrame        // a snapshot's message
)

func encode(o *multipaxos.Outgoing) []byte {
	if o.Control == nil && o.Msg.Msg.Type == multipaxos.MsgSnapshot {
		return wire.AppendReceived([]byte{snapshotFrame}, &o.Msg)
	}
	return wire.AppendOutgoing([]byte{wholeFrame}, o)
}

func decode(d *wire.Decoder, from int, frame []byte) (multipaxos.Input, error) {
	switch frame[0] {
	case wholeFrame:
		p, err := d.Packet(multipaxos.NodeID(from), frame[1:])
		return p.Input, err
	case snapshotFrame:
		m, err := d.Received(frame[1:])
		return multipaxos.Deliver{Message: m}, err
	}
	return nil, fmt.Errorf("a frame of kind %d", frame[0])
}
