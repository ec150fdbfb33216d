// Package nomodule does not say which module it implements.
package nomodule

// promise claims an action of an unknown module.
//
//spec:action Promise // want `//spec:action Promise needs a line //spec:module`
func promise() {}

var _ = promise
