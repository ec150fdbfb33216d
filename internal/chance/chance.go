// Package chance is where nodes have their random numbers from.
package chance

import (
	"encoding/binary"
	"math/rand/v2"
)

// Source is a node's source of random numbers: the same for the same seed, but for
// seed 0, which stands for one that nobody knows. Two nodes with one seed draw
// different numbers, or they would wait for the same time whenever they want the
// same.
func Source(seed uint64, node int) func() uint64 {
	if seed == 0 {
		seed = rand.Uint64()
	}
	var key [32]byte
	binary.BigEndian.PutUint64(key[:], seed)
	binary.BigEndian.PutUint64(key[8:], uint64(node))
	return rand.NewChaCha8(key).Uint64
}
