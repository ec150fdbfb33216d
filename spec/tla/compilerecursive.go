package tla

import "sync"

// maxRemembered bounds the results that a recursive function remembers.
const maxRemembered = 1 << 16

// recursive compiles f[x \in S] == ... f[...] ...: results are computed when
// they are asked for, and remembered.
func (c *compiler) recursive(n *Node, sc scope) code {
	if len(n.Bounds) < 2 || n.Bounds[0].Set != nil || len(n.Bounds[0].Vars) != 1 {
		fail(n, "malformed recursive function")
	}
	self, slot := sc.bindSlot(n.Bounds[0].Vars[0])
	rest := *n
	rest.Bounds = n.Bounds[1:]
	in, loops, d := c.loops(&rest, self)
	e := c.expr(n.Args[0], in)
	u := sc.u
	return code{f: func(m *machine) Value {
		sets := make([]Value, len(loops))
		for i := range loops {
			sets[i] = asSet(loops[i].n, loops[i].set(m))
		}
		dom := sets[0]
		if len(sets) > 1 {
			dom = lazySetOf(productSet{parts: sets})
		}
		snap := m.snapshot(u)
		var mu sync.Mutex
		known := map[uint64][]Pair{}
		size := 0
		f := lazyFunctionOf(&lambda{dom, func(m *machine, x Value) Value {
			x = concrete(m, x)
			mu.Lock()
			for _, p := range known[x.Hash()] {
				if Equal(p.Key, x) {
					mu.Unlock()
					return p.Value
				}
			}
			mu.Unlock()
			v := concrete(m, m.within(snap, u, n, func(frame []Value) {
				if len(loops) == 1 {
					loops[0].bind(frame, x)
					return
				}
				for i := range loops {
					part, _ := x.o.get(Int(int64(i + 1)))
					loops[i].bind(frame, part)
				}
			}, e.f))
			mu.Lock()
			if size++; size <= maxRemembered {
				known[x.Hash()] = append(known[x.Hash()], Pair{x, v})
			}
			mu.Unlock()
			return v
		}})
		snap.frame = append(snap.frame, make([]Value, max(0, slot+1-len(snap.frame)))...)
		snap.frame[slot] = f
		return f
	}, deps: d | e.deps}
}
