package multipaxos

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// A Session is the number that the log gave to a client when it opened its
// session, from 1 on; 0 is none.
type Session uint64

// A Command is what a client wants done. As in spec/Sessions.tla, Session 0
// opens a session, Number 0 of a session closes it, and Number 1, 2, ... are
// its commands in their order.
type Command struct {
	Session Session
	Number  uint64
	Name    string // stands for Payload in traces: what Config.Name makes of it, here or at the node that says so
	Payload []byte // what the state machine is given; nobody may change it
}

// Opens tells whether c opens a session.
func (c *Command) Opens() bool { return c.Session == 0 }

// Closes tells whether c closes its session.
func (c *Command) Closes() bool { return c.Session != 0 && c.Number == 0 }

// Is tells whether c and d are the same command: that what they say in a trace
// is the same.
func (c *Command) Is(d *Command) bool {
	return c.Session == d.Session && c.Number == d.Number && c.Name == d.Name
}

// A Digest stands for a value: the first 128 bits of the SHA-256 of its
// commands, as spec/Digests.tla encodes them. Values with equal digests are
// taken to be equal.
type Digest [16]byte

// A Prefix is the digest of a prefix of the log: Chain in spec/Digests.tla. The
// zero Prefix is that of no slots.
type Prefix [16]byte

// Extend is the prefix with one more slot, that holds the value with digest d.
func (p Prefix) Extend(d Digest) Prefix {
	var both [32]byte
	copy(both[:16], p[:])
	copy(both[16:], d[:])
	sum := sha256.Sum256(both[:])
	return Prefix(sum[:16])
}

// NoOp is the digest of the no-op, the value without commands.
var NoOp = digest(nil)

// String is the digest as traces write it.
func (d Digest) String() string { return inHex(d) }

// String is the digest as traces write it.
func (p Prefix) String() string { return inHex(p) }

func inHex(digest [16]byte) string {
	var text [32]byte
	hex.Encode(text[:], digest[:])
	return string(text[:])
}

// A Value is what a slot holds: a batch of commands, immutable and used by
// pointer. The nil *Value is the no-op, which holds none; every method works on
// it.
type Value struct {
	commands []Command
	digest   Digest
	size     int
	encoded  []byte
}

// NewValue is the value of these commands, which it keeps: nobody may change
// them any more. Their names must be set. Without commands it is nil.
func NewValue(commands []Command) *Value { return NewEncodedValue(commands, nil) }

// NewEncodedValue is NewValue for commands that are also there in the form in which
// they are sent and kept. That form must follow from the commands alone. The
// payloads should be parts of it, so that the value holds its bytes once.
func NewEncodedValue(commands []Command, encoded []byte) *Value {
	if len(commands) == 0 {
		return nil
	}
	return NewKnownValue(commands, encoded, digest(commands))
}

// NewKnownValue is NewEncodedValue, of one command or more, where the value's digest
// is known.
func NewKnownValue(commands []Command, encoded []byte, d Digest) *Value {
	v := &Value{commands: commands, digest: d, encoded: encoded}
	for i := range commands {
		v.size += len(commands[i].Payload)
	}
	return v
}

// Encoded is the form that the value was made with, not to be changed, or nil.
func (v *Value) Encoded() []byte {
	if v == nil {
		return nil
	}
	return v.encoded
}

// Commands are the value's commands, not to be changed.
func (v *Value) Commands() []Command {
	if v == nil {
		return nil
	}
	return v.commands
}

// Digest is the value's digest.
func (v *Value) Digest() Digest {
	if v == nil {
		return NoOp
	}
	return v.digest
}

// Size is how many bytes the payloads of all commands have together.
func (v *Value) Size() int {
	if v == nil {
		return 0
	}
	return v.size
}

// Same tells whether two values are equal.
func (v *Value) Same(w *Value) bool { return v == w || v.Digest() == w.Digest() }

// digest is the Digest of a sequence of commands: of each, the session and the
// number in 8 bytes each, the length of the name in 4, and the name.
func digest(commands []Command) Digest {
	h := sha256.New()
	part := make([]byte, 0, 1024)
	for i := range commands {
		c := &commands[i]
		if len(part)+8+8+4+len(c.Name) > cap(part) {
			h.Write(part)
			part = part[:0]
		}
		part = binary.BigEndian.AppendUint64(part, uint64(c.Session))
		part = binary.BigEndian.AppendUint64(part, c.Number)
		part = binary.BigEndian.AppendUint32(part, uint32(len(c.Name)))
		part = append(part, c.Name...)
	}
	h.Write(part)
	return Digest(h.Sum(part[:0])[:16])
}
