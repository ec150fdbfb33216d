package wire

import (
	"fmt"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/internal/strictproto"
)

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

// keep is a part of what is decoded, for somebody to keep: a copy unless it is most
// of the whole. So nobody holds much more memory than they are known to.
func keep(whole, part []byte) []byte {
	const slack = 128
	if len(whole) <= 2*len(part)+slack {
		return part
	}
	return append([]byte{}, part...)
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

// limited reads a number that must not be above a limit.
func limited(r *strictproto.Reader, limit uint64) uint64 {
	v := r.Uint()
	if v > limit {
		r.Fail(fmt.Errorf("%d is above %d", v, limit))
		return 0
	}
	return v
}

func slot(r *strictproto.Reader) multipaxos.Slot { return multipaxos.Slot(limited(r, maxSlot)) }

func ballot(r *strictproto.Reader) multipaxos.Ballot { return multipaxos.Ballot(limited(r, maxBallot)) }

func small(r *strictproto.Reader) uint8 { return uint8(limited(r, 1<<8-1)) }

// node reads a node that is sent as a number that much larger.
func node(r *strictproto.Reader, larger uint64) multipaxos.NodeID {
	v := limited(r, multipaxos.MaxNodes-1+larger)
	return multipaxos.NodeID(v) - multipaxos.NodeID(larger)
}
