package tla

// machine is the run-time state of an evaluation: the current and the next
// state, and a stack of frames whose slots hold parameters, bound variables and
// remembered LET definitions. It belongs to one goroutine.
type machine struct {
	st    []Value // values of the variables; invalid: not assigned yet (Init)
	nx    []Value // values of the primed variables; invalid: not assigned yet
	stack []Value
	fp    int            // base of the current frame
	sp    int            // end of the frames in use
	depth int            // nested calls
	acc   []Value        // elements of the sets that are being made
	node  *Node          // for messages
	order *order         // TLC's order of strings, model values and fields; nil without a Spec
	level int            // in a search, initialLevel and the level of the current state; 0 outside
	unset int            // variables that the search has not given a value yet
	label int32          // the action that the search is in
	sink  step           // receives the states that a step makes
	done  bool           // the receiver wants no more
	then  []continuation // what follows the recursive actions that the search is in

	left  allowance
	epoch uint64 // changes with st; validates memo
	next  uint64 // changes with nx while a given step is looked at; 0 while a search changes nx
	steps uint64 // counts them
	memo  []memoEntry
}

// memoEntry remembers the value of a definition in one state, or step, or that of
// its last call.
type memoEntry struct {
	epoch uint64
	next  uint64
	args  []Value // of the call
	value Value
}

const (
	maxDepth   = 1 << 20 // of expressions that are being evaluated inside each other
	callCost   = 8       // expressions that a call counts as, besides those of its code
	firstStack = 64
	maxInt     = 1<<31 - 1 // TLC's integers are Java's int
	minInt     = -1 << 31
)

// initialLevel is the level of a machine that looks for the initial states.
const initialLevel = 1

func newMachine(s *Spec) *machine {
	m := &machine{stack: make([]Value, firstStack), epoch: 1, left: Limits{}.allowance()}
	if s != nil {
		m.left = s.cfg.Limits.allowance()
		m.memo = make([]memoEntry, s.memos.Load())
		m.nx = make([]Value, len(s.vars))
		m.order = s.order
	}
	return m
}

// fail reports an error at the expression that is being evaluated.
func (m *machine) fail(format string, args ...any) { fail(m.node, format, args...) }

// setState makes st the current state.
func (m *machine) setState(st []Value) {
	m.st = st
	m.epoch++
}

// push reserves a frame of n slots above those in use and returns its base.
func (m *machine) push(n int) int {
	base := m.sp
	m.sp += n
	if m.sp > len(m.stack) {
		grown := make([]Value, max(2*len(m.stack), m.sp))
		copy(grown, m.stack)
		m.stack = grown
	}
	return base
}

// begin prepares a fresh frame for a unit of compiled code.
func (m *machine) begin(u *unit) {
	m.fp, m.sp, m.depth, m.acc, m.then = 0, 0, 0, m.acc[:0], m.then[:0]
	m.unset = len(m.nx)
	m.left = m.left.limits.allowance()
	m.push(u.size())
}

// collect and collected gather the elements of a set without a closure per
// evaluation; inner sets are gathered above outer ones.
func (m *machine) collect(n *Node, v Value) {
	if m.acc = append(m.acc, v); len(m.acc) > m.left.elements {
		fail(n, "a set with more than %d elements is too large to enumerate", m.left.elements)
	}
}

func (m *machine) collected(mark int) []Value {
	out := append([]Value(nil), m.acc[mark:]...)
	m.acc = m.acc[:mark]
	return out
}

// enter counts the call of a unit's code; the caller calls leave.
func (m *machine) enter(n *Node, u *unit) {
	m.spend(n)
	m.depth += u.nesting + callCost
	if m.depth > maxDepth {
		fail(n, "more calls inside each other than can be evaluated: is a recursion without end?")
	}
}

func (m *machine) leave(u *unit) { m.depth -= u.nesting + callCost }

// setNext makes nx the next state of a step that is given, not searched.
func (m *machine) setNext(nx []Value) {
	copy(m.nx, nx)
	m.steps++
	m.next = m.steps
}

// memoized returns the remembered value of a definition, evaluating it at most
// once in a state. One that depends on primed variables is remembered for a step,
// which next tells; for others next is 0.
func (m *machine) memoized(i int, next uint64, f eval) Value {
	if e := m.remembered(i); e.epoch == m.epoch && e.next == next {
		return e.value
	}
	epoch := m.epoch
	v := f(m)
	m.memo[i] = memoEntry{epoch: epoch, next: next, value: v}
	return v
}

// remembered is entry i of the table of what is remembered.
func (m *machine) remembered(i int) *memoEntry {
	if i >= len(m.memo) {
		grown := make([]memoEntry, max(2*len(m.memo), i+1))
		copy(grown, m.memo)
		m.memo = grown
	}
	return &m.memo[i]
}

// snapshot is what a lazy value keeps of the frame it was made in.
type snapshot struct {
	frame  []Value
	st, nx []Value
}

func (m *machine) snapshot(u *unit) snapshot {
	hi := min(m.fp+u.size(), len(m.stack))
	s := snapshot{frame: append([]Value(nil), m.stack[m.fp:hi]...), st: m.st}
	for _, v := range m.nx {
		if v.IsValid() {
			s.nx = append([]Value(nil), m.nx...)
			break
		}
	}
	if s.nx == nil {
		s.nx = make([]Value, len(m.nx))
	}
	return s
}

// within evaluates f in a copy of a snapshot, after set has filled its slots.
func (m *machine) within(s snapshot, u *unit, n *Node, set func(frame []Value), f eval) Value {
	m.enter(n, u)
	fp, sp, st, nx, epoch, next := m.fp, m.sp, m.st, m.nx, m.epoch, m.next
	base := m.push(max(u.size(), len(s.frame)))
	copy(m.stack[base:], s.frame)
	set(m.stack[base:])
	m.fp, m.nx, m.next = base, s.nx, 0
	same := len(st) == len(s.st) && (len(st) == 0 || &st[0] == &s.st[0])
	if !same {
		m.setState(s.st)
	}
	v := f(m)
	m.fp, m.sp, m.nx, m.next = fp, sp, nx, next
	if !same {
		m.setState(st)
		m.epoch = max(m.epoch, epoch)
	}
	m.leave(u)
	return v
}
