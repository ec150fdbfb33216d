package tla

import (
	"math"
	"runtime"
	"runtime/metrics"
)

// limits ends an exploration that grows too large, and reports its progress.
type limits struct {
	states   int
	memory   uint64
	progress func(Progress)
	merged   int
	cycles   uint64 // of the garbage collector, when the heap was last found full
	samples  []metrics.Sample
}

// How often, in merged states, the limits are looked at.
const (
	memoryInterval   = 256
	progressInterval = 1024
)

func newLimits(o ExploreOptions) *limits {
	l := &limits{states: math.MaxInt32 - 1, memory: uint64(max(o.Memory, 0)), progress: o.Progress}
	if o.MaxStates > 0 {
		l.states = min(l.states, o.MaxStates)
	}
	for _, name := range []string{"/memory/classes/heap/objects:bytes", "/gc/heap/live:bytes", "/gc/cycles/total:gc-cycles"} {
		l.samples = append(l.samples, metrics.Sample{Name: name})
	}
	return l
}

// check is called before the successors of a state are merged.
func (l *limits) check(x *explorer) error {
	if x.found.Distinct > l.states {
		return LimitError{States: l.states}
	}
	if l.progress != nil && l.merged%progressInterval == 0 {
		c := x.counts()
		l.progress(Progress{c.Distinct, c.Generated, c.Queue, c.Depth})
	}
	if l.memory > 0 && l.merged%memoryInterval == 0 && l.full() {
		return LimitError{Memory: int(l.memory)}
	}
	l.merged++
	return nil
}

// full says whether what is reachable takes nearly all of the memory. Garbage
// does not count: if the heap is full and nobody has collected since that was
// last seen, it is collected now.
func (l *limits) full() bool {
	enough := l.memory / 5 * 4
	objects, live, cycles := l.read()
	if objects < enough {
		return false
	}
	if cycles == l.cycles || live == 0 {
		runtime.GC()
		_, live, cycles = l.read()
	}
	l.cycles = cycles
	return live >= enough
}

func (l *limits) read() (objects, live, cycles uint64) {
	metrics.Read(l.samples)
	return l.samples[0].Value.Uint64(), l.samples[1].Value.Uint64(), l.samples[2].Value.Uint64()
}
