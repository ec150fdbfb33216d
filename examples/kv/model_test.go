package main

import (
	"fmt"
	"math"
	"testing"

	"github.com/anishathalye/porcupine"
)

// An outcome is what a client saw of a request.
type outcome struct {
	unknown bool // nobody knows whether it was carried out
	found   bool // of a get or a delete: there was a value, and
	value   string
	refused bool // of a put with if
}

// A request is what a client asked for.
type request struct {
	op, key, value string
	expected       *string // put only where this is the value
}

// A cell is a key's value.
type cell struct {
	found bool
	value string
}

// model is a single key-value store, key by key.
var model = porcupine.Model{
	Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
		byKey := make(map[string][]porcupine.Operation)
		for _, o := range history {
			key := o.Input.(request).key
			byKey[key] = append(byKey[key], o)
		}
		var parts [][]porcupine.Operation
		for _, part := range byKey {
			parts = append(parts, part)
		}
		return parts
	},
	Init: func() any { return cell{} },
	Step: func(state, input, output any) (bool, any) {
		was, r, o := state.(cell), input.(request), output.(outcome)
		next, right := was, o.found == was.found && o.value == was.value
		switch r.op {
		case "put":
			refused := r.expected != nil && (!was.found || was.value != *r.expected)
			right = o.refused == refused && (!refused || o.value == was.value)
			if !refused {
				next = cell{true, r.value}
			}
		case "delete":
			next = cell{}
		}
		return o.unknown || right, next
	},
	DescribeOperation: func(input, output any) string {
		return fmt.Sprintf("%+v -> %+v", input.(request), output.(outcome))
	},
}

// TestModel: the model tells histories of a single store from others.
func TestModel(t *testing.T) {
	a := "a"
	put := request{op: "put", key: "k", value: "a"}
	get := request{op: "get", key: "k"}
	swap := request{op: "put", key: "k", value: "b", expected: &a}
	remove := request{op: "delete", key: "k"}
	none, gotA, gotB := outcome{}, outcome{found: true, value: "a"}, outcome{found: true, value: "b"}
	after := func(n int64, r request, o outcome) porcupine.Operation {
		return porcupine.Operation{Input: r, Call: 2 * n, Output: o, Return: 2*n + 1}
	}
	lost := after(1, put, outcome{unknown: true})
	lost.Return = math.MaxInt64
	for name, tt := range map[string]struct {
		history []porcupine.Operation
		want    bool
	}{
		"read what was written":    {[]porcupine.Operation{after(1, put, none), after(2, get, gotA)}, true},
		"a stale read":             {[]porcupine.Operation{after(1, put, none), after(2, get, none)}, false},
		"read what nobody wrote":   {[]porcupine.Operation{after(1, put, none), after(2, get, gotB)}, false},
		"swapped":                  {[]porcupine.Operation{after(1, put, none), after(2, swap, none), after(3, get, gotB)}, true},
		"swapped out of nothing":   {[]porcupine.Operation{after(1, swap, none)}, false},
		"refused without a reason": {[]porcupine.Operation{after(1, put, none), after(2, swap, outcome{refused: true, value: "a"})}, false},
		"deleted":                  {[]porcupine.Operation{after(1, put, none), after(2, remove, gotA), after(3, get, none)}, true},
		"deleted and still there":  {[]porcupine.Operation{after(1, put, none), after(2, remove, gotA), after(3, get, gotA)}, false},
		"carried out much later":   {[]porcupine.Operation{lost, after(2, get, none), after(3, get, gotA)}, true},
		"carried out and undone":   {[]porcupine.Operation{lost, after(2, get, gotA), after(3, get, none)}, false},
	} {
		if got := porcupine.CheckOperations(model, tt.history); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
