package tla

import (
	"strconv"
	"unicode/utf8"
)

// Abbreviate returns v as TLC prints it if that takes at most max bytes. A longer
// value keeps its outer form and its first parts, and says how many are left
// out: {1, 2, 3, … 97 more}. Sets that are not written out are described, not
// enumerated: SUBSET 1..40.
func (v Value) Abbreviate(max int) string { return string(abbreviated(v, max)) }

// brackets are the marks of a value with parts.
type brackets struct{ open, between, end, parts string }

func bracketsOf(v Value) brackets {
	switch v.Kind() {
	case KindSet:
		return brackets{"{", ", ", "}", "elements"}
	case KindTuple:
		return brackets{"<<", ", ", ">>", "elements"}
	case KindRecord:
		if plainNames(v) {
			return brackets{"[", ", ", "]", "fields"}
		}
	}
	return brackets{"(", " @@ ", ")", "arguments"}
}

// leastPart is the room below which a part is not shown at all.
const leastPart = 8

func abbreviated(v Value, room int) []byte {
	switch v.Kind() {
	case KindString:
		return abbreviatedString(v.o.text, room)
	case KindSet, KindTuple, KindRecord, KindFunction:
	default:
		return appendText(nil, v)
	}
	if v.o.lazy != nil {
		w := v.o.lazy.forced.Load()
		if w == nil {
			return describeLazy(v, room)
		}
		v = Value{o: w}
	}
	form := bracketsOf(v)
	b := []byte(form.open)
	shown := 0
	part := func(k, x Value) bool {
		left := room - len(b) - len(form.end)
		if shown > 0 {
			left -= len(form.between)
		}
		text := abbreviatedPart(form, k, x, left)
		last := shown+1 == v.o.count
		if len(text) > left || !last && left-len(text) < leastPart+len(" more") {
			return false
		}
		if shown > 0 {
			b = append(b, form.between...)
		}
		b = append(b, text...)
		shown++
		return true
	}
	if v.Kind() == KindSet {
		v.o.eachKey(func(x Value) bool { return part(Value{}, x) })
	} else {
		v.o.eachPair(part)
	}
	switch rest := v.o.count - shown; {
	case rest == 0:
	case shown == 0:
		b = append(strconv.AppendInt(append(b, "… "...), int64(rest), 10), " "+form.parts...)
	default:
		b = append(append(b, form.between...), "… "...)
		b = append(strconv.AppendInt(b, int64(rest), 10), " more"...)
	}
	return append(b, form.end...)
}

// abbreviatedPart is an element, or an argument or field with its value.
func abbreviatedPart(form brackets, k, x Value, room int) []byte {
	switch form.open {
	case "{", "<<":
		return abbreviated(x, room)
	case "[":
		b := append([]byte(k.o.text), " |-> "...)
		return append(b, abbreviated(x, room-len(b))...)
	}
	b := append(abbreviated(k, room/2), " :> "...)
	return append(b, abbreviated(x, room-len(b))...)
}

func abbreviatedString(s string, room int) []byte {
	full := appendQuoted(nil, s[:min(len(s), room+1)])
	if len(s) <= room && len(full) <= room || len(full) <= leastPart {
		return full
	}
	note := "…\" (" + strconv.Itoa(len(s)) + " bytes)"
	cut := max(room-len(note)-1, 4)
	for cut > 0 && cut < len(s) && !utf8.RuneStart(s[cut]) {
		cut--
	}
	text := appendQuoted(nil, s[:min(cut, len(s))])
	return append(text[:len(text)-1], note...)
}

// describeLazy says what a set or function is that is not written out.
func describeLazy(v Value, room int) []byte {
	of := func(x Value) string { return string(abbreviated(x, max(room/2, leastPart))) }
	if v.o.lazy.fn != nil {
		return []byte("[x \\in " + of(v.o.lazy.fn.domain()) + " |-> …]")
	}
	switch s := v.o.lazy.set.(type) {
	case powerSet:
		return []byte("SUBSET " + of(s.base))
	case functionSet:
		return []byte("[" + of(s.from) + " -> " + of(s.to) + "]")
	case unionSet:
		return []byte("(" + of(s.a) + " \\cup " + of(s.b) + ")")
	case meetSet:
		return []byte("(" + of(s.a) + " \\cap " + of(s.b) + ")")
	case minusSet:
		return []byte("(" + of(s.a) + " \\ " + of(s.b) + ")")
	case filterSet:
		return []byte("{x \\in " + of(s.base) + " : …}")
	case productSet:
		return describeProduct(s, room)
	}
	return []byte(v.o.lazy.set.name())
}

func describeProduct(s productSet, room int) []byte {
	b := []byte{}
	if s.keys != nil {
		b = append(b, '[')
	}
	for i, part := range s.parts {
		switch {
		case i > 0 && s.keys != nil:
			b = append(b, ", "...)
		case i > 0:
			b = append(b, " \\X "...)
		}
		if len(b) > room {
			b = append(b, "…"...)
			break
		}
		if s.keys != nil {
			b = append(append(b, s.keys[i].o.text...), " : "...)
		}
		b = append(b, abbreviated(part, max(room/len(s.parts), leastPart))...)
	}
	if s.keys != nil {
		b = append(b, ']')
	}
	return b
}
