package check

import "fmt"

// wait notes that an event cites one which its node has not written down yet.
func (c *checker) wait(l *link) {
	if l.noted {
		return
	}
	l.noted = true
	w := Waiting{Step: stepOf(l.event), For: *l.more().waits}
	c.report.Waiting = append(c.report.Waiting, w)
	if !c.options.Closed {
		return
	}
	c.report.add(&Finding{
		Verdict: Inconclusive, Rule: RuleWaiting, Places: []Place{l.place()}, Event: &w.Step,
		Text: fmt.Sprintf("it cites %s, beyond the end of that node's log", name(*l.more().waits)),
	}, "")
}
