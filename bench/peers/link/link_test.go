package link

import (
	"encoding/binary"
	"sync"
	"testing"
)

type delivery struct {
	to      int
	message uint64
}

var numbers = Codec[uint64]{
	Append: func(buffer []byte, message uint64) ([]byte, error) {
		return binary.LittleEndian.AppendUint64(buffer, message), nil
	},
	Decode: func(frame []byte) (uint64, error) { return binary.LittleEndian.Uint64(frame), nil },
}

// Every replica gets what each other one sent to it, in order.
func TestMeshDeliversInOrder(t *testing.T) {
	const replicas, each = 3, 1000
	deliveries := make(chan delivery)
	mesh, err := New(replicas, numbers,
		func(to int, message uint64) { deliveries <- delivery{to, message} },
		func(err error) { t.Error(err) })
	if err != nil {
		t.Fatal(err)
	}
	var senders sync.WaitGroup
	for from := range replicas {
		senders.Go(func() {
			for i := range each {
				for to := range replicas {
					if to != from {
						mesh.Send(from, to, uint64(from*each+i))
					}
				}
			}
		})
	}
	var next [replicas][replicas]int
	for range replicas * (replicas - 1) * each {
		d := <-deliveries
		from, i := int(d.message)/each, int(d.message)%each
		if next[from][d.to] != i {
			t.Fatalf("replica %d got %d from %d, not %d", d.to, i, from, next[from][d.to])
		}
		next[from][d.to]++
	}
	senders.Wait()
	if err := mesh.Close(); err != nil {
		t.Fatal(err)
	}
}
