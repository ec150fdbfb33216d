// Package determinism checks that a core computes its next state and its
// effects from its state and its inputs alone, so that a run can be repeated,
// simulated and replayed.
//
// A package asks for the check by a line //synod:deterministic in its doc
// comment. It may then not
//
//   - import a package of the standard library that is not on the list in
//     std.go: what it offers is time, chance, the outside world, or concurrency;
//   - start goroutines, use channels or select;
//   - let the order of a map decide anything: no range over a map, and maps.Keys,
//     maps.Values and the like only in the forms of maporder.go;
//   - write a package-level variable outside init: that is state which is not
//     in the core;
//   - use a function or variable of another package which does one of these.
//
// The last rule reaches through any number of calls. For each function of every
// package outside the standard library the analyzer records why it is impure,
// as a fact that goes with the package, and the message names the calls that
// lead there. To mention a function counts as calling it.
//
// Files named _test.go are exempt: a test may use time, goroutines and chance
// to drive a core.
//
// What the analyzer cannot see: a call through an interface or a function value
// (that is how a shell injects randomness), a package-level variable changed
// through a copy of a slice, map or pointer or by another package, an address
// printed by fmt, a comparison that does not tell different keys apart, and
// floating point, whose last bit may depend on the processor.
package determinism
