package wal_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/impl/wal/waltest"
)

// The layout that doc.go describes.
const (
	first  = 64 // the first frame's place
	header = 16
	tag    = 8
	space  = 64 << 10 // of a log as it is made
	sector = 512
)

// A frame says where in a segment one is, from its first byte to behind its last.
type frame struct{ from, to int }

// layout is where the frames of these batches are: worked out word by word.
func layout(batches [][]byte) (frames []frame) {
	at := first
	for _, b := range batches {
		for at%8 != 0 || sector-at%sector < header+2*tag {
			at++
		}
		f := frame{from: at}
		at += header + tag
		for range (len(b) + 7) / 8 {
			if at%sector == sector-tag {
				at += 2 * tag
			}
			at += 8
		}
		at += tag
		f.to = at
		frames = append(frames, f)
	}
	return frames
}

// end is where the frames of batches end.
func end(batches [][]byte) int {
	frames := layout(batches)
	return frames[len(frames)-1].to
}

// backgrounds are what may stand where nothing has been written yet: zeros, or
// what a recycled file held before.
func backgrounds(t testing.TB) map[string][]byte {
	var batches [][]byte
	for size := 0; size < space-2<<10; size += 1 << 10 {
		batches = append(batches, bytes.Repeat([]byte{0, 0, 7}, 300+size%17))
	}
	return map[string][]byte{"zeros": make([]byte, space), "another segment": content(filled(t, batches))}
}

// over is a text in front of a background, from there on.
func over(text []byte, background []byte, from int) []byte {
	return append(bytes.Clone(text[:from]), background[from:]...)
}

// goOn appends one batch to what is on a disk.
func goOn(t testing.TB, disk *waltest.Disk) {
	t.Helper()
	if err := reopened(t, disk, wal.Options{}).Append([]byte("next")); err != nil {
		t.Fatal(err)
	}
}

// expectRefused: the file does not open, the error says what to do, and nothing
// was changed.
func expectRefused(t *testing.T, what string, text []byte) *wal.DamageError {
	t.Helper()
	disk := onDisk(text)
	got, torn, err := recovered(disk)
	var damage *wal.DamageError
	if !errors.As(err, &damage) {
		t.Fatalf("%s: recovered %d batches, %d bytes torn: %v", what, len(got), torn, err)
	}
	for _, want := range []string{firstSegment, "damaged", "retire the node"} {
		if !strings.Contains(err.Error(), want) {
			t.Fatalf("%s: no %q in the error: %v", what, want, err)
		}
	}
	if !bytes.Equal(content(disk), text) {
		t.Fatalf("%s: the file was changed", what)
	}
	return damage
}

// expectOpens: these batches are there, opening changes nothing, and the log
// goes on behind them.
func expectOpens(t *testing.T, what string, text []byte, batches [][]byte) {
	t.Helper()
	disk := onDisk(text)
	got, _, err := recovered(disk)
	if err != nil || !equal(got, batches) {
		t.Fatalf("%s: recovered %d batches, not %d: %v", what, len(got), len(batches), err)
	}
	if !bytes.Equal(content(disk), text) || len(disk.Files(dirName)) != 1 {
		t.Fatalf("%s: opening changed the log", what)
	}
	goOn(t, disk)
	got, torn, err := recovered(disk)
	if err != nil || torn != 0 || !equal(got, append(slices.Clone(batches), []byte("next"))) {
		t.Fatalf("%s: after one more, recovered %d batches, %d torn: %v", what, len(got), torn, err)
	}
}

// expectTorn: all batches but the last are there.
func expectTorn(t *testing.T, what string, text []byte, batches [][]byte) {
	t.Helper()
	expectOpens(t, what, text, batches[:len(batches)-1])
}

// expectCutShort: all batches but the last are there; or all, if there is
// nothing that the last one lacks.
func expectCutShort(t *testing.T, what string, text, whole []byte, batches [][]byte) {
	t.Helper()
	if to := end(batches) - tag; bytes.Equal(text[:to], whole[:to]) {
		expectOpens(t, what, text, batches)
	} else {
		expectTorn(t, what, text, batches)
	}
}

// changes are what may become of a byte: with thorough, any of its bits is
// changed; and else one of them, as to checksums they are all the same.
func changes(b byte, bit int, thorough bool) (others []byte) {
	if thorough {
		for bit := range 8 {
			others = append(others, b^1<<bit)
		}
	}
	for _, other := range []byte{b ^ 1<<(bit%8), ^b, 0} {
		if other != b {
			others = append(others, other)
		}
	}
	return others
}

