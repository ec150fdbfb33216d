package adapters

import (
	"encoding/binary"
	"fmt"
	"io"
	"time"

	"github.com/synod-paxos/synod/bench/peers/system"
	"github.com/synod-paxos/synod/impl/multipaxos"
)

// synodMachine is the machine of every system, as Synod's nodes have it, with a
// state as large as is wanted. Each command changes a place of it.
type synodMachine struct {
	machine
	state  []byte
	saving time.Duration // how long the last Save took
}

var _ multipaxos.StateMachine = (*synodMachine)(nil)

func newSynodMachine(c system.Config) *synodMachine {
	return &synodMachine{state: make([]byte, c.StateBytes)}
}

// stride leads through all pages of the state.
const stride = 4099

func (m *synodMachine) Apply(command []byte) []byte {
	m.apply(command)
	if len(m.state) > 0 {
		m.state[m.count()*stride%uint64(len(m.state))]++
	}
	return nil
}

func (m *synodMachine) Save(w io.Writer) error {
	begin := time.Now()
	defer func() { m.saving = time.Since(begin) }()
	if _, err := w.Write(binary.BigEndian.AppendUint64(nil, m.count())); err != nil {
		return err
	}
	_, err := w.Write(m.state)
	return err
}

func (m *synodMachine) Load(r io.Reader) error {
	image, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if len(image) != 8+len(m.state) {
		return fmt.Errorf("an image of %d bytes, not %d", len(image), 8+len(m.state))
	}
	m.applied.Store(binary.BigEndian.Uint64(image))
	m.state = image[8:]
	return nil
}

// synodLimits are the defaults, but where a measurement wants otherwise.
func synodLimits(c system.Config) multipaxos.Limits {
	l := multipaxos.Limits{Snapshot: c.SnapshotEvery, Batch: c.Batch}
	if c.SnapshotEvery > 0 {
		l.SnapshotSize = 1 << 40 // only the entries count
	}
	return l
}
