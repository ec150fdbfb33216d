package post

import "github.com/synod-paxos/synod/spec/tla"

// A Difference is a path of which an event tells something else than the
// specification.
type Difference struct {
	Change // what the specification has; where Extra, what the event tells
	Told   tla.Value
	Kind   Kind
}

// Kind says how a path differs.
type Kind uint8

// How a path differs: the event does not name it, gives another value, names it
// though it does not change, or names it twice.
const (
	Missing Kind = iota
	Wrong
	Extra
	Again
)

// Compare returns how what an event tells differs from what the specification
// has; matched is called for each path on which they agree.
func Compare(told, want []Change, matched func(Change)) []Difference {
	i := 0
	for i < len(told) && i < len(want) && told[i].same(want[i]) {
		matched(want[i])
		i++
	}
	if i == len(told) && i == len(want) {
		return nil
	}
	return compareUnordered(told, want, i, matched)
}

// compareUnordered compares lists of which the first n entries agree.
func compareUnordered(told, want []Change, n int, matched func(Change)) []Difference {
	byPath := make(map[string][]Change, len(told))
	for _, c := range told {
		byPath[c.Path()] = append(byPath[c.Path()], c)
	}
	var out []Difference
	wanted := make(map[string]bool, len(want))
	for i, w := range want {
		path := w.Path()
		wanted[path] = true
		switch got := byPath[path]; {
		case len(got) == 0:
			out = append(out, Difference{Change: w, Kind: Missing})
		case !w.sameValue(got[0]):
			out = append(out, Difference{Change: w, Told: got[0].Value, Kind: Wrong})
		case i >= n:
			matched(w)
		}
	}
	seen := make(map[string]bool, len(told))
	for _, c := range told {
		path := c.Path()
		switch {
		case !wanted[path]:
			out = append(out, Difference{Change: c, Told: c.Value, Kind: Extra})
		case seen[path]:
			out = append(out, Difference{Change: c, Told: c.Value, Kind: Again})
		}
		seen[path] = true
	}
	return out
}
