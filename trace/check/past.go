package check

import (
	"cmp"
	"slices"
)

// assumptions lists the holes and unjudged events in a link's past.
func (r *replay) assumptions(l *link) []string {
	var list []string
	for _, p := range allPast(l, r.level == Local) {
		switch {
		case p.kind == holeLink, p.kind == tailLink && p.more().text != "":
			list = append(list, p.more().text)
		case p.blind:
			list = append(list, name(p.ref())+" cannot be judged")
		}
	}
	return list
}

// past lists the last events that led to a link, in order, without it.
func past(l *link) []Step {
	const most = 10
	var steps []Step
	for _, p := range allPast(l, false) {
		if p.kind == eventLink {
			steps = append(steps, stepOf(p.event))
		}
	}
	return steps[max(0, len(steps)-most):]
}

// allPast lists the links that led to l, in the canonical order.
func allPast(l *link, local bool) []*link {
	seen := map[*link]bool{l: true}
	todo := []*link{l}
	for len(todo) > 0 {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		next := slices.Clone(at.causes)
		if local {
			next = nil
		}
		if at.prev != nil {
			next = append(next, at.prev)
		}
		for _, p := range next {
			if !seen[p] {
				seen[p] = true
				todo = append(todo, p)
			}
		}
	}
	delete(seen, l)
	return inOrder(seen)
}

// inOrder sorts links by node, incarnation and sequence number, each after
// those that led to it.
func inOrder(set map[*link]bool) []*link {
	list := make([]*link, 0, len(set))
	done := map[*link]bool{}
	var roots []*link
	for l := range set {
		roots = append(roots, l)
	}
	slices.SortFunc(roots, func(a, b *link) int {
		return cmp.Or(cmp.Compare(a.node, b.node), cmp.Compare(a.inc, b.inc), cmp.Compare(a.seq, b.seq), cmp.Compare(a.kind, b.kind))
	})
	for _, l := range roots {
		list = visitPast(l, set, done, list)
	}
	return list
}

// visitPast appends l after all of its past that is in set. It keeps its own
// stack, as pasts are long.
func visitPast(l *link, set, done map[*link]bool, list []*link) []*link {
	type frame struct {
		l    *link
		next int
	}
	if done[l] {
		return list
	}
	done[l] = true
	stack := []frame{{l, -1}}
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		var p *link
		switch {
		case top.next < 0:
			p = top.l.prev
		case top.next < len(top.l.causes):
			p = top.l.causes[top.next]
		default:
			list = append(list, top.l)
			stack = stack[:len(stack)-1]
			continue
		}
		top.next++
		if p != nil && set[p] && !done[p] {
			done[p] = true
			stack = append(stack, frame{p, -1})
		}
	}
	return list
}
