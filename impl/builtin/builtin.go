// Package builtin has the state machines that come with synod: a register, which
// holds one value, and a log of entries. Both take the same commands, so that
// one client serves both, and say in words what is wrong with one that they do
// not understand: a command that got into the replicated log can only be
// answered, not refused.
package builtin

import (
	"fmt"
	"strconv"

	"github.com/synod-paxos/synod/impl/node"
)

// Kinds names the state machines.
var Kinds = []string{"register", "log"}

// New is a state machine before its first command.
func New(kind string) (node.Reader, error) {
	switch kind {
	case "register":
		return &register{}, nil
	case "log":
		return &log{}, nil
	}
	return nil, fmt.Errorf("the state machines are %q; there is none called %q", Kinds, kind)
}

// The first byte of a command, of a query and of an answer.
const (
	opWrite = 'w' // of the bytes behind it
	opRead  = 'r' // of the position that stands behind it in decimal, if any
	done    = '+'
	refused = '-'
)

// Write is the command that writes a value to the register, or appends it to the
// log.
func Write(value []byte) []byte { return append([]byte{opWrite}, value...) }

// Read is the command, and the query, that reads: the register or, of the log,
// the entry at a position, the last one being that of position 0.
func Read(position uint64) []byte {
	if position == 0 {
		return []byte{opRead}
	}
	return strconv.AppendUint([]byte{opRead}, position, 10)
}

// Result takes an answer apart: the value that was read or, of a write, the
// position of the value in the log, in decimal.
func Result(answer []byte) ([]byte, error) {
	switch {
	case len(answer) > 0 && answer[0] == done:
		return answer[1:], nil
	case len(answer) > 0 && answer[0] == refused:
		return nil, fmt.Errorf("the state machine refuses: %s", answer[1:])
	}
	return nil, fmt.Errorf("the answer %.20q is not one of synod's state machines", answer)
}

func accept(result []byte) []byte { return append([]byte{done}, result...) }

func refuse(format string, args ...any) []byte {
	return fmt.Appendf([]byte{refused}, format, args...)
}

// position reads the position that a command to read names.
func position(command []byte) (uint64, error) {
	if len(command) == 1 {
		return 0, nil
	}
	return strconv.ParseUint(string(command[1:]), 10, 64)
}
