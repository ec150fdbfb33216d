package tla

import (
	"fmt"
	"strconv"
	"strings"
)

// The IR is a text of nested lists: atoms and quoted strings between
// parentheses. Comments run from a semicolon to the end of the line.

// sexpr is an atom, a string or a list.
type sexpr struct {
	list   []sexpr
	atom   string
	line   int
	isList bool
	quoted bool
}

// lexer reads lists. It stops at the first error.
type lexer struct {
	text string
	pos  int
	line int
}

func (l *lexer) fail(format string, args ...any) {
	panic(errorAt(nil, "IR line %d: %s", l.line, fmt.Sprintf(format, args...)))
}

func (l *lexer) space() {
	for l.pos < len(l.text) {
		switch c := l.text[l.pos]; c {
		case '\n':
			l.line++
			l.pos++
		case ' ', '\t', '\r':
			l.pos++
		case ';':
			if i := strings.IndexByte(l.text[l.pos:], '\n'); i >= 0 {
				l.pos += i
			} else {
				l.pos = len(l.text)
			}
		default:
			return
		}
	}
}

// read reads one item; ok is false at the end of the text.
func (l *lexer) read(depth int) (x sexpr, ok bool) {
	l.space()
	if l.pos >= len(l.text) {
		return x, false
	}
	if depth > maxNesting {
		l.fail("lists are nested too deeply")
	}
	x.line = l.line
	switch l.text[l.pos] {
	case '(':
		l.pos++
		x.isList = true
		for {
			l.space()
			if l.pos >= len(l.text) {
				l.fail("the list that begins in line %d does not end", x.line)
			}
			if l.text[l.pos] == ')' {
				l.pos++
				return x, true
			}
			k, _ := l.read(depth + 1)
			x.list = append(x.list, k)
		}
	case ')':
		l.fail("a closing parenthesis too much")
	case '"':
		q, err := strconv.QuotedPrefix(l.text[l.pos:])
		if err != nil {
			l.fail("malformed string")
		}
		x.atom, err = strconv.Unquote(q)
		if err != nil {
			l.fail("malformed string")
		}
		x.quoted = true
		l.pos += len(q)
		return x, true
	}
	start := l.pos
	for l.pos < len(l.text) && !strings.ContainsRune(" \t\r\n();\"", rune(l.text[l.pos])) {
		l.pos++
	}
	x.atom = l.text[start:l.pos]
	return x, true
}

// quoteAtom writes s as an atom if it can be one, as a string otherwise.
func quoteAtom(s string) string {
	if s == "" || strings.ContainsAny(s, " \t\r\n();\"\\`") {
		return strconv.Quote(s)
	}
	return s
}
