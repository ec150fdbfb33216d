package trace

// value consumes one JSON value and gives its text without blanks.
func (s *scanner) value() (Value, error) {
	s.blanks()
	start, blanks := s.pos, false
	if err := s.skip(0, &blanks); err != nil {
		return "", err
	}
	text := s.b[start:s.pos]
	if !blanks {
		return Value(text), nil
	}
	return Value(compact(text)), nil
}

// ignore consumes the value of a field that this version does not know.
func (s *scanner) ignore() error {
	s.lax = true
	defer func() { s.lax = false }()
	var blanks bool
	return s.skip(0, &blanks)
}

// skip consumes one value of those that a Value can hold, and notes whether
// there were blanks in it.
func (s *scanner) skip(depth int, blanks *bool) error {
	if depth > maxDepth {
		return s.fail("values nest deeper than %d", maxDepth)
	}
	switch c := s.next(blanks); {
	case c == '{':
		return s.skipFields(depth, blanks)
	case c == '[':
		return s.skipElements(depth, blanks)
	case c == '"':
		_, err := s.str()
		return err
	case c == 't', c == 'f':
		_, err := s.boolean()
		return err
	case c == '-', c >= '0' && c <= '9':
		_, err := s.digits()
		return err
	case c == 'n' && s.lax:
		return s.word("null")
	case c == 'n':
		return s.fail("null is not a value")
	case c == 0:
		return s.fail("want a value: %w", errShort)
	default:
		return s.fail("want a value, found %q", c)
	}
}

// next is peek, and notes whether blanks came first.
func (s *scanner) next(blanks *bool) byte {
	before := s.pos
	c := s.peek()
	if s.pos > before {
		*blanks = true
	}
	return c
}

func (s *scanner) skipFields(depth int, blanks *bool) error {
	seen := keys{}
	s.pos++
	if s.next(blanks) == '}' {
		s.pos++
		return nil
	}
	for {
		s.next(blanks)
		key, err := s.str()
		if err != nil {
			return err
		}
		if !seen.add(key) {
			return s.fail("field %q stands there twice", key)
		}
		s.next(blanks)
		if err := s.expect(':'); err != nil {
			return err
		}
		if err := s.skip(depth+1, blanks); err != nil {
			return err
		}
		if s.next(blanks) != ',' {
			return s.expect('}')
		}
		s.pos++
	}
}

func (s *scanner) skipElements(depth int, blanks *bool) error {
	s.pos++
	if s.next(blanks) == ']' {
		s.pos++
		return nil
	}
	for {
		if err := s.skip(depth+1, blanks); err != nil {
			return err
		}
		if s.next(blanks) != ',' {
			return s.expect(']')
		}
		s.pos++
	}
}

// compact drops the blanks outside strings from a well-formed text.
func compact(text string) []byte {
	out := make([]byte, 0, len(text))
	quoted := false
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quoted && c == '\\':
			out = append(out, c)
			i++
			c = text[i]
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ' ' || c == '\t' || c == '\n' || c == '\r'):
			continue
		}
		out = append(out, c)
	}
	return out
}

// keys is a set of the keys of one object: few of them, mostly.
type keys struct {
	few  [8]string
	n    int
	many map[string]bool
}

// add tells whether key is new.
func (k *keys) add(key string) bool {
	for _, f := range k.few[:min(k.n, len(k.few))] {
		if f == key {
			return false
		}
	}
	if k.n < len(k.few) {
		k.few[k.n] = key
		k.n++
		return true
	}
	if k.many == nil {
		k.many = map[string]bool{}
	}
	if k.many[key] {
		return false
	}
	k.many[key] = true
	return true
}