// TestFlip: any change of a single byte of the preamble or of a frame, the last
// one included, halts the node, unless the byte says nothing.
func TestFlip(t *testing.T) {
	for _, batches := range [][][]byte{payloads(), {[]byte("only")}, {make([]byte, sector+300)}, {bytes.Repeat([]byte("x"), 444)}} {
		whole := content(filled(t, batches))
		frames := layout(batches)
		for name, background := range backgrounds(t) {
			text := over(whole, background, end(batches))
			for i := range end(batches) {
				if name != "zeros" && i%5 != 0 {
					continue // what is behind matters little
				}
				head := slices.ContainsFunc(frames, func(f frame) bool { return i >= f.from && i < f.from+header+tag })
				border := i%sector < tag || i%sector >= sector-tag
				for _, b := range changes(text[i], i, i < first || head || border) {
					changed := bytes.Clone(text)
					changed[i] = b
					what := fmt.Sprintf("%s: byte %d from %d to %d", name, i, text[i], b)
					if idle(frames, i) {
						expectOpens(t, what, changed, batches)
						continue
					}
					damage := expectRefused(t, what, changed)
					if damage.Offset > int64(i) || damage.Next != 0 && damage.Next <= int64(i) {
						t.Fatalf("%s: the error is %v", what, damage)
					}
				}
			}
		}
	}
}

// idle tells whether a byte is in a frame's last tag, which says nothing when
// the frame checks, or in no frame.
func idle(frames []frame, at int) bool {
	return at >= first && !slices.ContainsFunc(frames, func(f frame) bool { return at >= f.from && at < f.to-tag })
}

// TestLostLine: whatever is lost of the last frame, as long as it is less than a
// sector's share of it and not the end, halts the node.
func TestLostLine(t *testing.T) {
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	for _, n := range []int{1, 100, 400, 3 * sector} {
		batches := [][]byte{bytes.Repeat([]byte{0, 1}, (n+1)/2)}
		text := content(filled(t, batches))
		last := layout(batches)[0]
		behind := backgrounds(t)
		for range 500 {
			from := last.from + random.IntN(last.to-last.from)
			border := from - from%sector
			share := frame{max(border, last.from+header), min(border+sector, last.to)}
			to := from + 1 + random.IntN(share.to-min(from, share.to-1))
			if from < share.from+tag && to > share.to-tag || to > last.to-tag {
				continue
			}
			for name, background := range behind {
				changed := slices.Concat(text[:from], background[from:to], text[to:])
				if !bytes.Equal(changed, text) {
					expectRefused(t, fmt.Sprintf("seed %d: %s from %d to %d of %v", seed, name, from, to, last), changed)
				}
			}
		}
	}
}

// TestFlipBehind: a changed byte where nothing was written costs nothing.
func TestFlipBehind(t *testing.T) {
	batches := payloads()
	whole := content(filled(t, batches))
	for name, background := range backgrounds(t) {
		for i := range 2 * sector {
			text := over(whole, background, end(batches))
			text[end(batches)+i] ^= 1
			expectOpens(t, fmt.Sprintf("%s: byte %d behind the end", name, i), text, batches)
		}
	}
}

// TestTornByKill: of the last frame only the first bytes were written.
func TestTornByKill(t *testing.T) {
	for _, last := range [][]byte{{0}, []byte("short"), bytes.Repeat([]byte{0}, 2*sector), bytes.Repeat([]byte("long"), 300)} {
		batches := append(payloads(), last)
		whole := content(filled(t, batches))
		frames := layout(batches)
		at := frames[len(frames)-1]
		for name, background := range backgrounds(t) {
			for n := at.from; n < at.to; n++ {
				if border := n % sector; n > at.from+header+2*tag && n < at.to-2*tag && border > tag && border < sector-tag && n%11 != 0 {
					continue // in the midst of the payload
				}
				expectCutShort(t, fmt.Sprintf("%s: %d bytes of %v are there", name, n, at), over(whole, background, n), whole, batches)
			}
		}
	}
}

// TestTornByPowerLoss: of the last frame some sectors were written, wherever it
// begins and whatever its payload.
func TestTornByPowerLoss(t *testing.T) {
	for offset := 0; offset < sector; offset += 8 {
		for _, last := range [][]byte{[]byte("short"), make([]byte, 2*sector), bytes.Repeat([]byte("a"), 900)} {
			batches := [][]byte{make([]byte, 1+offset), last}
			after := content(filled(t, batches))
			at := layout(batches)[1]
			shares := sectorsOf(at.from, at.to)
			for name, background := range backgrounds(t) {
				for written := range 1<<len(shares) - 1 {
					torn := over(after, background, at.to)
					for i, share := range shares {
						if written>>i&1 == 0 {
							copy(torn[share[0]:share[1]], background[share[0]:])
						}
					}
					expectTorn(t, fmt.Sprintf("%s: offset %d, sectors %b of %d", name, offset, written, len(shares)), torn, batches)
				}
			}
		}
	}
}

