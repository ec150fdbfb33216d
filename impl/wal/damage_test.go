package wal_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/impl/wal/waltest"
)

// The layout that doc.go describes: the first frame's place, what a frame holds
// before and besides its payload, and how much space a log is made with.
const (
	first  = 52
	header = 17
	extra  = header + 1
	space  = 64 << 10
	sector = 512
)

// starts are the positions of the frames of these batches, and of the end.
func starts(batches [][]byte) []int {
	at := []int{first}
	for _, b := range batches {
		at = append(at, at[len(at)-1]+extra+len(b))
	}
	return at
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

// expectTorn: all batches but the last are there, opening changes nothing, and
// the log goes on behind them.
func expectTorn(t *testing.T, what string, text []byte, batches [][]byte) {
	t.Helper()
	disk := onDisk(text)
	whole := len(batches) - 1
	got, _, err := recovered(disk)
	if err != nil || len(got) != whole || !isPrefix(got, batches) {
		t.Fatalf("%s: recovered %d batches of %d: %v", what, len(got), whole, err)
	}
	if !bytes.Equal(content(disk), text) {
		t.Fatalf("%s: opening changed the file", what)
	}
	goOn(t, disk)
	got, torn, err := recovered(disk)
	if err != nil || torn != 0 || len(got) != whole+1 || string(got[whole]) != "next" {
		t.Fatalf("%s: after one more, recovered %d batches, %d torn: %v", what, len(got), torn, err)
	}
}

// TestFlip: any change of a single byte of the preamble or of a frame, the last
// one included, halts the node. tear.go says which other changes of the last
// frame would not: those that leave zeros where it was.
func TestFlip(t *testing.T) {
	for _, batches := range [][][]byte{payloads(), {[]byte("only")}, {make([]byte, 3*sector)}} {
		disk := filled(t, batches)
		text := content(disk)
		at := starts(batches)
		if used(disk) != at[len(batches)] {
			t.Fatalf("the log is %d bytes long, not %d", used(disk), at[len(batches)])
		}
		for i := range used(disk) {
			for _, flip := range []byte{1, 0x80, 0xff} {
				changed := bytes.Clone(text)
				changed[i] ^= flip
				damage := expectRefused(t, fmt.Sprintf("byte %d", i), changed)
				if damage.Offset > int64(i) || damage.Next != 0 && damage.Next <= int64(i) {
					t.Fatalf("byte %d: the error is %v", i, damage)
				}
			}
		}
	}
}

// TestFlipBehind: a changed byte where nothing was written costs nothing.
func TestFlipBehind(t *testing.T) {
	batches := payloads()
	disk := filled(t, batches)
	for i := range 2 * sector {
		text := content(disk)
		text[used(disk)+i] ^= 1
		expectTorn(t, fmt.Sprintf("byte %d behind the end", i), text, append(slices.Clone(batches), nil))
	}
}

// TestTornByKill: of the last frame only the first bytes were written.
func TestTornByKill(t *testing.T) {
	batches := append(payloads(), bytes.Repeat([]byte{0}, 2*sector))
	text := content(filled(t, batches))
	at := starts(batches)
	for n := at[len(batches)-1]; n < at[len(batches)]; n++ {
		torn := append(bytes.Clone(text[:n]), make([]byte, len(text)-n)...)
		expectTorn(t, fmt.Sprintf("%d bytes are there", n), torn, batches)
	}
}

// TestTornByPowerLoss: of the last frame some sectors were written, wherever it
// begins and whatever its payload.
func TestTornByPowerLoss(t *testing.T) {
	for offset := range sector {
		if at := (first + extra + 1 + offset) % sector; at > extra && at < sector-extra && at%64 != 0 {
			continue // the header is not near the border of a sector
		}
		batches := [][]byte{make([]byte, 1+offset), make([]byte, 2*sector)}
		after := content(filled(t, batches))
		at := starts(batches)
		shares := sectorsOf(at[1], at[2])
		for written := range 1<<len(shares) - 1 {
			torn := bytes.Clone(after)
			for i, share := range shares {
				if written>>i&1 == 0 {
					clear(torn[share[0]:share[1]])
				}
			}
			expectTorn(t, fmt.Sprintf("offset %d, sectors %b of %d", offset, written, len(shares)), torn, batches)
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

// TestTornWhileCutOff: the power fails while a torn end is being cut off.
func TestTornWhileCutOff(t *testing.T) {
	batches := [][]byte{[]byte("a"), make([]byte, 2*sector)}
	text := content(filled(t, batches))
	at := starts(batches)
	text[at[2]-1] = 0
	for n := at[1]; n < at[2]; n++ {
		again := bytes.Clone(text)
		clear(again[at[1]:n])
		expectTorn(t, fmt.Sprintf("zeros up to byte %d", n), again, batches)
	}
}

// TestTruncation: a file that was cut short is refused wherever that shows: it
// was never shorter than the space it was made with, and there is space for a
// frame before it is written.
func TestTruncation(t *testing.T) {
	batches := [][]byte{bytes.Repeat([]byte("long "), space/5), []byte("more"), []byte("last")}
	text := content(filled(t, batches))
	at := starts(batches)
	for _, n := range []int{0, 7, 8, first - 1, first, first + 1, first + header, space - 1, space,
		at[1] - 1, at[1] + 1, at[1] + header, at[2] - 1, at[2] + 1, at[3] - 1} {
		expectRefused(t, fmt.Sprintf("%d bytes", n), text[:n])
	}
	for i, n := range at[1:] { // here only the data directory's count of incarnations can tell
		got, torn, err := recovered(onDisk(text[:n]))
		if err != nil || torn != 0 || len(got) != i+1 {
			t.Errorf("%d bytes: recovered %d batches, %d torn: %v", n, len(got), torn, err)
		}
	}
}

// TestTwoFlips: damage of the last two frames is no torn write, since only one
// frame is ever on its way.
func TestTwoFlips(t *testing.T) {
	batches := [][]byte{[]byte("aaaa"), bytes.Repeat([]byte("b"), 2*sector), []byte("cccc")}
	text := content(filled(t, batches))
	at := starts(batches)
	text[at[3]-3] ^= 1
	for i := at[1]; i < at[2]; i++ {
		changed := bytes.Clone(text)
		changed[i] ^= 1
		expectRefused(t, fmt.Sprintf("byte %d and the last frame", i), changed)
	}
	clear(text[2*sector : 2*sector+16])
	expectRefused(t, "some zeros and the last frame", text)
}

// TestOtherLog: a preamble of another log, or of another version, is refused,
// though it has its checksum.
func TestOtherLog(t *testing.T) {
	text, other := content(filled(t, payloads())), content(filled(t, nil))
	copy(text, other[:first])
	expectRefused(t, "another log's preamble", text)
	expectRefused(t, "no log", []byte("SYNODWL2"))
	expectRefused(t, "an empty file", nil)
}

// TestMovedFrame: a whole frame in another place is damage.
func TestMovedFrame(t *testing.T) {
	text := content(filled(t, [][]byte{[]byte("aaaa"), []byte("bbbb"), []byte("cccc")}))
	const size = extra + 4
	a, b := text[first:first+size], text[first+size:first+2*size]
	for i := range a {
		a[i], b[i] = b[i], a[i]
	}
	damage := expectRefused(t, "swapped frames", text)
	if damage.Offset != first || damage.Next != first+2*size {
		t.Errorf("the error is %v", damage)
	}
}

// TestManyHeaders: a file made to keep the search for frames busy, with headers
// that are valid and frames that are not, is given up before long.
func TestManyHeaders(t *testing.T) {
	text := content(filled(t, nil))[:first]
	for range 1 << 16 {
		sealed := append([]byte(nil), text[8:16]...) // the salt
		sealed = binary.BigEndian.AppendUint64(sealed, uint64(len(text)))
		sealed = append(sealed, 0, 0x0f, 0xff, 0xff, 1, 2, 3, 4) // length and check
		text = append(text, 0x9e, 0x53, 0x59, 0x4e)
		text = append(text, sealed[16:]...)
		text = binary.BigEndian.AppendUint32(text, crc32.Checksum(sealed, crc32.MakeTable(crc32.Castagnoli)))
		text = append(text, 0xa5)
	}
	text = append(text, make([]byte, 1<<20)...)
	if _, _, err := recovered(onDisk(text)); err == nil || !strings.Contains(err.Error(), "no node wrote this") {
		t.Errorf("the error is %v", err)
	}
}
