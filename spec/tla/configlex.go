package tla

import (
	"fmt"
	"strings"
)

// configToken is a word, a sign or a string of a configuration file.
type configToken struct {
	text   string
	line   int
	quoted bool
}

// configTokens splits a configuration file; comments are \* to the end of the
// line and (* ... *), which nest.
func configTokens(file, s string) ([]configToken, error) {
	var out []configToken
	line := 1
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '\n':
			line++
			i++
		case c == ' ' || c == '\t' || c == '\r':
			i++
		case strings.HasPrefix(s[i:], `\*`):
			for i < len(s) && s[i] != '\n' {
				i++
			}
		case strings.HasPrefix(s[i:], "(*"):
			start, depth := line, 0
			for {
				switch {
				case i >= len(s):
					return nil, fmt.Errorf("%s:%d: the comment does not end", file, start)
				case strings.HasPrefix(s[i:], "(*"):
					depth++
					i += 2
				case strings.HasPrefix(s[i:], "*)"):
					depth--
					i += 2
				default:
					if s[i] == '\n' {
						line++
					}
					i++
				}
				if depth == 0 {
					break
				}
			}
		case c == '"':
			j := i + 1
			var b strings.Builder
			for j < len(s) && s[j] != '"' && s[j] != '\n' {
				if s[j] == '\\' && j+1 < len(s) && (s[j+1] == '"' || s[j+1] == '\\') {
					j++
				}
				b.WriteByte(s[j])
				j++
			}
			if j >= len(s) || s[j] != '"' {
				return nil, fmt.Errorf("%s:%d: the string does not end", file, line)
			}
			out = append(out, configToken{b.String(), line, true})
			i = j + 1
		case strings.HasPrefix(s[i:], "<-"):
			out = append(out, configToken{"<-", line, false})
			i += 2
		case strings.IndexByte("={},[]", c) >= 0:
			out = append(out, configToken{string(c), line, false})
			i++
		case isNameByte(c) || c == '-':
			j := i + 1
			for j < len(s) && isNameByte(s[j]) {
				j++
			}
			out = append(out, configToken{s[i:j], line, false})
			i = j
		default:
			return nil, fmt.Errorf("%s:%d: unexpected %q", file, line, c)
		}
	}
	return out, nil
}
