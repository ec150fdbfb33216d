package wal

import (
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"github.com/synod-paxos/synod/internal/strictcbor"
	"github.com/synod-paxos/synod/trace"
)

// A Batch is what one frame holds: trace entries, and the values that they name
// for the first time in this file.
type Batch struct {
	Entries []trace.Entry
	Values  []Value
	// Naming says how values are named (a digest and its key, or in full), and
	// Traced whether the incarnation also writes a trace. They stand in an
	// incarnation's first batch.
	Naming string
	Traced bool
}

// A Value is the name that a trace gives to a value, and the value.
type Value struct {
	Name  string `cbor:"1,keyasint"`
	Bytes []byte `cbor:"2,keyasint"`
}

type binaryBatch struct {
	Entries []cbor.RawMessage `cbor:"1,keyasint"`
	Values  []Value           `cbor:"2,keyasint,omitempty"`
	Naming  string            `cbor:"3,keyasint,omitempty"`
	Traced  bool              `cbor:"4,keyasint,omitempty"`
}

var decoding = strictcbor.Decoder(strictcbor.Limits{Nesting: 16, Elements: 1 << 16})

// Encode is the payload that holds the batch.
func (b Batch) Encode() ([]byte, error) {
	binary := binaryBatch{Values: b.Values, Naming: b.Naming, Traced: b.Traced}
	for _, e := range b.Entries {
		raw, err := trace.AppendBinary(nil, e)
		if err != nil {
			return nil, fmt.Errorf("encoding a batch: %w", err)
		}
		binary.Entries = append(binary.Entries, raw)
	}
	payload, err := cbor.Marshal(binary)
	if err != nil {
		return nil, fmt.Errorf("encoding a batch: %w", err)
	}
	return payload, nil
}

// DecodeBatch reads what Encode wrote.
func DecodeBatch(payload []byte) (Batch, error) {
	var binary binaryBatch
	if err := decoding.Unmarshal(payload, &binary); err != nil {
		return Batch{}, fmt.Errorf("decoding a batch: %w", err)
	}
	b := Batch{Values: binary.Values, Naming: binary.Naming, Traced: binary.Traced}
	for i, raw := range binary.Entries {
		e, err := trace.ParseBinary(raw)
		if err != nil {
			return Batch{}, fmt.Errorf("decoding entry %d of a batch: %w", i+1, err)
		}
		b.Entries = append(b.Entries, e)
	}
	return b, nil
}
