package eventgen

import (
	"unicode"
	"unicode/utf8"
)

// FileName is the name of the generated file in each core's directory.
const FileName = "event_gen.go"

// Call is the name of the type that constructors return.
const Call = "call"

// Constructor returns the name of the function that makes an action's call:
// promiseEvent for Promise.
func Constructor(action string) string {
	return lowered(action) + "Event"
}

// constant returns the name of the constant that stands for an action.
func constant(action string) string { return lowered(action) + "Action" }

func lowered(action string) string {
	first, size := utf8.DecodeRuneInString(action)
	return string(unicode.ToLower(first)) + action[size:]
}
