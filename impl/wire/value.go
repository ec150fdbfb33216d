package wire

import (
	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/internal/strictproto"
)

// NewValue is the value of these commands, encoded: for those that are to be sent
// and kept. It puts the commands' payloads where they stand in that form, so that
// what they were before can be forgotten.
func NewValue(commands []multipaxos.Command) *multipaxos.Value {
	encoded := encodeCommands(commands)
	rest := encoded
	for i := range commands {
		c := &commands[i]
		end := strictproto.SizeBytes(valueCommand, sizeOfCommand(c)) // the payload comes last
		c.Payload = rest[end-len(c.Payload) : end : end]
		rest = rest[end:]
	}
	return multipaxos.NewEncodedValue(commands, encoded)
}

// EncodeValue is a value's commands, in memory that nobody may change.
func EncodeValue(v *multipaxos.Value) []byte {
	if encoded := v.Encoded(); encoded != nil {
		return encoded
	}
	return encodeCommands(v.Commands())
}

// AppendValue appends the commands of a value; of the no-op there are none.
func AppendValue(dst []byte, v *multipaxos.Value) []byte {
	if encoded := v.Encoded(); encoded != nil {
		return append(dst, encoded...)
	}
	return appendCommands(dst, v.Commands())
}

// sizeOfValue is how many bytes AppendValue appends.
func sizeOfValue(v *multipaxos.Value) int {
	if encoded := v.Encoded(); encoded != nil {
		return len(encoded)
	}
	return sizeOfCommands(v.Commands())
}

func encodeCommands(commands []multipaxos.Command) []byte {
	return appendCommands(make([]byte, 0, sizeOfCommands(commands)), commands)
}

func appendCommands(dst []byte, commands []multipaxos.Command) []byte {
	for i := range commands {
		dst = appendCommand(dst, valueCommand, &commands[i])
	}
	return dst
}

func sizeOfCommands(commands []multipaxos.Command) (size int) {
	for i := range commands {
		size += strictproto.SizeBytes(valueCommand, sizeOfCommand(&commands[i]))
	}
	return size
}

// appendCommand appends a command as one field.
func appendCommand(dst []byte, field int, c *multipaxos.Command) []byte {
	dst = strictproto.AppendHead(dst, field, sizeOfCommand(c))
	dst = strictproto.AppendUint(dst, commandSession, uint64(c.Session))
	dst = strictproto.AppendUint(dst, commandNumber, c.Number)
	return strictproto.AppendSome(dst, commandPayload, c.Payload)
}

// sizeOfCommand is how long a command is behind its head.
func sizeOfCommand(c *multipaxos.Command) int {
	return strictproto.SizeUint(commandSession, uint64(c.Session)) + strictproto.SizeUint(commandNumber, c.Number) +
		strictproto.SizeSome(commandPayload, len(c.Payload))
}
