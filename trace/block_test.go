package trace

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/klauspost/compress/s2"
)

// frames are so many events from event first on, each behind its length.
func frames(first, n uint64) (text []byte, entries []Entry) {
	for seq := first; seq < first+n; seq++ {
		e := using(seq, fmt.Sprint("a", seq))
		text = AppendFrame(text, e)
		entries = append(entries, e)
	}
	return text, entries
}

// readFrames reads a file in the binary form, and tells whether it is torn.
func readFrames(text []byte) (entries []Entry, torn bool, err error) {
	in := NewBinaryReader("x", bytes.NewReader(text))
	for {
		item, err := in.Next()
		switch {
		case err == io.EOF:
			return entries, torn, nil
		case err != nil:
			return entries, torn, err
		case item.Line != len(entries)+1:
			return nil, false, fmt.Errorf("entry %d is called %d", len(entries)+1, item.Line)
		case item.Torn:
			torn = true
			continue
		}
		entries = append(entries, item.Entry)
	}
}

// TestBlocks: entries are read the same from blocks, wherever the file is cut.
func TestBlocks(t *testing.T) {
	var text []byte
	var want []Entry
	for i, n := range []uint64{1, 40, 3, 200, 1} {
		plain, entries := frames(uint64(1000*i+1), n)
		before := len(text)
		text = AppendBlock(text, plain)
		want = append(want, entries...)
		if n >= 40 && len(text)-before > len(plain)/3 {
			t.Errorf("%d entries of %d bytes take %d", n, len(plain), len(text)-before)
		}
	}
	parsed, err := ParseFrames(text)
	if err != nil || !reflect.DeepEqual(parsed, want) {
		t.Errorf("read at once, %v: %v", err, parsed)
	}
	end, count := 0, 0 // of what is whole before the cut
	for cut := range len(text) + 1 {
		if _, rest, err := cutFrame(text[end:cut]); err == nil && len(rest) == 0 {
			more, err := ParseFrames(text[end:cut])
			if err != nil {
				t.Fatal(err)
			}
			end, count = cut, count+len(more)
		}
		got, torn, err := readFrames(text[:cut])
		if err != nil || torn != (end < cut) || len(got) != count || count > 0 && !reflect.DeepEqual(got, want[:count]) {
			t.Fatalf("cut at %d, %d behind the end of entry %d: %d entries, torn %v, %v", cut, cut-end, count, len(got), torn, err)
		}
	}
}

// TestTailOfBlocks: the end of a file is found in its last whole block.
func TestTailOfBlocks(t *testing.T) {
	path := filepath.Join(t.TempDir(), Binary.SegmentName(1, 1))
	text := Binary.append(nil, recorderHeader())
	ends := map[int]uint64{}
	for i := range uint64(60) {
		plain, _ := frames(500*i+1, 500)
		text = AppendBlock(text, plain)
		ends[len(text)] = 500 * (i + 1)
	}
	if len(text) < 2*firstTail {
		t.Fatalf("%d bytes are no long file", len(text))
	}
	whole := uint64(0)
	for cut := range len(text) + 1 {
		whole = max(whole, ends[cut])
		if cut+300 < len(text) || cut%7 > 0 && cut < len(text) {
			continue
		}
		if err := os.WriteFile(path, text[:cut], 0o644); err != nil {
			t.Fatal(err)
		}
		if tail, err := ReadTail(path); err != nil || tail != (Tail{Header: true, Inc: 1, Seq: whole}) {
			t.Errorf("cut at %d: %+v, %v; want event %d", cut, tail, err, whole)
		}
	}
}

// block is a block that says so of its length and holds this, whatever it is.
func block(claimed int, packed []byte) []byte {
	content := append(appendHead(nil, cborBytes, uint64(claimed)), packed...)
	return append(binary.AppendUvarint(nil, uint64(len(content))), content...)
}

// TestBadBlocks: what no recorder writes is refused, and nothing is taken for the
// end of a file that was cut.
func TestBadBlocks(t *testing.T) {
	plain, _ := frames(1, 40)
	packed := s2.Encode(nil, plain)
	long := binary.AppendUvarint(nil, MaxLine+1)
	for want, text := range map[string][]byte{
		"longer or shorter than it says": block(len(packed)-1, packed),
		"corrupt input":                  block(len(packed)-9, packed[:len(packed)-9]),
		"longer than 16777216 bytes":     block(len(long), long),
		"in a block: unexpected EOF":     block(len(s2.Encode(nil, plain[:len(plain)-1])), s2.Encode(nil, plain[:len(plain)-1])),
		"in a block: decoding an entry":  block(len(s2.Encode(nil, AppendBlock(nil, plain))), s2.Encode(nil, AppendBlock(nil, plain))),
	} {
		if _, torn, err := readFrames(text); torn || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q: torn %v, %v", want, torn, err)
		}
		if _, err := ParseFrames(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q: %v", want, err)
		}
	}
	if _, err := ParseFrames(plain[:len(plain)-1]); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("frames that end too early: %v", err)
	}
}

// FuzzParseFrames expects no panic, and that a file with this in it reads the same.
func FuzzParseFrames(f *testing.F) {
	plain, _ := frames(1, 40)
	f.Add(plain)
	f.Add(AppendBlock(plain[:0:0], plain))
	f.Add(AppendBlock(AppendFrame(nil, recorderHeader()), plain))
	f.Fuzz(func(t *testing.T, text []byte) {
		entries, err := ParseFrames(text)
		read, torn, failed := readFrames(text)
		if (err == nil) != (failed == nil && !torn) || err == nil && !reflect.DeepEqual(entries, read) {
			t.Fatalf("at once %v, %v; as a file %v, %v, torn %v", entries, err, read, failed, torn)
		}
	})
}

// TestPlain: a byte that must be escaped is found wherever it stands.
func TestPlain(t *testing.T) {
	for at := range 20 {
		for c := range 256 {
			text := []byte(strings.Repeat("~", 20))
			text[at] = byte(c)
			want := at
			if c >= ' ' && c != '"' && c != '\\' && c < 0x80 {
				want = len(text)
			}
			if got := plain(text); got != want || plain(string(text)) != want {
				t.Errorf("%q: %d, not %d", text, got, want)
			}
		}
	}
}
