package wire

import (
	"encoding/hex"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/internal/strictproto"
)

// nameSize is how many bytes a name takes in a message. Only names that are digests
// of so many bytes, in hex, go with values.
const nameSize = 16

// appendNames appends what a message's value and its commands are called, if all
// those names are digests.
func appendNames(dst []byte, m *multipaxos.Message) []byte {
	before := len(dst)
	commands := m.Body.Commands()
	dst = strictproto.AppendBytes(dst, receivedVal, m.Val[:])
	dst = strictproto.AppendHead(dst, receivedNames, nameSize*len(commands))
	for i := range commands {
		var ok bool
		if dst, ok = appendName(dst, commands[i].Name); !ok {
			return dst[:before]
		}
	}
	return dst
}

func appendName(dst []byte, name string) (_ []byte, ok bool) {
	if len(name) != 2*nameSize {
		return dst, false
	}
	for i := 0; i < len(name); i += 2 {
		high, low := digit(name[i]), digit(name[i+1])
		if high|low > 0xf {
			return dst, false
		}
		dst = append(dst, high<<4|low)
	}
	return dst, true
}

// digit is what a digit of a digest stands for, or 0xff. (Package hex takes capital
// letters, too, with which a name would come back as another.)
func digit(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10
	}
	return 0xff
}

// sizeOfNames is about how many bytes appendNames appends.
func sizeOfNames(v *multipaxos.Value) int { return nameSize * (1 + len(v.Commands())) }

// together is how many names are in one string, which is kept as long as one of
// them is: they are most of what a node holds, so there should be few to collect.
const together = 16

// setNames gives commands the names that follow one another in a message.
func setNames(commands []multipaxos.Command, names []byte) {
	var text [together * 2 * nameSize]byte
	for len(commands) > 0 {
		n := min(together, len(commands))
		block := string(text[:hex.Encode(text[:], names[:n*nameSize])])
		for i := range n {
			commands[i].Name = block[2*nameSize*i:][:2*nameSize]
		}
		commands, names = commands[n:], names[n*nameSize:]
	}
}

// sameNames tells whether commands have the names that follow one another in a
// message.
func sameNames(commands []multipaxos.Command, names []byte) bool {
	for i := range commands {
		if commands[i].Name != hex.EncodeToString(names[nameSize*i:][:nameSize]) {
			return false
		}
	}
	return true
}
