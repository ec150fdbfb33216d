// Package bad gets each rule wrong.
//
//spec:module Toy
package bad // want `action Restart of module Toy is claimed by no function: mark the one that takes it with //spec:action Restart`

import "github.com/synod-paxos/synod/trace"

// unknown claims what is not there.
//
//spec:action Promis // want `module Toy has no action Promis; its actions are Promise, Accept, Restart`
func unknown() {}

// idle claims an action and does not take it.
//
//spec:action Accept // want `idle claims action Accept but does not call acceptEvent`
func idle() { unknown() }

// wrong takes another action than it claims.
//
//spec:action Accept // want `wrong claims action Accept but does not call acceptEvent`
func wrong() call {
	return promiseEvent(1) // want `promiseEvent is called in a function without //spec:action Promise`
}

func unmarked() call {
	return restartEvent() // want `restartEvent is called in a function without //spec:action Restart: mark the function`
}

// later may take the action after it has returned, or never.
//
//spec:action Promise // want `later claims action Promise but does not call promiseEvent`
func later() func() {
	return func() { promiseEvent(1) } // want `promiseEvent is called in a function literal: call it in the body of later`
}

// passing gives the constructor away.
//
//spec:action Promise // want `passing claims action Promise but does not call promiseEvent`
func passing() {
	f := promiseEvent // want `promiseEvent is passed on: call it where the action is taken`
	f(1)
}

var initial = promiseEvent(1) // want `promiseEvent is called in a function without //spec:action Promise`

type alias = trace.Event

type disguise trace.Event

type pretended call

func build() {
	_ = trace.Event{}                  // want `trace.Event is built by hand: call the action's generated constructor`
	_ = &trace.Event{Action: "Accept"} // want `trace.Event is built by hand`
	_ = []trace.Event{{}}              // want `trace.Event is built by hand`
	_ = []*trace.Event{{}}             // want `trace.Event is built by hand`
	_ = alias{}                        // want `trace.Event is built by hand`
	_ = trace.Event(disguise{})        // want `trace.Event is made by a conversion`
	_ = call{action: "Accept"}         // want `a call is built by hand: call the action's generated constructor`
	_ = []*call{{}}                    // want `a call is built by hand`
	_ = call(pretended{})              // want `a call is made by a conversion`
}

func edit(e *trace.Event, all []trace.Event, made *call) {
	made.b++                  // want `the field b of an event is set by its constructor alone`
	made.action = "Accept"    // want `the field action of an event is set by its constructor alone`
	e.Action = "Accept"       // want `the field Action of an event is set by its constructor alone`
	e.Args[0].Value = "2"     // want `the field Args of an event is set by its constructor alone`
	all[0].Args = nil         // want `the field Args of an event`
	(*e).Action += "!"        // want `the field Action of an event`
	p := &e.Args[0]           // want `the field Args of an event`
	e.Post, e.Args = nil, nil // want `the field Args of an event`
	_ = p
	build()
	edit(e, all, made)
	unmarked()
}
