package mailbox

import (
	"slices"
	"sync"
	"testing"
)

func TestTakeGivesAllInOrder(t *testing.T) {
	wake := Wake()
	m := New[int](wake)
	for i := range 3 {
		m.Put(i)
	}
	<-wake
	got := m.Take(nil)
	if !slices.Equal(got, []int{0, 1, 2}) {
		t.Fatalf("took %v", got)
	}
	m.Put(3)
	<-wake
	if got = m.Take(got); !slices.Equal(got, []int{3}) {
		t.Fatalf("took %v", got)
	}
	if got = m.Take(got); len(got) != 0 {
		t.Fatalf("took %v of an empty mailbox", got)
	}
}

// Nothing is lost, and a taker that waits is woken for whatever it has not taken.
func TestManyPutOneTakes(t *testing.T) {
	const writers, each = 8, 1000
	wake := Wake()
	m := New[int](wake)
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for i := range each {
				m.Put(i)
			}
		})
	}
	var used []int
	for taken := 0; taken < writers*each; {
		<-wake
		used = m.Take(used)
		taken += len(used)
	}
	wg.Wait()
	if rest := m.Take(nil); len(rest) != 0 {
		t.Fatalf("%d too many", len(rest))
	}
}
