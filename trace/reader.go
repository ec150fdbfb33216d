package trace

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// A Source gives the entries of one segment file, or of something like it.
type Source interface {
	// Name is the file's path as the user gave it.
	Name() string
	// Next gives the next entry, or io.EOF after the last. An error names the
	// path and the line.
	Next() (Item, error)
	// Close releases the file.
	Close() error
}

// An Item is an entry and where it stood.
type Item struct {
	Entry   Entry // nil for a torn last line
	Line    int   // counts from 1; in a binary file, the number of the entry
	Unknown int   // fields that were ignored
	Torn    bool  // the last line has no end: the node died while writing it
}

// MaxLine bounds the length of a line, and of a binary entry.
const MaxLine = 16 << 20

var errLong = fmt.Errorf("longer than %d bytes", MaxLine)

// readerBase is what the readers of both forms share.
type readerBase struct {
	name   string
	in     *bufio.Reader
	close  func() error
	line   int
	buffer []byte
}

func (r *readerBase) Name() string { return r.name }

func (r *readerBase) Close() error {
	if r.close == nil {
		return nil
	}
	return r.close()
}

func (r *readerBase) fail(err error) error { return fmt.Errorf("%s:%d: %w", r.name, r.line, err) }

type jsonReader struct{ readerBase }

// NewReader reads JSON Lines from in; name stands for it in errors. An entry
// counts when its line is whole, newline included: a node writes the newline
// last, so a line without one was never relied upon.
func NewReader(name string, in io.Reader) Source {
	return &jsonReader{readerBase{name: name, in: newBuffer(in)}}
}

func (r *jsonReader) Next() (Item, error) {
	for {
		line, err := r.readLine()
		switch {
		case err == io.EOF && len(line) == 0:
			return Item{}, io.EOF
		case err == io.EOF:
			return Item{Line: r.line, Torn: true}, nil
		case err != nil:
			return Item{}, r.fail(err)
		}
		if blank(line) {
			continue
		}
		e, unknown, err := ParseJSON(line)
		if err != nil {
			return Item{}, r.fail(err)
		}
		return Item{Entry: e, Line: r.line, Unknown: unknown}, nil
	}
}

// readLine gives the next line with its newline; io.EOF comes with what is
// left of the last line. The result is valid until the next call.
func (r *jsonReader) readLine() ([]byte, error) {
	r.line++
	r.buffer = r.buffer[:0]
	for {
		part, err := r.in.ReadSlice('\n')
		if err == nil && len(r.buffer) == 0 {
			return part, nil
		}
		r.buffer = append(r.buffer, part...)
		if len(r.buffer) > MaxLine {
			return nil, fmt.Errorf("a line is %w", errLong)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return r.buffer, err
		}
	}
}

func blank(line []byte) bool {
	for _, c := range line {
		if c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return false
		}
	}
	return true
}

type binaryReader struct {
	readerBase
	memory []byte // of the last block
	block  []byte // what is still to be read of it
}

// NewBinaryReader reads entries in the binary form, each behind its length as
// a uvarint, as AppendFrame writes them, and blocks of them.
func NewBinaryReader(name string, in io.Reader) Source {
	return &binaryReader{readerBase: readerBase{name: name, in: newBuffer(in)}}
}

// AppendFrame appends e in the binary form behind its length.
func AppendFrame(dst []byte, e Entry) []byte {
	return Binary.append(dst, e)
}

func (r *binaryReader) Next() (Item, error) {
	r.line++
	e, err := r.next()
	switch {
	case err == io.EOF:
		return Item{}, io.EOF
	case err == io.ErrUnexpectedEOF:
		return Item{Line: r.line, Torn: true}, nil
	case err != nil:
		return Item{}, r.fail(err)
	}
	return Item{Entry: e, Line: r.line}, nil
}

// next is the next entry, of a block or by itself. If the file ends within it or
// within its block, the error is io.ErrUnexpectedEOF itself.
func (r *binaryReader) next() (e Entry, err error) {
	for len(r.block) == 0 {
		if err := r.frame(); err != nil {
			return nil, err
		}
		if !isBlock(r.buffer) {
			return ParseBinary(r.buffer)
		}
		if r.memory, err = unpack(r.memory, r.buffer); err != nil {
			return nil, err
		}
		r.block = r.memory
	}
	e, r.block, err = unpackNext(r.block)
	return e, err
}

// frame reads what stands behind the next length.
func (r *binaryReader) frame() error {
	if _, err := r.in.Peek(1); err == io.EOF {
		return io.EOF
	}
	size, err := binary.ReadUvarint(r.in)
	if err == nil && size > MaxLine {
		err = fmt.Errorf("an entry is %w", errLong)
	}
	if err != nil {
		return err
	}
	return r.fill(int(size))
}

// fill reads size bytes, and allocates no more than there turn out to be.
func (r *binaryReader) fill(size int) error {
	const step = 1 << 20
	r.buffer = r.buffer[:0]
	for len(r.buffer) < size {
		n := min(step, size-len(r.buffer))
		start := len(r.buffer)
		r.buffer = append(r.buffer, make([]byte, n)...)
		if _, err := io.ReadFull(r.in, r.buffer[start:]); err != nil {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
	}
	return nil
}

func newBuffer(in io.Reader) *bufio.Reader { return bufio.NewReaderSize(in, 64<<10) }
