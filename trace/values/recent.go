package values

// recent remembers what was used lately: at least the last size keys, at most
// twice as many.
type recent[K comparable, V any] struct {
	young, old map[K]V
}

func (r *recent[K, V]) get(k K, size int) (V, bool) {
	v, ok := r.young[k]
	if ok {
		return v, true
	}
	if v, ok = r.old[k]; ok {
		r.put(k, v, size)
	}
	return v, ok
}

func (r *recent[K, V]) put(k K, v V, size int) {
	if r.young == nil || len(r.young) >= size {
		r.old, r.young = r.young, map[K]V{}
	}
	r.young[k] = v
}

func (r *recent[K, V]) clear() { r.young, r.old = nil, nil }
