package tla

import "fmt"

// ParseState reads a state as TLC prints it: /\ x = value, one for each variable
// in any order; with a single variable TLC leaves /\ away.
func (s *Spec) ParseState(text string) (State, error) {
	values, err := ParseAssignment(text)
	if err != nil {
		return State{}, fmt.Errorf("state: %w", err)
	}
	return s.NewState(values)
}

// ParseAssignment reads values of variables as TLC prints a state, some or all.
func ParseAssignment(text string) (map[string]Value, error) {
	values := map[string]Value{}
	err := guard(func() {
		p := &valueParser{s: text}
		for {
			p.space()
			if p.i >= len(p.s) {
				return
			}
			if !p.accept(`/\`) && len(values) > 0 {
				p.fail(`/\ is expected`)
			}
			p.space()
			name := p.word()
			p.want("=")
			if _, twice := values[name]; twice {
				p.fail("a second value of %s", name)
			}
			values[name] = p.value(0)
		}
	})
	return values, err
}
