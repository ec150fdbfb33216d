// Package tla evaluates TLA+ specifications without a JVM.
//
// # A tour
//
// A specification is loaded in two steps. Its module is the resolved semantic
// graph that SANY, the parser of the TLA+ tools, exports as XML ([ParseXML]), or
// the compact form of it that can be checked in ([Module.WriteIR], [ReadIR]).
// [Load] binds its constants as a TLC configuration says ([ParseConfig], or
// [NewConfig] in code) and compiles what the configuration names. With the text
// of the modules ([Module.AttachSource]) messages quote the source.
//
// A [Spec] then answers questions about states:
//
//   - [Spec.Init] and [Spec.Successors] enumerate states as TLC does, in TLC's
//     order; [Explore] computes all reachable ones and checks them.
//   - [Spec.Eval] evaluates a definition in a state: an invariant, or an operator
//     with arguments.
//   - [Spec.Actions] are the disjuncts of the next-state relation. What the
//     relation quantifies around an action are its parameters; [Action.Call]
//     takes it with given arguments, which costs what the step changes and not
//     what the state holds. This is how a log is replayed. [Action.Needs] names
//     elements of a set, such as that of the messages, that the step rests on.
//   - [Action.Why] says which conjunct of an action fails and with which values;
//     [Spec.WhyFalse] says that of a predicate; [Spec.Nearest] finds the step that
//     leads to an observed state, or comes nearest to it.
//
// A [Value] is what TLA+ calls one; it prints as TLC prints it ([Value.String])
// and has a JSON form ([AppendJSON]). Both are read back ([ParseValue],
// [ParseJSON]). A [State] gives every variable a value ([Spec.NewState],
// [Spec.ParseState], [State.With]).
//
// # Trust
//
// Nothing is guessed: a construct outside the supported language is refused by
// [Load] with module, line and column. Evaluation errors carry the place too, and
// what TLC refuses to evaluate is refused here. One thing goes further: []P and
// [][A]_v are also checked below \A over constant sets, LET, and definitions with
// parameters, where TLC leaves some of them to its checker of liveness, which
// refuses [][A]_v. No panic leaves the package, for any module, configuration or
// value that it reads; Config.Limits bounds what the evaluation of a stranger's
// specification may cost. Values, states, modules and loaded specifications are
// immutable and safe for concurrent use.
//
// # Order
//
// CHOOSE takes TLC's element, and the search goes through sets in TLC's order:
// FALSE before TRUE, integers by number, model values and strings by their first
// appearance (in the configuration, then in the text of the modules) and not by
// the alphabet, tuples, records, functions and sets by length and then element by
// element. Strings that appear in no text are made by \o and the like; TLC takes
// them in the order in which a run makes them, which is not known here: they come
// last, bytewise. What Explore counts does not depend on that unless CHOOSE is
// asked about such strings or a violation ends the search. CHOOSE without a set,
// and over an infinite one, is refused, and so is ToString where TLC's text
// shows how a value was made. [Compare] and printing have an order of their own,
// by text, which no specification can observe.
//
// # Layers
//
//	value, tree*, set, function, intern, hash      immutable values that share structure
//	compare, comparestrict, order                  equality, the order of values, TLC's order
//	lazy*, stdseq                                  what is not written out, and sequences
//	index, probe, domain, diff                     what makes a step cost what it changes
//	print, tostring, parsevalue, abbreviate, json* the forms of values
//	module*, xml*, sexpr, ir*                      the semantic graph and its two encodings
//	shape, allowance, errors                       what keeps damaged or hostile input out
//	config*, spec, specsplit, eval                 from graph and cfg to a Spec
//	compile*, digests                              expressions to closures over slots
//	machine, state, parsestate, action, search     transitions
//	needs                                          what a step cannot do without
//	checks, property, identity, symmetry           what is checked, and which states are the same
//	explore*, worker, pool, merge, limits          the search, by several goroutines in one order
//	graph*, lean, keyset, paged, trace, violation  what is kept of it, and what it says
//	why*, pretty                                   what people read of an action that fails
//	conjuncts, branches, disjunct                  what generators and those who change a module read
package tla
