package tla

import "strconv"

// String returns v in the syntax that TLC prints. A set that cannot be written
// out is shown by its name.
func (v Value) String() string { return string(appendText(nil, v)) }

func appendText(b []byte, v Value) []byte {
	switch v.Kind() {
	case KindInvalid:
		return append(b, "(no value)"...)
	case KindBool:
		if v.n == 1 {
			return append(b, "TRUE"...)
		}
		return append(b, "FALSE"...)
	case KindInt:
		return strconv.AppendInt(b, v.n, 10)
	case KindString:
		return appendQuoted(b, v.o.text)
	case KindModel:
		return append(b, v.o.text...)
	}
	if v.o.lazy != nil {
		w, ok := v, false
		if !isInfinite(v) {
			w, ok = written(v)
		}
		if !ok {
			return append(b, unwrittenName(v)...)
		}
		v = w
	}
	sep := func(first bool, s string) {
		if !first {
			b = append(b, s...)
		}
	}
	first := true
	switch v.Kind() {
	case KindSet:
		b = append(b, '{')
		v.o.eachKey(func(x Value) bool {
			sep(first, ", ")
			first = false
			b = appendText(b, x)
			return true
		})
		return append(b, '}')
	case KindTuple:
		b = append(b, "<<"...)
		v.o.eachPair(func(_, x Value) bool {
			sep(first, ", ")
			first = false
			b = appendText(b, x)
			return true
		})
		return append(b, ">>"...)
	}
	open, arrow, between, end := "(", " :> ", " @@ ", ")"
	record := v.Kind() == KindRecord && plainNames(v)
	if record {
		open, arrow, between, end = "[", " |-> ", ", ", "]"
	}
	b = append(b, open...)
	v.o.eachPair(func(k, x Value) bool {
		sep(first, between)
		first = false
		if record {
			b = append(b, k.o.text...)
		} else {
			b = appendText(b, k)
		}
		b = append(b, arrow...)
		b = appendText(b, x)
		return true
	})
	return append(b, end...)
}

// plainNames says whether all fields are identifiers; others cannot be written
// as a record.
func plainNames(v Value) bool {
	return v.o.eachKey(func(k Value) bool { return isIdentifier(k.o.text) })
}

func isIdentifier(s string) bool {
	letter := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_':
			letter = true
		case c >= '0' && c <= '9':
		default:
			return false
		}
	}
	return letter && s != "TRUE" && s != "FALSE"
}

func appendQuoted(b []byte, s string) []byte {
	b = append(b, '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, `\n`...)
		case '\t':
			b = append(b, `\t`...)
		case '\r':
			b = append(b, `\r`...)
		case '\f':
			b = append(b, `\f`...)
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}
