package tla

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A Config is what a TLC configuration file says.
type Config struct {
	File          string
	Init          string
	Next          string
	Specification string
	Invariants    []string
	Properties    []string
	Constraints   []string
	ActionBounds  []string // ACTION_CONSTRAINT
	Symmetry      []string
	View          string
	CheckDeadlock bool   // TLC's default is TRUE
	Limits        Limits // of evaluation; not part of the file

	assigned   map[string]Value       // C = value
	assignedIn map[[2]string]Value    // C = [Module]value; key is module, name
	replaced   map[string]override    // C <- Op
	perModule  map[[2]string]override // C <-[Module] Op; key is module, name
	line       map[string]int
	met        []string // strings and model values in the order of the file
}

type override struct {
	target string
	line   int
}

// NewConfig returns an empty configuration.
func NewConfig() *Config {
	return &Config{CheckDeadlock: true, assigned: map[string]Value{}, assignedIn: map[[2]string]Value{}, replaced: map[string]override{},
		perModule: map[[2]string]override{}, line: map[string]int{}}
}

// Clone returns a copy that can be changed on its own.
func (c *Config) Clone() *Config {
	d := *c
	for _, p := range []*[]string{&d.Invariants, &d.Properties, &d.Constraints, &d.ActionBounds, &d.Symmetry, &d.met} {
		*p = slices.Clone(*p)
	}
	d.assigned, d.assignedIn = maps.Clone(c.assigned), maps.Clone(c.assignedIn)
	d.replaced, d.perModule, d.line = maps.Clone(c.replaced), maps.Clone(c.perModule), maps.Clone(c.line)
	return &d
}

// SetConstant assigns a value to a constant, as "name = v" does.
func (c *Config) SetConstant(name string, v Value) {
	delete(c.replaced, name)
	c.assigned[name] = v
}

// Override replaces a constant or a definition by another definition, as
// "name <- target" does.
func (c *Config) Override(name, target string) {
	delete(c.assigned, name)
	c.replaced[name] = override{target: target}
}

// Restore takes back what Override, or a line "name <- target", has replaced.
func (c *Config) Restore(name string) { delete(c.replaced, name) }

// ParseConfig reads a TLC configuration file. The file's name is for messages.
func ParseConfig(filename string, r io.Reader) (*Config, error) {
	text, err := io.ReadAll(io.LimitReader(r, 1<<24))
	if err != nil {
		return nil, err
	}
	p := &configParser{file: filename, cfg: NewConfig()}
	p.cfg.File = filename
	if p.toks, err = configTokens(filename, string(text)); err != nil {
		return nil, err
	}
	if err := p.parse(); err != nil {
		return nil, err
	}
	return p.cfg, nil
}

type configParser struct {
	file string
	toks []configToken
	pos  int
	cfg  *Config
}

func (p *configParser) peek() configToken {
	if p.pos < len(p.toks) {
		return p.toks[p.pos]
	}
	line := 1
	if len(p.toks) > 0 {
		line = p.toks[len(p.toks)-1].line
	}
	return configToken{line: line}
}

func (p *configParser) next() configToken {
	t := p.peek()
	p.pos++
	return t
}

func (p *configParser) errorf(t configToken, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", p.file, t.line, fmt.Sprintf(format, args...))
}

var configKeywords = map[string]bool{
	"CONSTANT": true, "CONSTANTS": true, "INIT": true, "NEXT": true, "SPECIFICATION": true, "INVARIANT": true,
	"INVARIANTS": true, "PROPERTY": true, "PROPERTIES": true, "CONSTRAINT": true, "CONSTRAINTS": true,
	"ACTION_CONSTRAINT": true, "ACTION_CONSTRAINTS": true, "SYMMETRY": true, "VIEW": true, "CHECK_DEADLOCK": true,
}

func (p *configParser) parse() error {
	for p.pos < len(p.toks) {
		t := p.next()
		if !configKeywords[t.text] || t.quoted {
			return p.errorf(t, "%q is not a statement of a configuration file", t.text)
		}
		if err := p.statement(t); err != nil {
			return err
		}
	}
	return nil
}

func (p *configParser) statement(t configToken) error {
	c := p.cfg
	switch t.text {
	case "CONSTANT", "CONSTANTS":
		return p.constants()
	case "INIT":
		return p.one(t, &c.Init)
	case "NEXT":
		return p.one(t, &c.Next)
	case "SPECIFICATION":
		return p.one(t, &c.Specification)
	case "VIEW":
		return p.one(t, &c.View)
	case "INVARIANT", "INVARIANTS":
		p.names(&c.Invariants)
		return nil
	case "PROPERTY", "PROPERTIES":
		p.names(&c.Properties)
		return nil
	case "CONSTRAINT", "CONSTRAINTS":
		p.names(&c.Constraints)
		return nil
	case "ACTION_CONSTRAINT", "ACTION_CONSTRAINTS":
		p.names(&c.ActionBounds)
		return nil
	case "SYMMETRY":
		p.names(&c.Symmetry)
		return nil
	}
	v := p.next() // CHECK_DEADLOCK
	if v.text != "TRUE" && v.text != "FALSE" {
		return p.errorf(v, "CHECK_DEADLOCK is TRUE or FALSE, not %q", v.text)
	}
	c.CheckDeadlock = v.text == "TRUE"
	return nil
}

