// Package misplaced has directives that nobody reads.
//
//spec:module // want `//spec:module has no effect here: it takes the name`
//spec:action Promise // want `//spec:action has no effect here: it takes the name of an action and belongs in the doc comment of a function`
//synod:deterministic please // want `//synod:deterministic has no effect here: it takes no argument`
//synod:determinstic // want `//synod:determinstic has no effect here: no directive has this name`
package misplaced

//synod:deterministic // want `//synod:deterministic has no effect here: .* doc comment of a package`

//spec:module BasicPaxos // want `//spec:module has no effect here: .* doc comment of the package`
func f() {}

// g has a space where none belongs.
//
// spec:action Promise // want `//spec:action has no effect here: a directive has no space`
func g() {}

// h names no action.
//
//spec:action // want `//spec:action has no effect here`
func h() {
	//spec:action Promise // want `//spec:action has no effect here`
	f()
	g()
	h()
}

//spec:action Promise // want `//spec:action has no effect here`
var _ = f
