package tla

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
)

// A Spec is a module with its constants bound and its actions compiled. It is
// safe for concurrent use.
type Spec struct {
	module  *Module
	cfg     *Config
	vars    []string
	varSlot map[string]int
	actions []*Action
	memos   atomic.Int32

	mu       sync.Mutex // guards the compiler and what it makes on demand
	compiler *compiler
	labels   []string
	evals    map[string]*compiled
	order    *order

	init      *compiledStep
	next      *compiledStep
	initPlace *Node
	nextPlace *Node

	machines sync.Pool
}

// compiled is a definition that Eval can call.
type compiled struct {
	u      *unit
	params []int
	f      eval
	deps   deps
	node   *Node
}

// compiledStep is an action with its frame.
type compiledStep struct {
	u   *unit
	run step
}

// Module returns the module that s was loaded from.
func (s *Spec) Module() *Module { return s.module }

// Config returns a copy of the configuration that s was loaded with.
func (s *Spec) Config() *Config { return s.cfg.Clone() }

// Variables returns the names of the variables in the order of declaration.
func (s *Spec) Variables() []string { return slices.Clone(s.vars) }

// Invariants returns the names of the configuration's invariants.
func (s *Spec) Invariants() []string { return slices.Clone(s.cfg.Invariants) }

// Actions returns the disjuncts of the next-state relation.
func (s *Spec) Actions() []*Action { return slices.Clone(s.actions) }

func (s *Spec) labelID(name string) int32 {
	if i := slices.Index(s.labels, name); i >= 0 {
		return int32(i)
	}
	s.labels = append(s.labels, name)
	return int32(len(s.labels) - 1)
}

func (s *Spec) machine() *machine {
	if m, ok := s.machines.Get().(*machine); ok {
		return m
	}
	return newMachine(s)
}

// release returns a machine after use; it keeps no values alive.
func (s *Spec) release(m *machine) {
	clear(m.stack[:min(m.sp, len(m.stack))])
	m.st = nil
	clear(m.nx)
	m.next = 0
	m.done = false
	m.level = 0
	s.machines.Put(m)
}

// Load binds the constants of m as cfg says and compiles everything that the
// configuration names. It refuses what it does not support.
func Load(m *Module, cfg *Config) (*Spec, error) { return load(m, cfg, false) }

