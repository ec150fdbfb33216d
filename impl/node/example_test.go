package node_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/synod-paxos/synod/impl/node"
)

// A counter is a state machine: each command is added to it.
type counter struct{ value uint64 }

func (c *counter) Apply(command []byte) []byte {
	c.value += binary.BigEndian.Uint64(command)
	return c.Read(nil)
}

func (c *counter) Read([]byte) []byte { return binary.BigEndian.AppendUint64(nil, c.value) }

func (c *counter) Save(w io.Writer) error { return binary.Write(w, binary.BigEndian, c.value) }
func (c *counter) Load(r io.Reader) error { return binary.Read(r, binary.BigEndian, &c.value) }

// Three nodes in memory serve commands at each.
func ExampleOpenInMemory() {
	nodes, err := node.OpenInMemory([]node.StateMachine{&counter{}, &counter{}, &counter{}}, node.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, n := range nodes {
		result, err := n.Propose(context.Background(), binary.BigEndian.AppendUint64(nil, uint64(i+1)))
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(binary.BigEndian.Uint64(result))
	}
	for _, n := range nodes {
		if err := n.Close(); err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// 1
	// 3
	// 6
}
