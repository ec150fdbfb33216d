package snapshot_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/impl/snapshot"
	"github.com/synod-paxos/synod/impl/wal/waltest"
)

// TestFetch: a snapshot comes over a network that loses, doubles and damages
// chunks.
func TestFetch(t *testing.T) {
	for _, n := range sizes {
		seed := rand.Uint64()
		random := rand.New(rand.NewPCG(seed, 0))
		from, to := waltest.NewDisk().Dir(dirName), waltest.NewDisk()
		content := text(n)
		mustSave(t, from, 5, content)
		source, fetch := snapshot.NewSource(from), snapshot.NewFetch(to.Dir(dirName))
		id, err := source.Offer(5)
		if err != nil {
			t.Fatal(err)
		}
		p, err := fetch.Offered(1, id)
		for ticks := 0; p.Done == nil; ticks++ {
			if err != nil || ticks > 10_000 {
				t.Fatalf("seed %d: after %d ticks: %v", seed, ticks, err)
			}
			if p.Ask {
				p, err = deliver(t, random, source, fetch, p)
				continue
			}
			p = fetch.Tick()
		}
		if *p.Done != id {
			t.Errorf("seed %d: %+v has come, not %+v", seed, *p.Done, id)
		}
		if got, err := load(to.PowerLoss(waltest.Nothing).Dir(dirName), 5); err != nil || !bytes.Equal(got, content) {
			t.Errorf("seed %d: %d bytes of %d have come: %v", seed, len(got), n, err)
		}
	}
}

// deliver brings the chunk that is asked for, or something else.
func deliver(t *testing.T, random *rand.Rand, s *snapshot.Source, f *snapshot.Fetch, p snapshot.Progress) (snapshot.Progress, error) {
	c, ok, err := s.Answer(p.Want)
	if err != nil || !ok || p.To != 1 {
		t.Fatalf("%+v is not answered: %v", p, err)
	}
	switch random.IntN(4) {
	case 0:
		return snapshot.Progress{}, nil
	case 1:
		c.Data = bytes.Clone(c.Data)
		c.Data[random.IntN(len(c.Data))] ^= 1
	case 2:
		next, err := f.Arrived(p.Want.ID, c)
		if err != nil || next.Done != nil {
			return next, err
		}
		if again, err := f.Arrived(p.Want.ID, c); err != nil || again.Ask || again.Done != nil {
			t.Fatalf("a chunk that comes twice leads to %+v, %v", again, err)
		}
		return next, nil
	}
	return f.Arrived(p.Want.ID, c)
}

// TestFetchFullDisk: a fetch ends when the disk is full, and the next offer begins
// another.
func TestFetchFullDisk(t *testing.T) {
	from, to := waltest.NewDisk().Dir(dirName), waltest.NewDisk()
	id := mustSave(t, from, 5, text(10))
	source, fetch := snapshot.NewSource(from), snapshot.NewFetch(to.Dir(dirName))
	p, err := fetch.Offered(1, id)
	if err != nil {
		t.Fatal(err)
	}
	chunk, _, err := source.Answer(p.Want)
	if err != nil {
		t.Fatal(err)
	}
	to.FailWrite = func(n int) (int, error) { return n / 2, waltest.ErrFull }
	if _, err := fetch.Arrived(id, chunk); !errors.Is(err, waltest.ErrFull) {
		t.Errorf("on a full disk: %v", err)
	}
	to.FailWrite = nil
	if p, err := fetch.Arrived(id, chunk); err != nil || p.Ask || p.Done != nil {
		t.Errorf("a fetch that has ended goes on: %+v, %v", p, err)
	}
	if p, err := fetch.Offered(1, id); err != nil || !p.Ask {
		t.Fatalf("%+v, %v", p, err)
	}
	if p, err := fetch.Arrived(id, chunk); err != nil || p.Done == nil {
		t.Errorf("%+v, %v", p, err)
	}
}

