// Package graph drives every edge of a specification's state graph through the
// implementation. For each state and each step that the specification allows
// there, a core is built in that state, given the messages that the step reads,
// and told to take it; what it then holds, what it has made durable and what it
// sends must be what the specification says. Where the specification allows no
// step, the core must refuse.
//
// The graph is the evaluator's, which another gate shows to be TLC's.
package graph
