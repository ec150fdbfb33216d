// Package tla evaluates TLA+ specifications without a JVM.
//
// It reads the resolved semantic graph that TLC's parser SANY exports
// ([ParseXML]) or the compact form of it that is checked in ([ReadIR]), binds
// the constants of a TLC configuration ([ParseConfig], [Load]) and then
// evaluates definitions in a state ([Spec.Eval]), enumerates successors as TLC
// does ([Spec.Successors]), steps a named action with bound parameters
// ([Action.Call]), says why an action is not enabled ([Action.Why]) and
// explores the whole state graph ([Explore]).
//
// # Layers
//
//	value, tree, set, function, lazy   immutable values that share structure
//	domain, diff, index, probe         what makes a step cost what it changes
//	module, xml, irwrite, irread       the semantic graph and its two encodings
//	config, load, override             from graph and cfg to a Spec
//	compile*                           expressions to closures over slots
//	search*, state, action, explore    transitions
//	why, pretty, conjuncts, metadata   what people and generators read
//
// # Principles
//
// Nothing is guessed: a construct outside the supported language is refused by
// [Load] with module, line and column. Evaluation errors carry the place too.
// No panic leaves the package. Values, states, modules and loaded specs are
// immutable and safe for concurrent use.
package tla
