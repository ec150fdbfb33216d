package tla

import "sync/atomic"

// keySet is the set of the keys, 64 bits each, of the states that were found,
// with the number of each state. One goroutine adds; any number may ask has at
// the same time and may then miss what is being added. Keys are spread over
// shards that grow one after the other, so that growing never takes much more
// memory than the set itself.
type keySet struct {
	shards [1 << shardBits]keyShard
	count  int
}

const (
	shardBits  = 8      // a shard that grows copies 1/256 of the set
	firstSlots = 1 << 6 // of a shard; a power of two, as find needs
)

// keyShard is a table with open addressing. A key of 0 marks a free slot.
type keyShard struct {
	slots atomic.Pointer[keySlots]
	count int
}

type keySlots struct {
	keys    []uint64
	numbers []int32 // of the states with these keys; read and written by the one who adds
}

// slotKey keeps 0 free to mark empty slots.
func slotKey(key uint64) uint64 { return max(key, 1) }

func (s *keySet) shard(key uint64) *keyShard { return &s.shards[key>>(64-shardBits)] }

// has says whether a key is in the set. It never errs when it says yes.
func (s *keySet) has(key uint64) bool {
	key = slotKey(key)
	t := s.shard(key).slots.Load()
	if t == nil {
		return false
	}
	_, ok := t.find(key)
	return ok
}

// number returns the number of the state with that key. It belongs to the
// goroutine that adds.
func (s *keySet) number(key uint64) (int32, bool) {
	key = slotKey(key)
	t := s.shard(key).slots.Load()
	if t == nil {
		return 0, false
	}
	i, ok := t.find(key)
	if !ok {
		return 0, false
	}
	return t.numbers[i], true
}

// add gives a new key a number, unless the key is there: then it returns the
// number that it has.
func (s *keySet) add(key uint64, number int32) (at int32, fresh bool) {
	key = slotKey(key)
	sh := s.shard(key)
	t := sh.slots.Load()
	if t == nil {
		t = newKeySlots(firstSlots)
		sh.slots.Store(t)
	}
	i, ok := t.find(key)
	if ok {
		return t.numbers[i], false
	}
	if 4*sh.count >= 3*len(t.keys) {
		t = t.grown()
		sh.slots.Store(t)
		i, _ = t.find(key)
	}
	t.numbers[i] = number
	atomic.StoreUint64(&t.keys[i], key)
	sh.count++
	s.count++
	return number, true
}

func newKeySlots(n int) *keySlots {
	return &keySlots{make([]uint64, n), make([]int32, n)}
}

// find returns the slot of a key, or the free one where it belongs.
func (t *keySlots) find(key uint64) (int, bool) {
	mask := uint64(len(t.keys) - 1)
	for i := key & mask; ; i = (i + 1) & mask {
		switch atomic.LoadUint64(&t.keys[i]) {
		case key:
			return int(i), true
		case 0:
			return int(i), false
		}
	}
}

func (t *keySlots) grown() *keySlots {
	u := newKeySlots(2 * len(t.keys))
	for i, key := range t.keys {
		if key != 0 {
			j, _ := u.find(key)
			u.keys[j], u.numbers[j] = key, t.numbers[i]
		}
	}
	return u
}
