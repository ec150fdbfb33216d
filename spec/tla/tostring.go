package tla

// toString is TLC's ToString. The text shows how TLC keeps a value: an interval is
// not written as the set that it equals, and a record that was not yet compared
// has its fields in the order of the text. Where that cannot be told from the
// value the text is refused.
func toString(m *machine, n *Node, v Value) Value {
	if v.o.lazy != nil {
		v = concrete(m, v)
	}
	return Str(string(m.appendTLC(nil, n, v)))
}

// appendTLC writes v as TLC does, with sets and records in TLC's order.
func (m *machine) appendTLC(b []byte, n *Node, v Value) []byte {
	switch kind := v.Kind(); {
	case kind <= KindModel || v.o.lazy != nil:
		return appendText(b, v)
	case kind == KindTuple:
		return m.appendList(b, n, "<<", flatVals(&v.o.node), ">>")
	case m.order.showsMaking(v):
		fail(n, "ToString of %s is not supported in this specification: TLC's text depends on how the value was made "+
			"(an interval or a set, the order of fields)", describe(v))
	case kind == KindSet:
		return m.appendList(b, n, "{", m.order.elements(v), "}")
	}
	record := v.Kind() == KindRecord && plainNames(v)
	open, arrow, between, end := "(", " :> ", " @@ ", ")"
	if record {
		open, arrow, between, end = "[", " |-> ", ", ", "]"
	}
	b = append(b, open...)
	for i, k := range m.order.arguments(v) {
		if i > 0 {
			b = append(b, between...)
		}
		if record {
			b = append(b, k.o.text...)
		} else {
			b = m.appendTLC(b, n, k)
		}
		x, _ := v.o.get(k)
		b = m.appendTLC(append(b, arrow...), n, x)
	}
	return append(b, end...)
}

func (m *machine) appendList(b []byte, n *Node, open string, xs []Value, end string) []byte {
	b = append(b, open...)
	for i, x := range xs {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = m.appendTLC(b, n, x)
	}
	return append(b, end...)
}

// isRange says whether a set that is written out may be an interval in TLC.
func isRange(s Value) bool {
	if s.o.count == 0 || s.o.first().o != intObject || s.o.last().o != intObject {
		return false
	}
	return s.o.last().n-s.o.first().n == int64(s.o.count-1)
}
