package tla

import "fmt"

// identity says which states are one and the same to an exploration: equal
// ones, and, as the configuration asks, those that a permutation of model values
// makes equal or whose views are equal.
type identity struct {
	symmetry *symmetry
	view     *compiled
}

// identity evaluates SYMMETRY and looks VIEW up.
func (s *Spec) identity() (*identity, error) {
	id := &identity{}
	var sets []Value
	for _, name := range s.cfg.Symmetry {
		v, err := s.Eval(name, State{})
		if err != nil {
			return nil, fmt.Errorf("%sSYMMETRY %s: %w", s.cfg.where(""), name, err)
		}
		sets = append(sets, v)
	}
	var err error
	if len(sets) > 0 {
		id.symmetry, err = newSymmetry(sets, func(format string, args ...any) error {
			return fmt.Errorf("%sSYMMETRY %v %s", s.cfg.where(""), s.cfg.Symmetry, fmt.Sprintf(format, args...))
		})
		if err != nil {
			return nil, err
		}
	}
	if s.cfg.View != "" {
		views, err := s.predicates([]string{s.cfg.View})
		if err != nil {
			return nil, fmt.Errorf("VIEW: %w", err)
		}
		id.view = views[0]
	}
	return id, nil
}

// plain says whether only equal states are the same.
func (id *identity) plain() bool { return id.symmetry == nil && id.view == nil }

// identifier applies an identity. It belongs to one goroutine.
type identifier struct {
	*identity
	imager *imager
}

func (id *identity) identifier() *identifier {
	out := &identifier{identity: id}
	if id.symmetry != nil {
		out.imager = id.symmetry.imager()
	}
	return out
}

// key returns the hash of what a state is known by.
func (id *identifier) key(m *machine, vals []Value) uint64 {
	vals = id.seen(m, vals)
	if id.symmetry == nil {
		return stateHash(vals)
	}
	key, _ := id.imager.least(vals)
	return key
}

// seen is what the view shows of a state, or the state.
func (id *identifier) seen(m *machine, vals []Value) []Value {
	if id.view == nil {
		return vals
	}
	return []Value{concrete(m, m.run(id.view, vals, nil))}
}

// token returns what a state is known by: two states are the same if their
// tokens are equal.
func (id *identifier) token(m *machine, vals []Value) []Value {
	vals = id.seen(m, vals)
	if id.symmetry == nil {
		return vals
	}
	_, p := id.imager.least(vals)
	if p < 0 {
		return vals
	}
	image := make([]Value, len(vals))
	for i, v := range vals {
		image[i] = id.symmetry.permute(v, id.symmetry.perms[p])
	}
	return image
}
