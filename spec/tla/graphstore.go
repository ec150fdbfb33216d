package tla

import "sync"

// graphStore keeps whole states and compares them: it takes no state for
// another. States whose tokens differ and whose keys are equal, which hardly
// ever happens, get another key each.
type graphStore struct {
	g      *Graph
	keys   keySet
	tokens [][]Value // what the states are known by, unless they are so by themselves
	from   []origin
	edges  bool

	mu sync.Mutex // guards what follows, which find uses
	id *identifier
}

func (t *graphStore) likely(key uint64) bool { return t.keys.has(key) }

func (t *graphStore) exact() bool { return true }

func (t *graphStore) wantsEdges() bool { return t.edges }

func (t *graphStore) add(key uint64, st State, from origin) (int32, bool, error) {
	token := st.vals
	if !t.id.plain() {
		var err error
		if token, err = t.token(st); err != nil {
			return 0, false, err
		}
	}
	for {
		number, fresh := t.keys.add(key, int32(len(t.g.States)))
		if fresh {
			break
		}
		if equalSlices(t.tokenOf(number), token) {
			return number, false, nil
		}
		key = anotherKey(key)
	}
	if !t.id.plain() {
		t.tokens = append(t.tokens, token)
	}
	t.g.States = append(t.g.States, st)
	t.from = append(t.from, from)
	return int32(len(t.g.States) - 1), true, nil
}

// anotherKey is the key of a state that has the same key as a different one.
func anotherKey(key uint64) uint64 { return mix(key + 1) }

func (t *graphStore) token(st State) (token []Value, err error) {
	m := st.spec.machine()
	defer st.spec.release(m)
	err = guard(func() { token = t.id.token(m, st.vals) })
	return token, err
}

func (t *graphStore) tokenOf(number int32) []Value {
	if t.id.plain() {
		return t.g.States[number].vals
	}
	return t.tokens[number]
}

func (t *graphStore) find(st State) (int, bool) {
	token, key := st.vals, st.hash
	if !t.id.plain() {
		t.mu.Lock()
		defer t.mu.Unlock()
		m := t.g.Spec.machine()
		defer t.g.Spec.release(m)
		err := guard(func() { token, key = t.id.token(m, st.vals), t.id.key(m, st.vals) })
		if err != nil {
			return 0, false
		}
	}
	for {
		number, ok := t.keys.number(key)
		if !ok || equalSlices(t.tokenOf(number), token) {
			return int(number), ok
		}
		key = anotherKey(key)
	}
}

func (t *graphStore) edge(from, to, action int32) error {
	t.g.Edges = append(t.g.Edges, Edge{from, to, uint16(action)})
	return nil
}

func (t *graphStore) trace(number int32) ([]Step, error) { return t.g.Trace(int(number)), nil }
