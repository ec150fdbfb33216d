package trace

import (
	"slices"
	"strconv"
	"strings"
)

// A Value is a TLA+ value in the canonical JSON form that traces use, so that
// two values are equal exactly when their texts are:
//
//	integers, booleans, strings   as in JSON
//	model values                  {"#mv":"None"}
//	tuples and sequences          [1,2]
//	records                       {"bal":1,"val":"x"}, fields in byte order
//	other functions               {"#fn":[[key,value],...]}, keys in order
//	sets                          {"#set":[...]}, elements in order
//	values by name                {"#v":"name"}, see NamedValue
//
// Package tla reads and writes the same form and defines the order. Here are
// only the constructors that an implementation needs to describe its state.
type Value string

// Append appends the value's text: it is a Text.
func (v Value) Append(dst []byte) []byte { return append(dst, v...) }

// Int is an integer.
func Int(i int64) Value { return Value(strconv.FormatInt(i, 10)) }

// Str is a string.
func Str(s string) Value { return Value(quote(s)) }

// AppendStr appends the text of a string to dst.
func AppendStr(dst []byte, s string) []byte { return appendQuoted(dst, s) }

// Model is a model value, equal only to itself.
func Model(name string) Value { return Value(`{"#mv":` + quote(name) + `}`) }

// Named is the value that the segment defines under a name.
func Named(name string) Value { return Value(`{"#v":` + quote(name) + `}`) }

// A Field is one field of a record.
type Field struct {
	Name  string
	Value Value
}

// Record is a record with the given fields, in any order.
func Record(fields ...Field) Value {
	sorted := slices.SortedFunc(slices.Values(fields), func(a, b Field) int {
		return strings.Compare(a.Name, b.Name)
	})
	var b strings.Builder
	b.WriteByte('{')
	for i, f := range sorted {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(quote(f.Name))
		b.WriteByte(':')
		b.WriteString(string(f.Value))
	}
	b.WriteByte('}')
	return Value(b.String())
}

// IntSet is the set of the given integers.
func IntSet(elements []int) Value {
	sorted := slices.Compact(slices.Sorted(slices.Values(elements)))
	var b strings.Builder
	b.WriteString(`{"#set":[`)
	for i, e := range sorted {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.Itoa(e))
	}
	b.WriteString("]}")
	return Value(b.String())
}
