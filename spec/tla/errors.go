package tla

import "fmt"

// An Error says what is wrong in a module and where. Module is empty if the
// place is not known.
type Error struct {
	Module string
	Line   int
	Col    int
	Msg    string

	Assertion  bool // TLC!Assert failed
	Incomplete bool // a step gives some variable no value

	cause error
}

// Unwrap returns the error of a caller's function that led to this one, if any.
func (e *Error) Unwrap() error { return e.cause }

func (e *Error) Error() string {
	if e.Module == "" {
		return e.Msg
	}
	if e.Line == 0 {
		return e.Module + ": " + e.Msg
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.Module, e.Line, e.Col, e.Msg)
}

func errorAt(n *Node, format string, args ...any) *Error {
	e := &Error{Msg: fmt.Sprintf(format, args...)}
	if n != nil {
		e.Module, e.Line, e.Col = n.Pos.Module, n.Pos.Line, n.Pos.Col
	}
	return e
}

// fail ends an evaluation. The panic is recovered by guard at the boundary of
// the package, where it becomes an ordinary error.
func fail(n *Node, format string, args ...any) { panic(errorAt(n, format, args...)) }

// placeFailure is deferred around every evaluation: an error without a place gets
// that of the expression that the machine was in.
func (m *machine) placeFailure() {
	if r := recover(); r != nil {
		if e, ok := r.(*Error); ok {
			m.place(e)
		}
		panic(r)
	}
}

func (m *machine) place(e *Error) {
	if e.Module == "" && m.node != nil {
		e.Module, e.Line, e.Col = m.node.Pos.Module, m.node.Pos.Line, m.node.Pos.Col
	}
}

// guard runs f and turns its failure into an error. A run-time panic would be a
// fault of this package; it is reported as one instead of taking the process
// down.
func guard(f func()) (err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *Error:
			err = r
		default:
			err = fmt.Errorf("tla: internal error: %v", r)
		}
	}()
	f()
	return nil
}
