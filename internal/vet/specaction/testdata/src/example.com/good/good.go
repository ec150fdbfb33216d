// Package good takes each action of Toy where it says so.
//
//spec:module Toy
package good

import "github.com/synod-paxos/synod/trace"

type core struct{ log []trace.Event }

// promise takes one action, in a branch.
//
//spec:action Promise
func (c *core) promise(b int) {
	if b > 0 {
		made := promiseEvent(b)
		e := made.event()
		e.Post = []string{"promised"}
		e.Node = 3
		c.log = append(c.log, e)
	}
}

// step takes two actions, one after the other.
//
//spec:action Accept
//spec:action Restart
func (c *core) step(b int) call {
	made := (acceptEvent)(b)
	var zero trace.Event
	zero = made.event()
	first := &c.log[0]
	*first = trace.Event(zero)
	made = call(restartEvent())
	return made
}

// again takes an action that step takes, too.
//
//spec:action Accept
func again() call { return acceptEvent(1) }

// Args and Action of other types are nobody's business.
type command struct{ Action, Args string }

func other() {
	c := command{Action: "run"}
	c.Args = "fast"
	_ = []trace.Event{}
	_ = (*core).promise
	_ = (*core).step
	_ = again
	_ = other
}
