package system

import "encoding/binary"

// HeaderSize is the least size of a payload.
const HeaderSize = 16

// A Header begins every payload. It makes payloads different from each other,
// and is how a system that gives nothing back from its log finds who waits.
type Header struct {
	Client int
	Number uint64 // of the client's commands
}

// Put writes the header.
func (h Header) Put(payload []byte) {
	binary.LittleEndian.PutUint64(payload, uint64(h.Client))
	binary.LittleEndian.PutUint64(payload[8:], h.Number)
}

// ReadHeader reads the header of a payload; false if there is none.
func ReadHeader(payload []byte) (Header, bool) {
	if len(payload) < HeaderSize {
		return Header{}, false
	}
	return Header{
		Client: int(binary.LittleEndian.Uint64(payload)),
		Number: binary.LittleEndian.Uint64(payload[8:]),
	}, true
}
