package journal

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
	"slices"
)

type frame struct {
	position uint64
	batch    []byte
}

// Read returns the batches that a journal holds, in the order in which they were
// written. Of an overwritten segment it returns what was written last.
func Read(dir string) ([][]byte, error) {
	var frames []frame
	for number := 0; ; number++ {
		content, err := os.ReadFile(segmentPath(dir, number))
		if os.IsNotExist(err) && number > 0 {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("reading the journal: %w", err)
		}
		frames = append(frames, scan(content)...)
	}
	slices.SortFunc(frames, func(a, b frame) int { return cmp.Compare(a.position, b.position) })
	var batches [][]byte
	for i, f := range frames {
		if i > 0 && frames[i-1].position+1 != f.position {
			return nil, fmt.Errorf("the journal has no frame %d", frames[i-1].position+1)
		}
		batches = append(batches, f.batch)
	}
	return batches, nil
}

// scan takes a segment's frames as far as they are whole and follow each other:
// after them come zeros, or frames that are overwritten.
func scan(content []byte) []frame {
	var frames []frame
	for len(content) >= headerSize {
		length := int(binary.LittleEndian.Uint32(content[4:]))
		position := binary.LittleEndian.Uint64(content[8:])
		end := headerSize + length
		if length > len(content)-headerSize ||
			binary.LittleEndian.Uint32(content) != crc32.Checksum(content[4:end], table) ||
			len(frames) > 0 && frames[len(frames)-1].position+1 != position {
			break
		}
		frames = append(frames, frame{position: position, batch: content[headerSize:end]})
		content = content[end:]
	}
	return frames
}
