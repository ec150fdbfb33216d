// Package trace stands for the real one, as far as the tests need it.
package trace

type Ref struct{ Node int }

type Arg struct{ Name, Value string }

type Event struct {
	Ref
	Action string
	Args   []Arg
	Post   []string
}
