package builtin

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// A log holds all that was ever written, at positions from 1 on.
type log struct{ entries [][]byte }

func (l *log) Apply(command []byte) []byte {
	if len(command) > 0 && command[0] == opWrite {
		l.entries = append(l.entries, bytes.Clone(command[1:]))
		return accept(strconv.AppendInt(nil, int64(len(l.entries)), 10))
	}
	return l.Read(command)
}

func (l *log) Read(query []byte) []byte {
	if len(query) == 0 || query[0] != opRead {
		return refuse("no such command")
	}
	at, err := position(query)
	last := uint64(len(l.entries))
	switch {
	case err != nil:
		return refuse("no such position")
	case last == 0:
		return refuse("the log is empty")
	case at > last:
		return refuse("there is no entry at position %d: the last is at %d", at, last)
	case at == 0:
		at = last
	}
	return accept(l.entries[at-1])
}

// Save writes each entry behind its length.
func (l *log) Save(w io.Writer) error {
	b := bufio.NewWriter(w)
	for _, e := range l.entries {
		b.Write(binary.AppendUvarint(nil, uint64(len(e))))
		b.Write(e)
	}
	return b.Flush()
}

func (l *log) Load(from io.Reader) error {
	r := bufio.NewReader(from)
	var entries [][]byte
	for {
		length, err := binary.ReadUvarint(r)
		if errors.Is(err, io.EOF) && length == 0 {
			l.entries = entries
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading the length of entry %d: %w", len(entries)+1, err)
		}
		var entry bytes.Buffer
		if n, err := io.CopyN(&entry, r, int64(min(length, 1<<40))); err != nil {
			return fmt.Errorf("reading entry %d: %d bytes of %d: %w", len(entries)+1, n, length, err)
		}
		entries = append(entries, entry.Bytes())
	}
}
