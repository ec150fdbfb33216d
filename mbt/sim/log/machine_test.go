package log

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
)

// A ledger is a state machine that notes every command it is given, and answers
// with the place at which it stands. No command may come twice.
type ledger struct {
	Entries map[string]int
	Sum     []byte // of all commands in their order
	again   string // a command that came twice
}

func newLedger() *ledger { return &ledger{Entries: map[string]int{}} }

func (l *ledger) Apply(command []byte) []byte {
	if _, twice := l.Entries[string(command)]; twice {
		l.again = string(command)
	}
	l.Entries[string(command)] = len(l.Entries) + 1
	sum := sha256.Sum256(append(l.Sum, command...))
	l.Sum = sum[:]
	return fmt.Append(nil, l.Entries[string(command)])
}

func (l *ledger) Save(w io.Writer) error { return json.NewEncoder(w).Encode(l) }

func (l *ledger) Load(r io.Reader) error {
	*l = *newLedger()
	return json.NewDecoder(r).Decode(l)
}