// sectorsOf cuts a range of the file at the borders of sectors.
func sectorsOf(from, to int) (shares [][2]int) {
	for from < to {
		border := min(from-from%sector+sector, to)
		shares = append(shares, [2]int{from, border})
		from = border
	}
	return shares
}

// TestTornBoth: a process died while it wrote, and then the power failed.
func TestTornBoth(t *testing.T) {
	batches := [][]byte{[]byte("a"), bytes.Repeat([]byte("b"), 1100)}
	whole := content(filled(t, batches))
	at := layout(batches)[1]
	for name, background := range backgrounds(t) {
		for n := at.from; n < at.to; n += 3 {
			shares := sectorsOf(at.from, n)
			for written := range 1 << len(shares) {
				torn := over(whole, background, n)
				for i, share := range shares {
					if written>>i&1 == 0 {
						copy(torn[share[0]:share[1]], background[share[0]:])
					}
				}
				expectCutShort(t, fmt.Sprintf("%s: %d bytes, sectors %b", name, n, written), torn, whole, batches)
			}
		}
	}
}

// TestTornTwice: the power fails while the log goes on behind a torn frame, at
// any sync, and takes any sectors of what was not synced. The remains of the
// torn frame do not come back.
func TestTornTwice(t *testing.T) {
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	coin := func() bool { return random.IntN(2) == 0 }
	batches := [][]byte{[]byte("a"), bytes.Repeat([]byte("b"), 8*sector)}
	whole := content(filled(t, batches))
	at := layout(batches)[1]
	for range 300 {
		text := over(whole, make([]byte, space), at.from+sector*random.IntN(8))
		disk := onDisk(text)
		want := [][]byte{[]byte("a")}
		for i := range 4 {
			log, left := reopened(t, disk, small), 1+random.IntN(4)
			disk.FailSync = func() error {
				if left--; left == 0 {
					return waltest.ErrSync
				}
				return nil
			}
			var next []byte
			for {
				next = fmt.Appendf(nil, "%d.%d %d", i, left, bytes.Repeat([]byte("x"), random.IntN(1500)))
				if log.Append(next) != nil {
					break
				}
				want = append(want, next)
			}
			disk = disk.PowerLossInSectors(coin)
			got, _, err := recovered(disk)
			if err == nil && equal(got, append(slices.Clone(want), next)) {
				want = got
			}
			if err != nil || !equal(got, want) {
				t.Fatalf("seed %d: %d batches of %d: %v", seed, len(got), len(want), err)
			}
		}
	}
}

// TestTruncation: a file that was cut short is refused wherever that shows: it
// was never shorter than the space it was made with, and there is space for a
// frame before it is written.
func TestTruncation(t *testing.T) {
	batches := [][]byte{bytes.Repeat([]byte("long "), space/5), []byte("more"), []byte("last")}
	text := content(filled(t, batches))
	frames := layout(batches)
	short := []int{0, 7, 8, first - 1, first, first + 1, first + header, space - 1, space}
	for _, f := range frames {
		short = append(short, f.from+8, f.from+header, f.from+header+tag, f.to-1)
	}
	for _, n := range short {
		expectRefused(t, fmt.Sprintf("%d bytes", n), text[:n])
	}
	for i, f := range frames { // here only the data directory's count of incarnations can tell
		got, torn, err := recovered(onDisk(text[:f.to]))
		if err != nil || torn != 0 || len(got) != i+1 {
			t.Errorf("%d bytes: recovered %d batches, %d torn: %v", f.to, len(got), torn, err)
		}
	}
}

// TestTwoFlips: damage of the last two frames is no torn write, since only one
// frame is ever on its way.
func TestTwoFlips(t *testing.T) {
	batches := [][]byte{[]byte("aaaa"), bytes.Repeat([]byte("b"), 2*sector), []byte("cccc")}
	text := content(filled(t, batches))
	frames := layout(batches)
	text[frames[2].from+header+tag] ^= 1
	for i := frames[1].from; i < frames[1].to-tag; i++ {
		changed := bytes.Clone(text)
		changed[i] ^= 1
		expectRefused(t, fmt.Sprintf("byte %d and the last frame", i), changed)
	}
	clear(text[2*sector : 2*sector+16])
	expectRefused(t, "some zeros and the last frame", text)
}

