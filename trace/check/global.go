package check

import "fmt"

// global replays all chains together, in the canonical order; a shuffled order
// must come to the same verdict.
func (c *checker) global(w *world, chains map[int]*chain) error {
	links, cyclic := order(w, chains, 0)
	if cyclic > 0 && uncause(links[len(links)-cyclic:]) {
		links, cyclic = order(w, chains, 0)
	}
	if cyclic > 0 {
		c.cycle(links[len(links)-cyclic:])
		links = links[:len(links)-cyclic]
	}
	if err := c.together(w, chains, links); err != nil {
		return err
	}
	if c.options.Order == 0 {
		return nil
	}
	shuffled, _ := order(w, chains, c.options.Order)
	kept := *c.report
	c.report = freshReport(&kept)
	if err := c.together(w, chains, shuffled[:len(links)]); err != nil {
		return err
	}
	other := c.report
	c.report = &kept
	if other.Verdict > kept.Verdict || other.Judged[Global] != kept.Judged[Global] {
		return fmt.Errorf("merging in another order (seed %d) changes the verdict from %s, %d events judged, to %s, %d: please report this",
			c.options.Order, kept.Verdict, kept.Judged[Global], other.Verdict, other.Judged[Global])
	}
	return nil
}

// uncause forgets wrong citations among links that wait for themselves: one of
// them may be why they do.
func uncause(links []*link) (any bool) {
	for _, l := range links {
		any = l.inCycle() && l.uncause() || any
	}
	return any
}

// freshReport is a report to count a second time in.
func freshReport(r *Report) *Report {
	return &Report{Nodes: r.Nodes, Judged: map[Level]int{}, Unjudged: map[Level]int{}, Invariants: map[string]int{}}
}

// together replays links, and evaluates the invariants.
func (c *checker) together(w *world, chains map[int]*chain, links []*link) error {
	size := len(w.absent)
	for _, ch := range chains {
		size += len(ch.links)
	}
	r := c.newReplay(w, Global, size)
	r.found, r.spare = c.decided, true
	for _, l := range w.absent {
		if n := r.nodes[l.node]; n != nil {
			r.forget(n)
		}
	}
	if c.options.SkipInvariants {
		c.report.note("invariants were left out")
		r.run(links)
		return nil
	}
	v := newInvariants(c, r)
	r.after = v.after
	r.run(links)
	return v.finish()
}

// cycle reports events that, by what they cite, cause themselves.
func (c *checker) cycle(links []*link) {
	for _, l := range links {
		if l.kind != eventLink {
			continue
		}
		c.report.Unjudged[Global]++
		if l.inCycle() {
			step := stepOf(l.event)
			c.report.add(&Finding{
				Verdict: Violation, Rule: RuleCycle, Places: []Place{l.place()}, Event: &step,
				Text: "it uses a message that was sent only because of it",
			}, Global)
		}
	}
}

// inCycle tells whether l led to itself.
func (l *link) inCycle() bool {
	seen := map[*link]bool{}
	todo := []*link{l}
	for len(todo) > 0 {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, p := range append([]*link{at.prev}, at.causes...) {
			if p == l {
				return true
			}
			if p != nil && !seen[p] {
				seen[p] = true
				todo = append(todo, p)
			}
		}
	}
	return false
}