// TestFetchOther: one snapshot is fetched at a time; another takes its place
// when nothing comes any more.
func TestFetchOther(t *testing.T) {
	one, two := waltest.NewDisk().Dir(dirName), waltest.NewDisk().Dir(dirName)
	oneID, twoID := mustSave(t, one, 5, text(10)), mustSave(t, two, 9, text(20))
	to := waltest.NewDisk().Dir(dirName)
	fetch := snapshot.NewFetch(to)
	if p, err := fetch.Offered(1, oneID); err != nil || !p.Ask {
		t.Fatalf("%+v, %v", p, err)
	}
	if p, err := fetch.Offered(2, twoID); err != nil || p.Ask {
		t.Fatalf("another is asked for at once: %+v, %v", p, err)
	}
	asked := 0
	for range 100 {
		if p := fetch.Tick(); p.Ask && p.To == 1 && p.Want.ID == oneID {
			asked++
		}
	}
	if asked != 10 {
		t.Errorf("it is asked for %d times in 100 ticks", asked)
	}
	p, err := fetch.Offered(2, twoID)
	if err != nil || !p.Ask || p.To != 2 {
		t.Fatalf("%+v, %v", p, err)
	}
	source := snapshot.NewSource(two)
	c, ok, err := source.Answer(p.Want)
	if err != nil || !ok {
		t.Fatalf("%v", err)
	}
	if p, err := fetch.Arrived(oneID, c); err != nil || p.Done != nil {
		t.Errorf("a chunk of another snapshot is taken: %+v, %v", p, err)
	}
	if p, err := fetch.Arrived(twoID, c); err != nil || p.Done == nil {
		t.Errorf("%+v, %v", p, err)
	}
	if p := fetch.Tick(); p.Ask {
		t.Errorf("something is still asked for: %+v", p)
	}
}

// TestWrongAnswers: what is asked for and not there is not answered, and bytes
// that are not those that were announced are not installed.
func TestWrongAnswers(t *testing.T) {
	from, to := waltest.NewDisk(), waltest.NewDisk().Dir(dirName)
	id := mustSave(t, from.Dir(dirName), 5, text(10))
	source := snapshot.NewSource(from.Dir(dirName))
	other := id
	other.Sum[0]++
	for _, w := range []snapshot.Want{{ID: other}, {ID: id, Offset: 1}, {ID: id, Offset: -1}, {ID: id, Offset: 10}} {
		if _, ok, err := source.Answer(w); ok || err != nil {
			t.Errorf("%+v is answered, %v", w, err)
		}
	}
	if _, _, err := source.Answer(snapshot.Want{ID: snapshot.ID{Upto: 6}}); err == nil {
		t.Error("what is not there is answered")
	}
	fetch := snapshot.NewFetch(to)
	if _, err := fetch.Offered(1, other); err != nil {
		t.Fatal(err)
	}
	c, _, err := source.Answer(snapshot.Want{ID: id})
	if err != nil {
		t.Fatal(err)
	}
	if p, err := fetch.Arrived(other, c); err == nil || !strings.Contains(err.Error(), "announced") {
		t.Errorf("%+v, %v", p, err)
	}
	if all, err := snapshot.List(to); err != nil || len(all) != 0 {
		t.Errorf("there are %v, %v", all, err)
	}
	for _, bad := range []snapshot.ID{{}, {Upto: 1, Size: -1}, {Upto: 1, Size: snapshot.MaxSize + 1}} {
		if _, err := snapshot.Assemble(to, bad); err == nil {
			t.Errorf("%+v is assembled", bad)
		}
	}
}

// TestRemovedWhileFetched: a snapshot that is being fetched can be had although
// newer ones are made and offered, and it is removed; not for ever, though.
func TestRemovedWhileFetched(t *testing.T) {
	dir, to := waltest.NewDisk().Dir(dirName), waltest.NewDisk().Dir(dirName)
	source, fetch := snapshot.NewSource(dir), snapshot.NewFetch(to)
	first := mustSave(t, dir, 5, text(10*snapshot.ChunkSize))
	if id, err := source.Offer(5); err != nil || id != first {
		t.Fatalf("%+v, %v", id, err)
	}
	p, err := fetch.Offered(1, first)
	for newer := uint64(6); p.Done == nil; newer++ {
		if err != nil || !p.Ask {
			t.Fatalf("%+v, %v", p, err)
		}
		mustSave(t, dir, newer, text(20))
		if err := snapshot.RemoveBelow(dir, newer); err != nil {
			t.Fatal(err)
		}
		if _, err := source.Offer(newer); err != nil {
			t.Fatal(err)
		}
		c, ok, answered := source.Answer(p.Want)
		if answered != nil || !ok {
			t.Fatalf("byte %d is not to be had: %v", p.Want.Offset, answered)
		}
		p, err = fetch.Arrived(p.Want.ID, c)
	}
	if *p.Done != first {
		t.Errorf("%+v has come", *p.Done)
	}
	for range 1000 {
		if err := source.Tick(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := source.Offer(5); err == nil {
		t.Error("what was removed is kept open for ever")
	}
}

func BenchmarkWrite(b *testing.B) {
	content := text(64 << 20)
	data := b.TempDir()
	if err := snapshot.CreateIn(data); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		mustSave(b, snapshot.In(data), 5, content)
	}
}