// TestOtherLog: a preamble of another log is refused, though it has its
// checksum.
func TestOtherLog(t *testing.T) {
	text, other := content(filled(t, payloads())), content(filled(t, nil))
	copy(text, other[:first])
	expectRefused(t, "an empty file", nil)
	if got, _, err := recovered(onDisk(text)); err != nil || len(got) != 0 {
		t.Errorf("with another log's preamble, %d batches: %v", len(got), err)
	}
}

// TestOtherVersion: what another version has written is called that, not damaged.
func TestOtherVersion(t *testing.T) {
	for _, text := range [][]byte{[]byte("SYNODWL2"), append([]byte("SYNODWL3"), make([]byte, space)...)} {
		_, _, err := recovered(onDisk(text))
		var damage *wal.DamageError
		if err == nil || errors.As(err, &damage) || !strings.Contains(err.Error(), "another version") {
			t.Errorf("%q: the error is %v", text[:8], err)
		}
	}
}

// TestMovedFrame: a whole frame in another place is damage.
func TestMovedFrame(t *testing.T) {
	batches := [][]byte{[]byte("aaaa"), []byte("bbbb"), []byte("cccc")}
	text := content(filled(t, batches))
	frames := layout(batches)
	a, b := text[frames[0].from:frames[0].to], text[frames[1].from:frames[1].to]
	for i := range a {
		a[i], b[i] = b[i], a[i]
	}
	damage := expectRefused(t, "swapped frames", text)
	if damage.Offset != first || damage.Next != int64(frames[2].from) {
		t.Errorf("the error is %v", damage)
	}
}

// TestManyHeaders: a file made to keep the search for frames busy, with headers
// that are valid and frames that are not, is given up before long.
func TestManyHeaders(t *testing.T) {
	text := content(filled(t, nil))[:first]
	salt := text[8:16]
	for range 1 << 16 {
		sealed := binary.BigEndian.AppendUint64(bytes.Clone(salt), uint64(len(text)))
		sealed = append(sealed, 0, 0x0f, 0xff, 0xff, 1, 2, 3, 4) // length and check
		text = binary.BigEndian.AppendUint64(text, 0x0fffff)
		text = append(text, 1, 2, 3, 4)
		text = binary.BigEndian.AppendUint32(text, crc32.Checksum(sealed, crc32.MakeTable(crc32.Castagnoli)))
		text = append(text, salt...)
	}
	text = append(text, make([]byte, 1<<20)...)
	if _, _, err := recovered(onDisk(text)); err == nil || !strings.Contains(err.Error(), "no node wrote this") {
		t.Errorf("the error is %v", err)
	}
}

// FuzzEnd writes anything over the end of a log, with tags and headers in it: what
// opens holds what was there before, and goes on.
func FuzzEnd(f *testing.F) {
	batches := append(payloads(), bytes.Repeat([]byte{3}, sector))
	whole := content(filled(f, batches))
	frames := layout(batches)
	f.Add(uint16(frames[2].from), []byte("anything"))
	f.Add(uint16(frames[6].from), bytes.Repeat([]byte{0xfe}, header+1))
	f.Add(uint16(frames[6].from+header), []byte{0xff, 1, 2, 3, 0xff})
	f.Add(uint16(frames[6].to), []byte{0xfe, 0, 0xff, 1, 0, 0, 0xff})
	f.Fuzz(func(t *testing.T, at uint16, data []byte) {
		text := bytes.Clone(whole)
		pos := first + int(at)%(2*end(batches))
		for _, b := range data {
			piece := []byte{b}
			switch b {
			case 0xff: // a tag
				piece = whole[8:16]
			case 0xfe: // a byte of a header
				piece = whole[frames[5].from+pos%header:][:1]
			}
			pos += copy(text[min(pos, len(text)):], piece)
		}
		disk := onDisk(text)
		got, _, err := recovered(disk)
		if err != nil {
			return
		}
		if !isPrefix(got, batches) {
			t.Fatalf("recovered %d batches that were not written", len(got))
		}
		goOn(t, disk)
		again, torn, err := recovered(disk)
		if err != nil || torn != 0 || len(again) != len(got)+1 || !isPrefix(got, again) {
			t.Errorf("recovered %d, then %d batches, %d torn: %v", len(got), len(again), torn, err)
		}
	})
}
