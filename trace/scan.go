package trace

import (
	"errors"
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth bounds how deep values nest. No state of a specification comes near
// it, and a reader must not be made to recurse without end.
const maxDepth = 64

var errShort = errors.New("the line ends too early")

// A scanner reads one JSON text from a line. It is stricter than encoding/json
// (no duplicate keys, no numbers but integers, no case folding) and several
// times faster, which counts: a checker reads a hundred thousand lines a second.
type scanner struct {
	b   string // what is read of it shares its memory
	pos int
	lax bool // in a field that is ignored: any JSON goes
}

// fail is an error at the current column. Texts in it are clipped, as they are
// those of the line.
func (s *scanner) fail(format string, args ...any) error {
	for i, a := range args {
		if text, ok := a.(string); ok {
			args[i] = Clip(text)
		}
	}
	return fmt.Errorf("column %d: %w", s.pos+1, fmt.Errorf(format, args...))
}

func (s *scanner) blanks() {
	for s.pos < len(s.b) {
		switch s.b[s.pos] {
		case ' ', '\t', '\r', '\n':
			s.pos++
		default:
			return
		}
	}
}

// peek is the next byte that is not blank, or 0.
func (s *scanner) peek() byte {
	s.blanks()
	if s.pos < len(s.b) {
		return s.b[s.pos]
	}
	return 0
}

func (s *scanner) expect(c byte) error {
	if s.peek() != c {
		if s.pos >= len(s.b) {
			return s.fail("want %q: %w", c, errShort)
		}
		return s.fail("want %q, found %q", c, s.b[s.pos])
	}
	s.pos++
	return nil
}

// end checks that nothing follows.
func (s *scanner) end() error {
	s.blanks()
	if s.pos < len(s.b) {
		return s.fail("something follows the end of the object")
	}
	return nil
}

// object calls field with each key; field must consume the value.
func (s *scanner) object(field func(key string) error) error {
	if err := s.expect('{'); err != nil {
		return err
	}
	if s.peek() == '}' {
		s.pos++
		return nil
	}
	for {
		key, err := s.str()
		if err != nil {
			return err
		}
		if err := s.expect(':'); err != nil {
			return err
		}
		if err := field(key); err != nil {
			return err
		}
		if s.peek() != ',' {
			return s.expect('}')
		}
		s.pos++
	}
}

// array calls item before each element; item must consume it.
func (s *scanner) array(item func() error) error {
	if err := s.expect('['); err != nil {
		return err
	}
	if s.peek() == ']' {
		s.pos++
		return nil
	}
	for {
		if err := item(); err != nil {
			return err
		}
		if s.peek() != ',' {
			return s.expect(']')
		}
		s.pos++
	}
}

// word consumes the given literal.
func (s *scanner) word(w string) error {
	s.blanks()
	if len(s.b)-s.pos < len(w) || s.b[s.pos:s.pos+len(w)] != w {
		return s.fail("want %s", w)
	}
	s.pos += len(w)
	return nil
}

func (s *scanner) boolean() (bool, error) {
	if s.peek() == 't' {
		return true, s.word("true")
	}
	return false, s.word("false")
}

// digits consumes an integer in canonical form: no plus, no leading zero, no
// fraction, no exponent, no minus zero.
func (s *scanner) digits() (string, error) {
	s.blanks()
	start := s.pos
	if s.pos < len(s.b) && s.b[s.pos] == '-' {
		s.pos++
	}
	first := s.pos
	for s.pos < len(s.b) && s.b[s.pos] >= '0' && s.b[s.pos] <= '9' {
		s.pos++
	}
	text := s.b[start:s.pos]
	switch {
	case s.pos == first:
		return "", s.fail("want an integer")
	case s.b[first] == '0' && len(text) > 1:
		return "", s.fail("%s is not how an integer is written", text)
	case s.lax:
		s.fraction()
	case s.pos < len(s.b) && (s.b[s.pos] == '.' || s.b[s.pos] == 'e' || s.b[s.pos] == 'E'):
		return "", s.fail("want an integer, without fraction or exponent")
	}
	return text, nil
}

// fraction consumes the rest of a number that nobody will read.
func (s *scanner) fraction() {
	for s.pos < len(s.b) {
		switch c := s.b[s.pos]; {
		case c == '.', c == 'e', c == 'E', c == '+', c == '-', c >= '0' && c <= '9':
			s.pos++
		default:
			return
		}
	}
}

func (s *scanner) uint() (uint64, error) {
	text, err := s.digits()
	if err != nil {
		return 0, err
	}
	u, err := strconv.ParseUint(text, 10, 63)
	if err != nil {
		return 0, s.fail("%s is not a whole number from 0 to 2^63-1", text)
	}
	return u, nil
}

func (s *scanner) int() (int, error) {
	u, err := s.uint()
	if err == nil && u > 1<<31-1 {
		return 0, s.fail("%d is above 2^31-1", u)
	}
	return int(u), err
}

// str consumes a string and gives what it stands for.
func (s *scanner) str() (string, error) {
	if err := s.expect('"'); err != nil {
		return "", err
	}
	start := s.pos
	for s.pos < len(s.b) {
		switch c := s.b[s.pos]; {
		case c == '"':
			s.pos++
			return s.checked(s.b[start : s.pos-1])
		case c == '\\':
			return s.escaped(start)
		case c < ' ':
			return "", s.fail("a control character in a string")
		}
		s.pos++
	}
	return "", s.fail("a string: %w", errShort)
}

func (s *scanner) checked(text string) (string, error) {
	if !utf8.ValidString(text) {
		return "", s.fail("a string is not UTF-8")
	}
	return text, nil
}

// escaped reads on in a string that has an escape at s.pos.
func (s *scanner) escaped(start int) (string, error) {
	out := append([]byte(nil), s.b[start:s.pos]...)
	for s.pos < len(s.b) {
		c := s.b[s.pos]
		s.pos++
		switch {
		case c == '"':
			return s.checked(string(out))
		case c < ' ':
			return "", s.fail("a control character in a string")
		case c != '\\':
			out = append(out, c)
		default:
			r, err := s.escape()
			if err != nil {
				return "", err
			}
			out = utf8.AppendRune(out, r)
		}
	}
	return "", s.fail("a string: %w", errShort)
}

func (s *scanner) escape() (rune, error) {
	if s.pos >= len(s.b) {
		return 0, s.fail("an escape: %w", errShort)
	}
	c := s.b[s.pos]
	s.pos++
	switch c {
	case '"', '\\', '/':
		return rune(c), nil
	case 'b':
		return '\b', nil
	case 'f':
		return '\f', nil
	case 'n':
		return '\n', nil
	case 'r':
		return '\r', nil
	case 't':
		return '\t', nil
	case 'u':
		return s.unicode()
	}
	return 0, s.fail("unknown escape \\%c", c)
}

// unicode reads the four digits after \u, and a second escape if they are the
// first half of a pair.
func (s *scanner) unicode() (rune, error) {
	r, err := s.hex4()
	if err != nil || !utf16.IsSurrogate(r) {
		return r, err
	}
	if err := s.word(`\u`); err != nil {
		return 0, err
	}
	low, err := s.hex4()
	if err != nil {
		return 0, err
	}
	if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
		return 0, s.fail("half a surrogate pair")
	}
	return r, nil
}

func (s *scanner) hex4() (rune, error) {
	if len(s.b)-s.pos < 4 {
		return 0, s.fail("an escape: %w", errShort)
	}
	u, err := strconv.ParseUint(s.b[s.pos:s.pos+4], 16, 32)
	if err != nil {
		return 0, s.fail("want four hexadecimal digits")
	}
	s.pos += 4
	return rune(u), nil
}
