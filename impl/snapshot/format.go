package snapshot

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"
)

// ChunkSize is the length of all chunks but the last, which is shorter.
const ChunkSize = 256 << 10

// MaxSize bounds the size of a snapshot, so that no arithmetic on what others
// say overflows.
const MaxSize = 1 << 50

const (
	magic      = "SYNODSN1"
	headerSize = int64(len(magic) + 8 + 16 + 8 + sha256.Size + 4)
	stride     = int64(4 + ChunkSize) // from one chunk in the file to the next
	fileEnd    = ".snapshot"
)

// An ID names a snapshot: the prefix of the log that it is of, and its very
// bytes. Two nodes may write the same prefix down in different ways.
type ID struct {
	Upto   uint64   // the first slot that is not in it
	Prefix [16]byte // the digest of the prefix
	Size   int64
	Sum    [sha256.Size]byte
}

// Check is an error if no snapshot can have this name.
func (id ID) Check() error {
	if id.Upto == 0 || id.Size < 0 || id.Size > MaxSize {
		return fmt.Errorf("there is no snapshot up to slot %d of %d bytes", id.Upto, id.Size)
	}
	return nil
}

// A Chunk is a piece of a snapshot: of ChunkSize bytes, or what is left.
type Chunk struct {
	Offset int64
	Check  uint32
	Data   []byte
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// checkOf is the checksum of the chunk at an offset.
func checkOf(offset int64, data []byte) uint32 {
	var place [8]byte
	binary.BigEndian.PutUint64(place[:], uint64(offset/ChunkSize))
	return crc32.Update(crc32.Checksum(place[:], castagnoli), castagnoli, data)
}

// place is where in a file the chunk at an offset stands.
func place(offset int64) int64 { return headerSize + offset/ChunkSize*stride }

// lengthAt is how long the chunk at an offset of a snapshot is.
func (id ID) lengthAt(offset int64) int { return int(min(ChunkSize, id.Size-offset)) }

// fits is an error if a chunk cannot be one of the snapshot.
func (id ID) fits(c Chunk) error {
	switch {
	case c.Offset < 0 || c.Offset >= id.Size || c.Offset%ChunkSize != 0:
		return fmt.Errorf("no chunk of %d bytes begins at byte %d", id.Size, c.Offset)
	case len(c.Data) != id.lengthAt(c.Offset):
		return fmt.Errorf("the chunk at byte %d has %d bytes, not %d", c.Offset, len(c.Data), id.lengthAt(c.Offset))
	case c.Check != checkOf(c.Offset, c.Data):
		return fmt.Errorf("the chunk at byte %d does not have the checksum that it was written with", c.Offset)
	}
	return nil
}

func (id ID) header() []byte {
	text := append(make([]byte, 0, headerSize), magic...)
	text = binary.BigEndian.AppendUint64(text, id.Upto)
	text = append(text, id.Prefix[:]...)
	text = binary.BigEndian.AppendUint64(text, uint64(id.Size))
	text = append(text, id.Sum[:]...)
	return binary.BigEndian.AppendUint32(text, crc32.Checksum(text, castagnoli))
}

func parseHeader(text []byte) (id ID, err error) {
	if int64(len(text)) < headerSize {
		return id, errors.New("it is too short for its header")
	}
	sealed := text[:headerSize-4]
	switch {
	case binary.BigEndian.Uint32(text[len(sealed):]) != crc32.Checksum(sealed, castagnoli):
		return id, errors.New("its header does not have the checksum that it was written with (or the file is no snapshot)")
	case string(sealed[:len(magic)]) != magic:
		return id, fmt.Errorf("it begins with %q, not with %q", sealed[:len(magic)], magic)
	}
	rest := sealed[len(magic):]
	id.Upto = binary.BigEndian.Uint64(rest)
	copy(id.Prefix[:], rest[8:])
	id.Size = int64(binary.BigEndian.Uint64(rest[24:]))
	copy(id.Sum[:], rest[32:])
	return id, id.Check()
}

// FileName is the name of the file with the snapshot up to a slot.
func FileName(upto uint64) string { return fmt.Sprintf("%020d%s", upto, fileEnd) }

func parseName(name string) (upto uint64, ok bool) {
	digits, ok := strings.CutSuffix(name, fileEnd)
	upto, err := strconv.ParseUint(digits, 10, 64)
	return upto, ok && err == nil && FileName(upto) == name
}
