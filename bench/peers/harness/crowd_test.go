package harness

import (
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/synod-paxos/synod/bench/peers/system"
)

// book is a system that only writes down what it is given.
type book struct {
	mu     sync.Mutex
	seen   map[system.Header]int
	limit  int // answers an error from then on, unless 0
	strict int // size of payloads
	takes  time.Duration
}

var errFull = errors.New("the book is full")

func (b *book) Client(int) (system.Client, error) { return b, nil }

func (b *book) Propose(payload []byte) error {
	time.Sleep(b.takes)
	b.mu.Lock()
	defer b.mu.Unlock()
	h, ok := system.ReadHeader(payload)
	if !ok || len(payload) != b.strict {
		return errors.New("a payload that was not asked for")
	}
	b.seen[h]++
	if b.limit > 0 && len(b.seen) >= b.limit {
		return errFull
	}
	return nil
}

func TestTotalProposesEachCommandOnce(t *testing.T) {
	const clients, payload, commands = 7, 33, 1000
	b := &book{seen: make(map[system.Header]int), strict: payload}
	crowd, err := Gather(b, clients, payload)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		latencies, err := crowd.Total(commands)
		if err != nil {
			t.Fatal(err)
		}
		if latencies.Count() != commands {
			t.Fatalf("%d latencies", latencies.Count())
		}
	}
	if len(b.seen) != 2*commands {
		t.Fatalf("%d different commands", len(b.seen))
	}
}

// In the bubble's time, a command takes a millisecond exactly.
func TestDuringCountsWhatItMeasured(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const clients, warm, measure = 4, 50, 100
		b := &book{seen: make(map[system.Header]int), strict: 16, takes: time.Millisecond}
		crowd, err := Gather(b, clients, 16)
		if err != nil {
			t.Fatal(err)
		}
		s, err := crowd.During(warm*time.Millisecond, measure*time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		if off := s.Commands - clients*measure; off < -clients || off > clients || s.P50.Round(unit*100) != time.Millisecond {
			t.Errorf("%d commands of %v", s.Commands, s.P50)
		}
		if off := len(b.seen) - clients*(warm+measure); off < 0 || off > 2*clients {
			t.Errorf("%d commands in all", len(b.seen))
		}
	})
}

func TestAnErrorEndsTheMeasurement(t *testing.T) {
	b := &book{seen: make(map[system.Header]int), strict: 16, limit: 10}
	crowd, err := Gather(b, 4, 16)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := crowd.During(time.Hour, time.Hour); !errors.Is(err, errFull) {
		t.Fatalf("got %v", err)
	}
	if _, err := crowd.Total(10); !errors.Is(err, errFull) {
		t.Fatalf("got %v", err)
	}
}

func TestGatherRefusesNonsense(t *testing.T) {
	for _, c := range []struct{ clients, payload int }{{0, 16}, {1, system.HeaderSize - 1}} {
		if _, err := Gather(&book{}, c.clients, c.payload); err == nil {
			t.Errorf("%+v was taken", c)
		}
	}
}

func TestLatencies(t *testing.T) {
	l := NewLatencies()
	for i := 1; i <= 100; i++ {
		l.Record(time.Duration(i) * time.Millisecond)
	}
	l.Record(0)         // counts as the least
	l.Record(time.Hour) // counts as the longest
	within := func(got, want time.Duration) bool { return got > want*98/100 && got < want*102/100 }
	if !within(l.Quantile(50), 50*time.Millisecond) || !within(l.Max(), longest) || l.Count() != 102 {
		t.Fatalf("p50 %v, max %v of %d", l.Quantile(50), l.Max(), l.Count())
	}
}

func TestParseBusy(t *testing.T) {
	for _, c := range []struct {
		stat string
		want time.Duration
		ok   bool
	}{
		{"cpu  1 2 3 100 200 4 5 6 0 0\ncpu0 9 9 9 9 9 9 9 9\n", 210 * time.Millisecond, true},
		{"cpu 1 2 3\n", 0, false},
		{"intr 1 2 3 4 5 6 7 8 9\n", 0, false},
		{"cpu a 2 3 100 200 4 5 6\n", 0, false},
		{"", 0, false},
	} {
		if got, ok := parseBusy([]byte(c.stat)); got != c.want || ok != c.ok {
			t.Errorf("%q: %v, %v", c.stat, got, ok)
		}
	}
}
