package tla

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
)

// A Module is the resolved semantic graph of a root module: its declarations and
// definitions and everything that they depend on, with every name resolved. It
// is immutable, except that [Module.AttachSource] adds texts for messages.
type Module struct {
	name      string
	modules   []string // all modules that are not built in, in dependency order
	hashes    map[string]string
	sources   map[string][]byte
	constants []*Symbol
	variables []*Symbol
	defs      []*Symbol          // every definition that is reachable, in a fixed order
	visible   map[string]*Symbol // what the root module can name
	assumes   []*assumption
}

// assumption is an ASSUME, with or without a name.
type assumption struct {
	name string
	body *Node
}

// SourceHash is the SHA-256 of a module's .tla text, in hexadecimal.
type SourceHash struct{ Module, SHA256 string }

// Pos is a range of source text. Columns count from 1 and are inclusive.
type Pos struct {
	Module                     string
	Line, Col, EndLine, EndCol int
}

func (p Pos) String() string { return fmt.Sprintf("%s:%d:%d", p.Module, p.Line, p.Col) }

// symbolKind says what a name stands for.
type symbolKind uint8

const (
	symConstant symbolKind = iota + 1
	symVariable
	symDef     // an operator defined in some module, or by LET or LAMBDA
	symLocal   // a parameter or a bound variable
	symBuiltin // an operator of the language
	symStd     // an operator of a standard module, evaluated natively
)

// Symbol is a declared or defined name. Identity is by pointer.
type Symbol struct {
	Kind      symbolKind
	Name      string
	Module    string
	Pos       Pos
	Params    []*Symbol
	Arity     int
	Body      *Node
	Recursive bool
}

// arity is the number of a symbol's parameters.
func (s *Symbol) arity() int {
	if s.Kind == symDef {
		return len(s.Params)
	}
	return s.Arity
}

func (s *Symbol) qualified() string { return s.Module + "." + s.Name }

// nodeKind is the syntactic form of an expression.
type nodeKind uint8

const (
	nodeNum   nodeKind = iota + 1
	nodeStr            // a string
	nodeApp            // Sym applied to Args; quantifiers have Bounds
	nodeLet            // LET Defs IN Args[0]
	nodeSubst          // Args[0] of another module, with declarations replaced
	nodeAt             // @
	nodeOp             // an operator as an argument
)

// Node is an expression. An element of Args is nil only for OTHER in a CASE.
type Node struct {
	Kind   nodeKind
	Pos    Pos
	Sym    *Symbol
	Args   []*Node
	Bounds []Bound
	Defs   []*Symbol
	Substs []Subst
	Text   string
	Num    int64
}

// Bound is a part of a quantifier: x, y \in Set, <<x, y>> \in Set, or only x.
type Bound struct {
	Vars  []*Symbol
	Tuple bool
	Set   *Node // nil if unbounded
}

// Subst replaces a declared constant or variable of an instantiated module.
type Subst struct {
	Decl *Symbol
	Expr *Node
}

// Name returns the name of the root module.
func (m *Module) Name() string { return m.name }

// Sources returns the modules that the graph was made from, with the hashes of
// their texts; standard modules are not among them. A hash is empty if the
// module was read from XML and no text was attached.
func (m *Module) Sources() []SourceHash {
	out := make([]SourceHash, len(m.modules))
	for i, name := range m.modules {
		out[i] = SourceHash{name, m.hashes[name]}
	}
	return out
}

// AttachSource adds the .tla text of a module, which messages quote. It returns
// an error if the module is not part of m or the text is not the one that m was
// made from.
func (m *Module) AttachSource(module string, text []byte) error {
	if !slices.Contains(m.modules, module) {
		return fmt.Errorf("module %s is not part of %s", module, m.name)
	}
	sum := sha256.Sum256(text)
	hash := hex.EncodeToString(sum[:])
	if old := m.hashes[module]; old != "" && old != hash {
		return fmt.Errorf("module %s has changed: %s was made from a text with SHA-256 %.12s…, this one has %.12s…",
			module, m.name, old, hash)
	}
	m.hashes[module] = hash
	m.sources[module] = slices.Clone(text)
	return nil
}

// Constants returns the names of the declared constants; operators are written
// with their arity, such as Owner/1.
func (m *Module) Constants() []string {
	var out []string
	for _, s := range m.constants {
		if s.Arity > 0 {
			out = append(out, fmt.Sprintf("%s/%d", s.Name, s.Arity))
		} else {
			out = append(out, s.Name)
		}
	}
	return out
}

// Variables returns the names of the declared variables, in order.
func (m *Module) Variables() []string {
	out := make([]string, len(m.variables))
	for i, s := range m.variables {
		out[i] = s.Name
	}
	return out
}

// Definitions returns the names of the definitions that the root module can
// use, sorted.
func (m *Module) Definitions() []string {
	var out []string
	for name, s := range m.visible {
		if s.Kind == symDef {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// definition returns the definition of that name.
func (m *Module) definition(name string) (*Symbol, error) {
	s := m.visible[name]
	if s == nil || s.Kind != symDef {
		return nil, fmt.Errorf("module %s has no definition %s", m.name, name)
	}
	return s, nil
}

// DefinitionInfo describes a definition.
type DefinitionInfo struct {
	Name   string
	Params []string
	Pos    Pos
}

// Definition describes the definition of that name.
func (m *Module) Definition(name string) (DefinitionInfo, error) {
	s, err := m.definition(name)
	if err != nil {
		return DefinitionInfo{}, err
	}
	info := DefinitionInfo{Name: s.Name, Pos: s.Pos}
	for _, p := range s.Params {
		info.Params = append(info.Params, p.Name)
	}
	return info, nil
}

// nativeOperators are those of other modules that TLC evaluates otherwise than
// their TLA+ text says.
var nativeOperators = map[string]bool{"Bags.IsABag": true}

// nativeModules are evaluated by this package and not from their TLA+ text,
// which only describes them.
var nativeModules = map[string]bool{
	"Naturals": true, "Integers": true, "Sequences": true, "FiniteSets": true, "TLC": true, "Reals": true,
	"ProtoReals": true, "Peano": true, "Randomization": true, "TLCExt": true,
}

// distributedModules come with the tools but are evaluated from their text.
var distributedModules = map[string]bool{"Bags": true, "RealTime": true, "Toolbox": true}
