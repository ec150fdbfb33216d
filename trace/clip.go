package trace

import (
	"fmt"
	"unicode/utf8"
)

// Clip shortens a text that came out of a trace, for a message: a line may be
// megabytes long.
func Clip(text string) string { return ClipTo(text, 200) }

// ClipTo shortens a text to about as many bytes as asked for, and says how many
// there were.
func ClipTo(text string, size int) string {
	if len(text) <= size {
		return text
	}
	for size > 0 && !utf8.RuneStart(text[size]) {
		size--
	}
	return fmt.Sprintf("%s… (%d bytes)", text[:size], len(text))
}
