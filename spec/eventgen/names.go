package eventgen

import (
	"unicode"
	"unicode/utf8"
)

// FileName is the name of the generated file in each core's directory.
const FileName = "event_gen.go"

// Constructor returns the name of the function that makes an action's event:
// promiseEvent for Promise.
func Constructor(action string) string {
	first, size := utf8.DecodeRuneInString(action)
	return string(unicode.ToLower(first)) + action[size:] + "Event"
}
