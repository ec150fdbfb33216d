package tla

import (
	"fmt"
	"math/bits"
)

// symmetry is a group of permutations of model values. States that a
// permutation makes equal are one state to an exploration, as they are to TLC.
type symmetry struct {
	points map[string]int // model values that some permutation moves
	perms  [][]Value      // for each permutation but the identity, the images of the points
}

// maxPermutations bounds a group: every state is looked at through each of them.
const maxPermutations = 1 << 16

// newSymmetry makes the group that the permutations in the given sets generate.
// It is nil if they move nothing.
func newSymmetry(sets []Value, describe func(format string, args ...any) error) (*symmetry, error) {
	y := &symmetry{points: map[string]int{}}
	var points []Value
	var generators [][2][]Value
	for _, set := range sets {
		set, ok := written(set)
		if !ok || set.Kind() != KindSet {
			return nil, describe("is not a finite set of permutations")
		}
		for f := range set.Elements() {
			var from, to []Value
			for k, v := range f.Pairs() {
				if k.Kind() != KindModel || v.Kind() != KindModel {
					return nil, describe("maps %s to %s; only model values can be permuted", k, v)
				}
				from, to = append(from, k), append(to, v)
				if _, known := y.points[k.o.text]; !known {
					y.points[k.o.text] = len(points)
					points = append(points, k)
				}
			}
			if !isFunction(f) || !Equal(SetOf(from...), SetOf(to...)) {
				return nil, describe("holds %s, which is not a permutation", f)
			}
			generators = append(generators, [2][]Value{from, to})
		}
	}
	moves := make([][]uint16, 0, len(generators))
	for _, g := range generators {
		p := make([]uint16, len(points))
		for i := range p {
			p[i] = uint16(i)
		}
		for i, k := range g[0] {
			p[y.points[k.o.text]] = uint16(y.points[g[1][i].o.text])
		}
		moves = append(moves, p)
	}
	all, err := generatedGroup(len(points), moves)
	if err != nil {
		return nil, describe("%v", err)
	}
	for _, p := range all[1:] {
		image := make([]Value, len(p))
		for i, j := range p {
			image[i] = points[j]
		}
		y.perms = append(y.perms, image)
	}
	if len(y.perms) == 0 {
		return nil, nil
	}
	return y, nil
}

// generatedGroup closes permutations of n points under composition. The first
// one is the identity.
func generatedGroup(n int, generators [][]uint16) ([][]uint16, error) {
	identity := make([]uint16, n)
	for i := range identity {
		identity[i] = uint16(i)
	}
	name := func(p []uint16) string {
		b := make([]byte, 0, 2*len(p))
		for _, i := range p {
			b = append(b, byte(i), byte(i>>8))
		}
		return string(b)
	}
	group := [][]uint16{identity}
	seen := map[string]bool{name(identity): true}
	for at := 0; at < len(group); at++ {
		for _, g := range generators {
			p := make([]uint16, n)
			for i := range p {
				p[i] = g[group[at][i]]
			}
			if key := name(p); !seen[key] {
				if len(group) > maxPermutations {
					return nil, fmt.Errorf("generates more than %d permutations", maxPermutations)
				}
				seen[key] = true
				group = append(group, p)
			}
		}
	}
	return group, nil
}

// permute returns the image of a value under permutation p.
func (y *symmetry) permute(v Value, p []Value) Value {
	switch v.Kind() {
	case KindModel:
		if i, ok := y.points[v.o.text]; ok {
			return p[i]
		}
	case KindSet:
		xs := make([]Value, 0, v.Len())
		for x := range v.Elements() {
			xs = append(xs, y.permute(x, p))
		}
		return setOf(xs)
	case KindTuple:
		xs := make([]Value, 0, v.Len())
		for x := range v.Elements() {
			xs = append(xs, y.permute(x, p))
		}
		return tupleOf(xs)
	case KindRecord, KindFunction:
		pairs := make([]Pair, 0, v.Len())
		for k, x := range v.Pairs() {
			pairs = append(pairs, Pair{y.permute(k, p), y.permute(x, p)})
		}
		return functionOf(pairs)
	}
	return v
}

// images are the hashes of a value under each permutation; nil if all are the
// hash of the value itself. They are found without making the images: a hash of
// a collection is a sum over its elements.
type images []uint64

// imager finds images. It remembers those of the collections that it met last:
// states share most of what they hold. It belongs to one goroutine.
type imager struct {
	*symmetry
	known [1 << 12]struct {
		o      *object
		images images
	}
	moved map[string]images // of model values
}

func (y *symmetry) imager() *imager {
	im := &imager{symmetry: y, moved: map[string]images{}}
	for name, i := range y.points {
		hs := make(images, len(y.perms))
		for j, p := range y.perms {
			hs[j] = p[i].Hash()
		}
		im.moved[name] = hs
	}
	return im
}

// hashes returns the images of a value.
func (im *imager) hashes(v Value) images {
	switch v.Kind() {
	case KindModel:
		return im.moved[v.o.text]
	case KindSet, KindTuple, KindRecord, KindFunction:
	default:
		return nil
	}
	v, _ = written(v)
	at := &im.known[mix(v.o.hash)%uint64(len(im.known))]
	if at.o != v.o {
		at.images, at.o = im.collection(v), v.o
	}
	return at.images
}

func (im *imager) collection(v Value) images {
	n := v.o.count
	var sums images
	fixed := uint64(0)
	add := func(parts images, h uint64, hash func(i int) uint64) {
		if parts == nil {
			fixed += h
			return
		}
		if sums == nil {
			sums = make(images, len(im.perms))
		}
		for i := range sums {
			sums[i] += hash(i)
		}
	}
	finish := functionHash
	if v.Kind() == KindSet {
		finish = setHash
		v.o.eachKey(func(x Value) bool {
			hs := im.hashes(x)
			add(hs, elementHash(x), func(i int) uint64 { return mix(hs[i] + tagSet) })
			return true
		})
	} else {
		v.o.eachPair(func(k, x Value) bool {
			ks, xs := im.hashes(k), im.hashes(x)
			both := ks
			if both == nil {
				both = xs
			}
			add(both, pairHash(k, x), func(i int) uint64 {
				return mix(ks.at(i, k)*3 + bits.RotateLeft64(xs.at(i, x), 23))
			})
			return true
		})
	}
	for i := range sums {
		sums[i] = finish(sums[i]+fixed, n)
	}
	return sums
}

func (hs images) at(i int, v Value) uint64 {
	if hs == nil {
		return v.Hash()
	}
	return hs[i]
}

// least returns the least hash that a permutation gives a state, and the number
// of that permutation, -1 for the identity.
func (im *imager) least(vals []Value) (key uint64, perm int) {
	own := stateHash(vals)
	all := make([]images, len(vals))
	moved := false
	for i, v := range vals {
		all[i] = im.hashes(v)
		moved = moved || all[i] != nil
	}
	key, perm = own, -1
	if !moved {
		return key, perm
	}
	for p := range im.perms {
		h := uint64(len(vals))
		for i, v := range vals {
			h = mix(h*31 + all[i].at(p, v))
		}
		if h < key {
			key, perm = h, p
		}
	}
	return key, perm
}
