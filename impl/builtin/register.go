package builtin

import (
	"bytes"
	"io"
)

// A register holds the value that was written last.
type register struct{ value []byte }

func (r *register) Apply(command []byte) []byte {
	if len(command) > 0 && command[0] == opWrite {
		r.value = bytes.Clone(command[1:])
		return accept(nil)
	}
	return r.Read(command)
}

func (r *register) Read(query []byte) []byte {
	if len(query) == 0 || query[0] != opRead {
		return refuse("no such command")
	}
	if at, err := position(query); err != nil || at != 0 {
		return refuse("a register has no positions")
	}
	return accept(r.value)
}

func (r *register) Save(w io.Writer) error {
	_, err := w.Write(r.value)
	return err
}

func (r *register) Load(from io.Reader) error {
	value, err := io.ReadAll(from)
	if err == nil {
		r.value = value
	}
	return err
}
