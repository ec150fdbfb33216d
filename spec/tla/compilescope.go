package tla

// unit is a piece of code with its own frame: an action, a definition that is
// called, or an expression to be evaluated. Slots are never reused within a
// unit, so that a continuation cannot overwrite what a loop around it needs.
type unit struct {
	slots   int
	base    int // depth at which compiling began
	nesting int // expressions inside each other
}

// nest notes how deep the code of the unit is: what a call of it may need of
// Go's stack.
func (u *unit) nest(depth int) {
	if u.nesting == 0 {
		u.base = depth - 1
	}
	u.nesting = max(u.nesting, depth-u.base)
}

func (u *unit) size() int { return u.slots }

func (u *unit) slot() int {
	u.slots++
	return u.slots - 1
}

// scope is the static context of an expression.
type scope struct {
	u       *unit
	env     *env
	sub     *substFrame
	at      int  // slot of @, -1 outside EXCEPT
	primed  bool // inside '
	initial bool // variables are being assigned: the initial condition
	bound   bool // a call with bound parameters: tests are tests, not branches
}

// env maps symbols to what they stand for.
type env struct {
	up  *env
	sym *Symbol
	b   *binding
}

type bindKind uint8

const (
	bindSlot   bindKind = iota // a value in a slot
	bindArg                    // a value in a slot that may be a failure
	bindMemo                   // an expression, evaluated once into a slot
	bindName                   // an expression, evaluated wherever it is used
	bindOp                     // an operator given as an argument
	bindOpSlot                 // an operator in a slot
	bindLet                    // an operator defined by LET
)

type binding struct {
	kind bindKind
	slot int
	node *Node
	sc   scope        // of node, or of the LET
	act  *actFunction // of a recursive function that is being searched

	closed bool // a replacement that uses no local names
}

func (e *env) find(s *Symbol) *binding {
	for ; e != nil; e = e.up {
		if e.sym == s {
			return e.b
		}
	}
	return nil
}

func (sc scope) with(s *Symbol, b *binding) scope {
	sc.env = &env{sc.env, s, b}
	return sc
}

// bindSlots gives each symbol a slot.
func (sc scope) bindSlot(s *Symbol) (scope, int) {
	slot := sc.u.slot()
	return sc.with(s, &binding{kind: bindSlot, slot: slot}), slot
}

// bindParams gives each parameter a slot, and those operators that are known now
// to their parameters; ops has them by position.
func (sc scope) bindParams(params []*Symbol, ops map[int]*binding) (scope, []int) {
	var slots []int
	for i, par := range params {
		slot := sc.u.slot()
		slots = append(slots, slot)
		switch {
		case ops[i] != nil:
			sc = sc.with(par, ops[i])
		case par.Arity > 0:
			sc = sc.with(par, &binding{kind: bindOpSlot, slot: slot})
		default:
			sc = sc.with(par, &binding{kind: bindArg, slot: slot})
		}
	}
	return sc, slots
}

// ofOperator is what the definition of an operator sees that was given as an
// argument where sc is: the names around it if it was written there, as a LAMBDA
// is, or stands in an instantiation that uses them.
func (sc scope) ofOperator(s *Symbol) scope {
	if s.Name != "LAMBDA" && !sc.sub.isOpen() {
		sc.env = nil
	}
	return sc
}

// substFrame is an instantiation that an expression is inside of.
type substFrame struct {
	up    *substFrame
	decls map[*Symbol]*binding
	open  bool // some replacement uses local names
}

func (f *substFrame) find(s *Symbol) *binding {
	for ; f != nil; f = f.up {
		if b := f.decls[s]; b != nil {
			return b
		}
	}
	return nil
}

func (f *substFrame) isOpen() bool {
	for ; f != nil; f = f.up {
		if f.open {
			return true
		}
	}
	return false
}

type substKey struct {
	node *Node
	up   *substFrame
	mode uint8
}

func (sc scope) mode() uint8 {
	var x uint8
	if sc.primed {
		x |= 1
	}
	if sc.initial {
		x |= 2
	}
	if sc.bound {
		x |= 4
	}
	return x
}
