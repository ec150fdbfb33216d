package transport

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

func framed(payloads ...[]byte) []byte {
	var text []byte
	for _, p := range payloads {
		text = append(appendLength(text, len(p)), p...)
	}
	return text
}

// TestFrames: payloads of all sizes come whole, whatever the pieces they arrive
// in.
func TestFrames(t *testing.T) {
	var payloads [][]byte
	for i, size := range []int{0, 1, 4096, bufferSize - 5, 3, bufferSize - 4, bufferSize, 1 << 20, 0, 7} {
		payloads = append(payloads, bytes.Repeat([]byte{byte(i + 1)}, size))
	}
	text := framed(payloads...)
	for name, r := range map[string]io.Reader{
		"at once":  bytes.NewReader(text),
		"by halfs": iotest.HalfReader(bytes.NewReader(text)),
		"by bytes": iotest.OneByteReader(bytes.NewReader(text)),
		"with EOF": iotest.DataErrReader(bytes.NewReader(text)),
	} {
		f := newFrameReader(r, MaxFrame)
		var got [][]byte
		for {
			all, err := f.all()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			got = append(got, all...) // they are ours to keep
		}
		if !slices.EqualFunc(got, payloads, bytes.Equal) {
			t.Errorf("%s: %d payloads of %d come", name, len(got), len(payloads))
		}
	}
}

func TestBadFrames(t *testing.T) {
	for _, tt := range []struct {
		text string
		want string
	}{
		{"\x00\x10\x00\x01", "a frame of 1048577 bytes; at most 1048576 are allowed"},
		{"\xff\xff\xff\xff", "a frame of 4294967295 bytes"},
		{"\x00\x00\x00\x09part", "half a frame"},
		{"\x00\x00", "half a frame"},
	} {
		f := newFrameReader(strings.NewReader("\x00\x00\x00\x02ok"+tt.text), 1<<20)
		first, err := f.all()
		if err != nil || len(first) != 1 || string(first[0]) != "ok" {
			t.Errorf("before %q: %q, %v", tt.text, first, err)
		}
		if _, err := f.all(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: %v", tt.text, err)
		}
	}
	if _, err := newFrameReader(iotest.ErrReader(io.ErrClosedPipe), 10).one(); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("of a broken connection: %v", err)
	}
}

// TestLyingLength: a length costs nothing; only bytes that arrive do.
func TestLyingLength(t *testing.T) {
	head := []byte{0x0f, 0xff, 0xff, 0xff}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 100 {
		if _, err := newFrameReader(bytes.NewReader(head), MaxFrame).one(); err == nil {
			t.Fatal("an empty frame of 256 megabytes is read")
		}
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 20<<20 {
		t.Errorf("100 lengths without a payload cost %d bytes", used)
	}
}

// TestOwnMemory: a payload takes little more memory than it is long, so that to
// keep it is not to keep much else.
func TestOwnMemory(t *testing.T) {
	sizes := []int{10 * bufferSize, 1, 100, 3 * bufferSize, bufferSize}
	var payloads [][]byte
	for _, size := range sizes {
		payloads = append(payloads, make([]byte, size))
	}
	f := newFrameReader(bytes.NewReader(framed(payloads...)), MaxFrame)
	for _, size := range sizes {
		if p, err := f.one(); err != nil || len(p) != size || cap(p) > size+size/4+8 {
			t.Errorf("%d bytes are %d in memory for %d, %v", size, len(p), cap(p), err)
		}
	}
}

func TestQueueDropsOldest(t *testing.T) {
	q := newQueue(10 * (itemCost + 100))
	for i := range 13 {
		q.put(payload{head: []byte{byte(i)}, tail: make([]byte, 99)})
	}
	if n, size, dropped := q.state(); n != 10 || size != 10*(itemCost+100) || dropped != 3 {
		t.Errorf("%d of %d bytes wait, %d are dropped", n, size, dropped)
	}
	items := q.take(nil)
	if len(items) != 10 || items[0].head[0] != 3 {
		t.Errorf("%d are taken, the oldest is %d", len(items), items[0].head[0])
	}
	q.put(payload{tail: make([]byte, 1<<20)})
	if items := q.take(items); len(items) != 1 {
		t.Errorf("of one that is large %d are left", len(items))
	}
	for range 10 {
		q.put(payload{head: make([]byte, 100)})
	}
	q.setLimit(3 * (itemCost + 100))
	if n, _, dropped := q.state(); n != 3 || dropped != 10 {
		t.Errorf("with a lower limit %d are left, %d are dropped", n, dropped)
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
		payload, err := newFrameReader(bytes.NewReader(text), maxHello).one()
		if err != nil {
			return
		}
		if !bytes.HasPrefix(text, framed(payload)) {
			t.Fatalf("%x is written as %x", text, framed(payload))
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

// FuzzFrames reads anything as frames; they are the same whatever pieces they
// arrive in.
func FuzzFrames(f *testing.F) {
	f.Add(framed([]byte("one"), nil, []byte("three")))
	f.Fuzz(func(t *testing.T, text []byte) {
		read := func(r io.Reader) (got [][]byte) {
			frames := newFrameReader(r, 1<<10)
			for {
				all, err := frames.all()
				if err != nil {
					return got
				}
				got = append(got, all...)
			}
		}
		whole, pieces := read(bytes.NewReader(text)), read(iotest.OneByteReader(bytes.NewReader(text)))
		if !slices.EqualFunc(whole, pieces, bytes.Equal) || !bytes.HasPrefix(text, framed(whole...)) {
			t.Errorf("%x is read as %q and as %q", text, whole, pieces)
		}
	})
}