func (p *configParser) one(t configToken, to *string) error {
	if *to != "" {
		return p.errorf(t, "a second %s", t.text)
	}
	n := p.next()
	if !n.isName() {
		return p.errorf(n, "a name is expected after %s", t.text)
	}
	*to = n.text
	p.cfg.line[n.text] = n.line
	return nil
}

// names reads the names of a section, of which there may be none.
func (p *configParser) names(to *[]string) {
	for p.peek().isName() && !configKeywords[p.peek().text] {
		n := p.next()
		p.cfg.line[n.text] = n.line
		*to = append(*to, n.text)
	}
}

func (p *configParser) constants() error {
	for p.peek().isName() && !configKeywords[p.peek().text] {
		name := p.next()
		op := p.next()
		switch op.text {
		case "=":
			mod, err := p.inModule()
			if err != nil {
				return err
			}
			v, err := p.value(0)
			if err != nil {
				return err
			}
			if mod != "" {
				p.cfg.assignedIn[[2]string{mod, name.text}] = v
			} else {
				p.cfg.assigned[name.text] = v // the last value counts
			}
		case "<-":
			mod, err := p.inModule()
			if err != nil {
				return err
			}
			target := p.next()
			if !target.isName() {
				return p.errorf(target, "the name of a definition is expected after <-")
			}
			o := override{target.text, name.line}
			if mod != "" {
				p.cfg.perModule[[2]string{mod, name.text}] = o
			} else {
				p.cfg.replaced[name.text] = o
			}
		default:
			return p.errorf(op, "= or <- is expected after %s", name.text)
		}
		p.cfg.line[name.text] = name.line
	}
	return nil
}

// inModule reads the [Module] of a statement that is about one module only.
func (p *configParser) inModule() (string, error) {
	if p.peek().text != "[" || p.peek().quoted {
		return "", nil
	}
	p.next()
	mod := p.next()
	if !mod.isName() {
		return "", p.errorf(mod, "the name of a module is expected after [")
	}
	if end := p.next(); end.text != "]" {
		return "", p.errorf(end, "] is expected after the module's name")
	}
	return mod.text, nil
}

// value reads a value: a number, a string, TRUE, FALSE, a model value, or a set
// of values.
func (p *configParser) value(depth int) (Value, error) {
	t := p.next()
	switch {
	case depth > 100:
		return Value{}, p.errorf(t, "sets are nested too deeply")
	case t.quoted:
		p.cfg.met = append(p.cfg.met, t.text)
		return Str(t.text), nil
	case t.text == "TRUE" || t.text == "FALSE":
		return Bool(t.text == "TRUE"), nil
	case t.text == "{":
		var xs []Value
		for p.peek().text != "}" || p.peek().quoted {
			x, err := p.value(depth + 1)
			if err != nil {
				return Value{}, err
			}
			xs = append(xs, x)
			if p.peek().text != "," {
				break
			}
			p.next()
		}
		if end := p.next(); end.text != "}" {
			return Value{}, p.errorf(end, "the set does not end with }")
		}
		return setEvaluated(xs), nil
	case t.text != "" && t.text[0] == '-':
		return Value{}, p.errorf(t, "TLC reads no negative numbers: define %s in the module and replace the constant by it with <-", t.text)
	case t.text != "" && (t.text[0] >= '0' && t.text[0] <= '9'):
		n, err := strconv.ParseInt(t.text, 10, 64)
		if err == nil && n >= minInt && n <= maxInt {
			return Int(n), nil
		}
		if !t.isName() {
			return Value{}, p.errorf(t, "%s is not a number between %d and %d", t.text, minInt, maxInt)
		}
	}
	if t.isName() && !configKeywords[t.text] {
		p.cfg.met = append(p.cfg.met, t.text)
		return Model(t.text), nil
	}
	return Value{}, p.errorf(t, "a value is expected instead of %q", t.text)
}

func (c *Config) where(name string) string {
	if l := c.line[name]; l > 0 {
		return fmt.Sprintf("%s:%d: ", c.File, l)
	}
	if c.File != "" {
		return c.File + ": "
	}
	return ""
}

func isNameByte(c byte) bool {
	return c == '_' || c == '!' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func (t configToken) isName() bool {
	return !t.quoted && t.text != "" && isNameByte(t.text[0]) && strings.ContainsFunc(t.text, func(r rune) bool { return r < '0' || r > '9' })
}
