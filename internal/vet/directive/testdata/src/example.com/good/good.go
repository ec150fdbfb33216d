// Package good has every directive where it belongs.
//
//synod:deterministic
//spec:module BasicPaxos
package good

// promise takes one action.
//
//spec:action Promise
func promise() {}

// both takes two actions.
//
//spec:action Accept
//spec:action Learn // a directive may carry a comment
func both() {}

// A mention of //spec:action in prose, or of spec: this and that, is none.
var _ = promise
var _ = both
