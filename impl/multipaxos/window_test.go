package multipaxos

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestWindow compares windows with maps, through random changes.
func TestWindow(t *testing.T) {
	for seed := range uint64(50) {
		random := rand.New(rand.NewPCG(seed, 2))
		var w window[int]
		want := map[Slot]int{}
		base := Slot(1)
		for i := range 400 {
			switch random.IntN(12) {
			case 0:
				base += Slot(random.IntN(150))
				dropBoth(t, &w, want, base)
			case 1:
				base += Slot(random.IntN(20)) * 1000
			case 2, 3:
				s := base + Slot(random.IntN(40))
				w.remove(s)
				delete(want, s)
			case 4:
				put(&w, want, base+Slot(random.IntN(1000)), i)
			default:
				put(&w, want, base+Slot(random.IntN(20)), i)
			}
			s := base + Slot(random.IntN(40)) - 10
			got, ok := w.get(s)
			if there, has := want[s]; ok != has || got != there || w.has(s) != has {
				t.Fatalf("seed %d: slot %d holds %d %v, want %d %v", seed, s, got, ok, there, has)
			}
			compareFrom(t, &w, want, s)
		}
	}
}

func put(w *window[int], want map[Slot]int, s Slot, i int) {
	w.put(s, i)
	want[s] = i
}

// compareFrom compares all entries from s on.
func compareFrom(t *testing.T, w *window[int], want map[Slot]int, s Slot) {
	t.Helper()
	var got []Slot
	for slot, item := range w.from(s) {
		got = append(got, slot)
		if item != want[slot] {
			t.Fatalf("slot %d holds %d, want %d", slot, item, want[slot])
		}
	}
	slots := slices.DeleteFunc(slices.Sorted(maps.Keys(want)), func(k Slot) bool { return k < s })
	if !slices.Equal(got, slots) || w.size != len(want) {
		t.Fatalf("from %d on there are %v of %d, want %v of %d", s, got, w.size, slots, len(want))
	}
	for range w.from(s) {
		break // an iterator that is left early
	}
}

// dropBoth drops what is below a slot, and checks the runs that go.
func dropBoth(t *testing.T, w *window[int], want map[Slot]int, s Slot) {
	t.Helper()
	var runs, wantRuns [][2]Slot
	w.dropBelow(s, func(from, to Slot) { runs = append(runs, [2]Slot{from, to}) })
	for _, k := range slices.Sorted(maps.Keys(want)) {
		switch n := len(wantRuns); {
		case k >= s:
			continue
		case n > 0 && wantRuns[n-1][1] == k:
			wantRuns[n-1][1]++
		default:
			wantRuns = append(wantRuns, [2]Slot{k, k + 1})
		}
		delete(want, k)
	}
	if fmt.Sprint(runs) != fmt.Sprint(wantRuns) {
		t.Fatalf("below %d went %v, want %v", s, runs, wantRuns)
	}
}

// TestWindowMovesWithoutGarbage has a window slide without an allocation.
func TestWindowMovesWithoutGarbage(t *testing.T) {
	var w window[Vote]
	s := Slot(1)
	move := func() {
		for range 3 * pageSlots {
			w.put(s, Vote{Bal: 1})
			s++
		}
		w.dropBelow(s-pageSlots, nil)
	}
	move()
	move()
	if n := testing.AllocsPerRun(100, move); n > 0 {
		t.Errorf("sliding by %d slots allocates %v times", 3*pageSlots, n)
	}
}