// load is Load; unindexed is for tests.
func load(m *Module, cfg *Config, unindexed bool) (*Spec, error) {
	if m == nil || cfg == nil {
		return nil, fmt.Errorf("tla: Load needs a module and a configuration")
	}
	s := &Spec{module: m, cfg: cfg.Clone(), varSlot: map[string]int{}, evals: map[string]*compiled{}, order: newOrder(m, cfg.Clone())}
	c := &compiler{spec: s, varIndex: map[*Symbol]int{}, consts: map[*Symbol]Value{}, redirect: map[*Symbol]*Symbol{},
		stds:  map[string]*Symbol{},
		procs: map[procKey]*proc{}, substs: map[substKey]*substFrame{}, primes: map[*Symbol]bool{},
		sizes: map[*Symbol]int{}, locals: map[localKey]*localProc{}, actProcs: map[procKey]*actProc{}, unindexed: unindexed}
	s.compiler = c
	for i, v := range m.variables {
		c.varIndex[v] = i
		s.vars = append(s.vars, v.Name)
		s.varSlot[v.Name] = i
	}
	if err := s.bindConstants(); err != nil {
		return nil, err
	}
	err := guard(func() {
		s.compileBehaviour()
		for _, list := range [][]string{s.cfg.Invariants, s.cfg.Constraints, s.cfg.ActionBounds} {
			for _, name := range list {
				if _, err := s.definition(name); err != nil {
					panic(errorAt(nil, "%s%v", s.cfg.where(name), err))
				}
			}
		}
		for _, a := range m.assumes {
			c.expr(a.body, scope{u: &unit{}, at: -1})
		}
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// bindConstants gives every constant a value or a definition.
func (s *Spec) bindConstants() error {
	c, m, cfg := s.compiler, s.module, s.cfg
	for name, v := range cfg.assigned {
		sym := s.named(name)
		if sym == nil || sym.Kind == symVariable {
			continue // TLC ignores it too
		}
		if err := s.assign(sym, name, v); err != nil {
			return err
		}
	}
	for key, v := range cfg.assignedIn {
		if sym := s.symbolIn(key[0], key[1]); sym != nil && sym.Kind != symConstant {
			if err := s.assign(sym, key[1], v); err != nil {
				return err
			}
		}
	}
	for name, o := range cfg.replaced {
		sym := s.named(name)
		if sym == nil {
			return fmt.Errorf("%smodule %s has no constant or definition %s", cfg.where(name), m.name, name)
		}
		if err := s.replace(sym, o, name); err != nil {
			return err
		}
	}
	for key, o := range cfg.perModule {
		sym := s.symbolIn(key[0], key[1])
		if sym == nil {
			return fmt.Errorf("%smodule %s has no constant or definition %s", cfg.where(key[1]), key[0], key[1])
		}
		if err := s.replace(sym, o, key[1]); err != nil {
			return err
		}
	}
	for _, sym := range m.constants {
		if _, ok := c.consts[sym]; !ok && c.redirect[sym] == nil {
			return fmt.Errorf("%sconstant %s (%s) has no value", cfg.where(""), sym.Name, sym.Pos)
		}
	}
	return nil
}

// named is what a name of the configuration means: something that the root
// module names, or an operator of a standard module.
func (s *Spec) named(name string) *Symbol {
	if sym := s.module.visible[name]; sym != nil {
		return sym
	}
	if op, ok := natives[name]; ok {
		return s.compiler.standard(name, op.arity)
	}
	return nil
}

func (s *Spec) assign(sym *Symbol, name string, v Value) error {
	if sym.arity() > 0 {
		return fmt.Errorf("%s%s has parameters and cannot be given a value", s.cfg.where(name), name)
	}
	s.compiler.consts[sym] = v
	return nil
}

func (s *Spec) replace(sym *Symbol, o override, name string) error {
	target := s.named(o.target)
	if target == nil || target.Kind == symVariable {
		return fmt.Errorf("%smodule %s has no definition %s", s.cfg.where(name), s.module.name, o.target)
	}
	if target.arity() != sym.arity() {
		return fmt.Errorf("%s%s has %d parameters, its replacement %s has %d", s.cfg.where(name), name, sym.arity(),
			o.target, target.arity())
	}
	if sym.Kind == symVariable {
		return fmt.Errorf("%sthe variable %s cannot be replaced", s.cfg.where(name), name)
	}
	if target == sym {
		return fmt.Errorf("%s%s is replaced by itself", s.cfg.where(name), name)
	}
	s.compiler.redirect[sym] = target
	return nil
}

// symbolIn finds a constant or definition of a module.
func (s *Spec) symbolIn(module, name string) *Symbol {
	for _, list := range [][]*Symbol{s.module.constants, s.module.defs} {
		for _, sym := range list {
			if sym.Module == module && sym.Name == name {
				return sym
			}
		}
	}
	if op, ok := natives[name]; ok {
		return s.compiler.standard(name, op.arity)
	}
	return nil
}

// compileBehaviour compiles the initial predicate and the next-state relation,
// if the configuration names them.
func (s *Spec) compileBehaviour() {
	initNode, nextNode, name := s.behaviour()
	c := s.compiler
	if initNode != nil {
		u := &unit{}
		s.initPlace = initNode
		s.init = &compiledStep{u: u}
		s.init.run = c.act(initNode, scope{u: u, at: -1, initial: true}, func(m *machine) { m.sink(m) }, nil)
	}
	if nextNode != nil {
		u := &unit{}
		s.nextPlace = nextNode
		s.next = &compiledStep{u: u}
		s.next.run = c.act(nextNode, scope{u: u, at: -1}, func(m *machine) { m.sink(m) }, &label{name})
		s.actions = s.findActions(nextNode, name)
	}
}

// behaviour finds Init and Next, named directly or by a specification of the
// form Init /\ [][Next]_vars /\ fairness.
func (s *Spec) behaviour() (initNode, nextNode *Node, name string) {
	get := func(def string) *Node {
		sym, err := s.module.definition(def)
		if err != nil {
			panic(errorAt(nil, "%s%v", s.cfg.where(def), err))
		}
		if t := s.compiler.redirect[sym]; t != nil {
			sym = t
		}
		if len(sym.Params) > 0 {
			panic(errorAt(nil, "%s%s has parameters", s.cfg.where(def), def))
		}
		return sym.Body
	}
	switch {
	case s.cfg.Specification != "" && (s.cfg.Init != "" || s.cfg.Next != ""):
		panic(errorAt(nil, "%sboth SPECIFICATION and INIT or NEXT are given", s.cfg.where(s.cfg.Specification)))
	case s.cfg.Specification != "":
		sp := &specSplitter{s: s}
		sp.split(get(s.cfg.Specification), func(n *Node) *Node { return n })
		if sp.inits == nil || sp.next == nil {
			panic(errorAt(nil, "%s%s is not of the form Init /\\ [][Next]_vars", s.cfg.where(s.cfg.Specification), s.cfg.Specification))
		}
		return sp.init(), sp.next, "Next"
	case s.cfg.Init != "" || s.cfg.Next != "":
		if s.cfg.Init != "" {
			initNode = get(s.cfg.Init)
		}
		if s.cfg.Next != "" {
			nextNode = get(s.cfg.Next)
		}
		return initNode, nextNode, s.cfg.Next
	}
	return nil, nil, ""
}
