package multipaxos

import (
	"encoding/binary"
	"fmt"
	"io"
)

// A tape is a state machine that remembers what it was given, in order.
type tape struct{ commands []string }

func (m *tape) Apply(command []byte) []byte {
	m.commands = append(m.commands, string(command))
	return fmt.Appendf(nil, "%d:%s", len(m.commands), command)
}

func (m *tape) Save(w io.Writer) error {
	for _, c := range m.commands {
		if _, err := w.Write(append(binary.AppendUvarint(nil, uint64(len(c))), c...)); err != nil {
			return err
		}
	}
	return nil
}

func (m *tape) Load(r io.Reader) error {
	image, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	var commands []string
	for len(image) > 0 {
		n, size := binary.Uvarint(image)
		if size <= 0 || uint64(len(image)-size) < n {
			return fmt.Errorf("not an image of a tape")
		}
		commands = append(commands, string(image[size:size+int(n)]))
		image = image[size+int(n):]
	}
	m.commands = commands
	return nil
}
