package transport

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
)

func TestFrames(t *testing.T) {
	for _, size := range []int{0, 1, 4096, MaxFrame} {
		payload := bytes.Repeat([]byte{7}, size)
		var wire bytes.Buffer
		if err := writeFrame(&wire, payload); err != nil {
			t.Fatal(err)
		}
		got, err := readFrame(&wire, MaxFrame)
		if err != nil || !bytes.Equal(got, payload) || wire.Len() != 0 {
			t.Errorf("%d bytes: got %d, %v; %d left", size, len(got), err, wire.Len())
		}
	}
	if err := writeFrame(io.Discard, make([]byte, MaxFrame+1)); err == nil {
		t.Error("a frame that is too large is written")
	}
	if _, err := readFrame(strings.NewReader("\x00\x10\x00\x01"), MaxFrame); err == nil {
		t.Error("a frame that is too large is read")
	}
	if _, err := readFrame(strings.NewReader("\x00\x00\x00\x09part"), MaxFrame); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("half a frame: %v", err)
	}
}

// TestLyingLength: a length costs nothing; only bytes that arrive do.
func TestLyingLength(t *testing.T) {
	head := []byte{0, 0x0f, 0xff, 0xff}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 100 {
		if _, err := readFrame(bytes.NewReader(head), MaxFrame); err == nil {
			t.Fatal("an empty frame of a megabyte is read")
		}
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 10<<20 {
		t.Errorf("100 lengths without a payload cost %d bytes", used)
	}
}

func TestQueueDropsOldest(t *testing.T) {
	q := newQueue()
	for i := range queueSize + 3 {
		q.put([]byte{byte(i), byte(i >> 8)})
	}
	if first := <-q.items; first[0] != 3 {
		t.Errorf("the oldest left is %d", first[0])
	}
	if len(q.items) != queueSize-1 {
		t.Errorf("%d are left", len(q.items))
	}
}

// FuzzFrame reads anything as a frame with a hello in it; what it accepts it
// writes the same.
func FuzzFrame(f *testing.F) {
	var wire bytes.Buffer
	if err := send(&wire, hello{Version: 1, From: Identity{Cluster: "c", Node: 1}, To: 2}); err != nil {
		f.Fatal(err)
	}
	f.Add(wire.Bytes())
	f.Add([]byte{0, 0, 0, 1, 0xa0})
	f.Fuzz(func(t *testing.T, text []byte) {
		payload, err := readFrame(bytes.NewReader(text), maxHello)
		if err != nil {
			return
		}
		var again bytes.Buffer
		if err := writeFrame(&again, payload); err != nil || !bytes.HasPrefix(text, again.Bytes()) {
			t.Fatalf("%x is written as %x, %v", text, again.Bytes(), err)
		}
		var h hello
		if Decode(payload, &h) != nil {
			return
		}
		encoded, err := Encode(h)
		if err != nil {
			t.Fatal(err)
		}
		var same hello
		if err := Decode(encoded, &same); err != nil || same != h {
			t.Fatalf("%+v becomes %+v, %v", h, same, err)
		}
	})
}
