package wire

import (
	"errors"
	"fmt"

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

// Value decodes a value, of which the text is to be part: nobody may change it any
// more. Of no commands it is the no-op.
func (d *Decoder) Value(text []byte) (*multipaxos.Value, error) {
	v, err := d.value(text)
	if err != nil {
		return nil, fmt.Errorf("decoding a value: %w", err)
	}
	return v, nil
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
