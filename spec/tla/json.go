package tla

import (
	"strconv"
	"unicode/utf8"
)

// The JSON form of values in traces. Each value has exactly one encoding:
//
//	integers   12                       TRUE, FALSE   true, false
//	strings    "text"                   model values  {"#mv":"None"}
//	tuples     [1,2]                    records       {"bal":1,"val":2}, fields sorted bytewise
//	functions  {"#fn":[[k,v],[k,v]]}    sets          {"#set":[a,b]}
//
// without white space. Elements of sets and arguments of functions are in the
// order of [Compare]: by kind (boolean < integer < string < model value < tuple <
// record < other function < set), integers by number, strings and model values
// bytewise, and collections by length first, then element by element; records
// and functions compare argument, result, next argument and so on. Two functions
// whose kinds differ are thus ordered by kind alone. The empty function is [].
//
// A record with a field whose name begins with # is written as a function.
// Strings are escaped only where JSON requires it: quotation mark, reverse
// solidus, and control characters as \u00xx with lower-case digits. Bytes that
// are no UTF-8 cannot be written and become U+FFFD.

// AppendJSON appends the canonical JSON form of v. The zero Value and sets that
// cannot be written out become null, which [ParseJSON] refuses.
func AppendJSON(b []byte, v Value) []byte {
	w, ok := written(v)
	if !ok {
		return append(b, "null"...)
	}
	v = w
	switch v.Kind() {
	case KindBool:
		return strconv.AppendBool(b, v.n == 1)
	case KindInt:
		return strconv.AppendInt(b, v.n, 10)
	case KindString:
		return appendJSONString(b, v.o.text)
	case KindModel:
		return append(appendJSONString(append(b, `{"#mv":`...), v.o.text), '}')
	case KindTuple:
		b = append(b, '[')
		v.o.eachPair(func(k, x Value) bool {
			if k.n > 1 {
				b = append(b, ',')
			}
			b = AppendJSON(b, x)
			return true
		})
		return append(b, ']')
	case KindSet:
		b = append(b, `{"#set":[`...)
		first := true
		v.o.eachKey(func(x Value) bool {
			if !first {
				b = append(b, ',')
			}
			first = false
			b = AppendJSON(b, x)
			return true
		})
		return append(b, "]}"...)
	}
	if v.Kind() == KindRecord && writableFields(v) {
		sep := byte('{')
		v.o.eachPair(func(k, x Value) bool {
			b = appendJSONString(append(b, sep), k.o.text)
			b = AppendJSON(append(b, ':'), x)
			sep = ','
			return true
		})
		return append(b, '}')
	}
	b = append(b, `{"#fn":[`...)
	first := true
	v.o.eachPair(func(k, x Value) bool {
		if !first {
			b = append(b, ',')
		}
		first = false
		b = AppendJSON(append(b, '['), k)
		b = append(AppendJSON(append(b, ','), x), ']')
		return true
	})
	return append(b, "]}"...)
}

func writableFields(v Value) bool {
	return v.o.eachKey(func(k Value) bool { return k.o.text == "" || k.o.text[0] != '#' })
}

const hexDigits = "0123456789abcdef"

func appendJSONString(b []byte, s string) []byte {
	b = append(b, '"')
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
			i++
		case c < 0x20:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
			i++
		case c < utf8.RuneSelf:
			b = append(b, c)
			i++
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			b = utf8.AppendRune(b, r)
			i += n
		}
	}
	return append(b, '"')
}
