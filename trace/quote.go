package trace

import "unicode/utf8"

// quote is s as a JSON string.
func quote(s string) string { return string(appendQuoted(make([]byte, 0, len(s)+2), s)) }

const hexDigits = "0123456789abcdef"

// appendQuoted appends s as a JSON string with the fewest escapes that JSON
// allows, so that equal strings have equal texts. Bytes that are not UTF-8
// become U+FFFD.
func appendQuoted(dst []byte, s string) []byte {
	dst = append(dst, '"')
	i := plain(s)
	dst = append(dst, s[:i]...)
	for i < len(s) {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			dst = utf8.AppendRune(dst, r)
			i += size
			continue
		}
		dst = appendASCII(dst, c)
		i++
	}
	return append(dst, '"')
}

// plain is the length of the part at the beginning of s that needs no look at its
// runes: mostly all of it. It looks at eight bytes at once.
func plain[T string | []byte](s T) int {
	i := 0
	for ; i+8 <= len(s) && allPlain(word(s[i:i+8])); i += 8 {
	}
	for ; i < len(s); i++ {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			break
		}
	}
	return i
}

func word[T string | []byte](s T) uint64 {
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// allPlain tells whether none of eight bytes needs a look. In bytes below 0x80 a
// subtraction borrows from no neighbour's bit 7 but where it is below what is taken
// away, so bit 7 says that; it may also be set behind such a byte, wrongly, and then
// there is one all the same.
func allPlain(w uint64) bool {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	control := w - ones*' '
	quote := (w ^ ones*'"') - ones
	backslash := (w ^ ones*'\\') - ones
	return (w|control|quote|backslash)&highs == 0
}

func appendASCII(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, '\\', 'b')
	case '\f':
		return append(dst, '\\', 'f')
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	if c < ' ' {
		return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
	}
	return append(dst, c)
}
