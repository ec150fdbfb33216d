package snapshot_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/impl/snapshot"
	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/impl/wal/waltest"
)

const dirName = snapshot.DirName

// text is some content of a length.
func text(n int) []byte {
	random := rand.NewChaCha8([32]byte{1})
	content := make([]byte, n)
	random.Read(content)
	return content
}

// sizes are lengths around the borders of chunks.
var sizes = []int{0, 1, 100, snapshot.ChunkSize - 1, snapshot.ChunkSize, snapshot.ChunkSize + 1, 3*snapshot.ChunkSize + 7}

func save(dir wal.Dir, upto uint64, content []byte) (snapshot.ID, error) {
	return snapshot.Write(dir, upto, [16]byte{7}, func(w io.Writer) error {
		for len(content) > 0 { // in pieces that are no chunks
			n := min(len(content), 100_003)
			if _, err := w.Write(content[:n]); err != nil {
				return err
			}
			content = content[n:]
		}
		return nil
	})
}

func mustSave(t testing.TB, dir wal.Dir, upto uint64, content []byte) snapshot.ID {
	t.Helper()
	id, err := save(dir, upto, content)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func load(dir wal.Dir, upto uint64) ([]byte, error) {
	r, err := snapshot.Open(dir, upto)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return r.ReadAll()
}

func TestWriteAndRead(t *testing.T) {
	for _, n := range sizes {
		dir := waltest.NewDisk().Dir(dirName)
		content := text(n)
		id := mustSave(t, dir, 5, content)
		if id.Upto != 5 || id.Prefix != [16]byte{7} || id.Size != int64(n) {
			t.Errorf("the snapshot of %d bytes is %+v", n, id)
		}
		if got, err := load(dir, 5); err != nil || !bytes.Equal(got, content) {
			t.Errorf("of %d bytes %d are read: %v", n, len(got), err)
		}
		if _, err := load(dir, 6); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("one that is not there: %v", err)
		}
	}
}

func TestOnDisk(t *testing.T) {
	data := t.TempDir()
	if err := snapshot.CreateIn(data); err != nil {
		t.Fatal(err)
	}
	dir, content := snapshot.In(data), text(snapshot.ChunkSize+1)
	for _, upto := range []uint64{9, 3, 200} {
		mustSave(t, dir, upto, content)
	}
	if err := snapshot.RemoveBelow(dir, 9); err != nil {
		t.Fatal(err)
	}
	if all, err := snapshot.List(dir); err != nil || !slices.Equal(all, []uint64{9, 200}) {
		t.Errorf("there are %v, %v", all, err)
	}
	if got, err := load(dir, 9); err != nil || !bytes.Equal(got, content) {
		t.Errorf("%d bytes are read: %v", len(got), err)
	}
}

// TestFailures: a snapshot that cannot be written is none, and leaves the one
// before as it was.
func TestFailures(t *testing.T) {
	refusal := errors.New("the state cannot be saved")
	old, content := text(10), text(2*snapshot.ChunkSize)
	for name, try := range map[string]func(d *waltest.Disk) error{
		"content": func(d *waltest.Disk) error {
			_, err := snapshot.Write(d.Dir(dirName), 5, [16]byte{}, func(io.Writer) error { return refusal })
			return err
		},
		"sync": func(d *waltest.Disk) error {
			d.FailSync = func() error { return refusal }
			_, err := save(d.Dir(dirName), 5, content)
			return err
		},
		"space": func(d *waltest.Disk) error {
			d.FailWrite = func(n int) (int, error) { return n / 2, refusal }
			_, err := save(d.Dir(dirName), 5, content)
			return err
		},
		"slot 0": func(d *waltest.Disk) error {
			_, err := save(d.Dir(dirName), 0, content)
			return errors.Join(err, refusal)
		},
	} {
		disk := waltest.NewDisk()
		mustSave(t, disk.Dir(dirName), 4, old)
		if err := try(disk); !errors.Is(err, refusal) {
			t.Errorf("%s: %v", name, err)
		}
		disk.FailSync, disk.FailWrite = nil, nil
		if all, err := snapshot.List(disk.Dir(dirName)); err != nil || !slices.Equal(all, []uint64{4}) {
			t.Errorf("%s: there are %v, %v", name, all, err)
		}
	}
}

// TestCrashEverywhere: the power fails at each sync of a write. The snapshot is
// there whole or not at all, and when Write has returned it is there.
func TestCrashEverywhere(t *testing.T) {
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	content := text(snapshot.ChunkSize + 100)
	tried := 0
	for crash := 1; ; crash++ {
		disk := waltest.NewDisk()
		left := crash
		disk.FailSync = func() error {
			if left--; left == 0 {
				return waltest.ErrSync
			}
			return nil
		}
		_, err := save(disk.Dir(dirName), 5, content)
		for range 20 {
			after := disk.PowerLoss(func(n int) int { return random.IntN(n + 1) }).Dir(dirName)
			got, readErr := load(after, 5)
			if readErr == nil && !bytes.Equal(got, content) || readErr != nil && (err == nil || !errors.Is(readErr, fs.ErrNotExist)) {
				t.Fatalf("seed %d, crash at sync %d: %d bytes are read: %v", seed, crash, len(got), readErr)
			}
			tried++
		}
		if err == nil {
			break
		}
	}
	if tried < 60 {
		t.Errorf("only %d crashes were tried", tried)
	}
}

// TestDamage: no change of a byte and no cut goes unnoticed, and no byte that
// was changed is given out.
func TestDamage(t *testing.T) {
	disk := waltest.NewDisk()
	content := text(snapshot.ChunkSize + 300)
	mustSave(t, disk.Dir(dirName), 5, content)
	file := disk.File(dirName, snapshot.FileName(5))
	damaged := map[string][]byte{"empty": {}, "of zeros": make([]byte, len(file))}
	for i := 0; i < len(file); i += 1 + i/7 {
		changed := bytes.Clone(file)
		changed[i] ^= 1
		damaged[fmt.Sprintf("changed at byte %d", i)] = changed
		damaged[fmt.Sprintf("cut at byte %d", i)] = file[:i]
	}
	for what, bad := range damaged {
		disk.SetFile(dirName, snapshot.FileName(5), bad)
		got, err := load(disk.Dir(dirName), 5)
		var damage *snapshot.DamageError
		if !errors.As(err, &damage) || !strings.Contains(err.Error(), snapshot.FileName(5)) || !bytes.HasPrefix(content, got) {
			t.Errorf("%s: %d bytes are read: %v", what, len(got), err)
		}
	}
	disk.SetFile(dirName, snapshot.FileName(6), file)
	if _, err := load(disk.Dir(dirName), 6); err == nil {
		t.Error("a snapshot under another's name is read")
	}
}

// FuzzOpen reads any file; what it reads without an error it reads again when it
// is written.
func FuzzOpen(f *testing.F) {
	disk := waltest.NewDisk()
	for _, n := range []int{0, 100, snapshot.ChunkSize + 1} {
		mustSave(f, disk.Dir(dirName), 5, text(n))
		f.Add(disk.File(dirName, snapshot.FileName(5)))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		disk := waltest.NewDisk()
		disk.SetFile(dirName, snapshot.FileName(5), append([]byte{}, file...))
		got, err := load(disk.Dir(dirName), 5)
		if err != nil {
			return
		}
		mustSave(t, disk.Dir(dirName), 5, got)
		if again, err := load(disk.Dir(dirName), 5); err != nil || !bytes.Equal(again, got) {
			t.Errorf("of %d bytes %d are read again: %v", len(got), len(again), err)
		}
	})
}
