package trace

import "strconv"

// AppendJSON appends e as one line of JSON Lines, newline included. Fields
// stand in a fixed order, so that equal entries have equal lines.
func AppendJSON(dst []byte, e Entry) []byte {
	switch e := e.(type) {
	case *Header:
		dst = appendHeader(dst, e)
	case *Event:
		return JSONLines.appendEvent(dst, e, e.Values)
	case *Gap:
		dst = appendGap(dst, e)
	case *End:
		dst = appendPlace(append(dst, `{"kind":"end"`...), Ref{Node: e.Node, Inc: e.Inc})
		dst = appendUint(dst, "seq", e.Seq)
		dst = appendUint(dst, "events", e.Events)
	default:
		panic("trace: an entry of an unknown kind") // Entry is sealed
	}
	return append(dst, '}', '\n')
}

func appendHeader(dst []byte, h *Header) []byte {
	dst = append(dst, `{"kind":"header"`...)
	dst = appendText(dst, "format", h.Format)
	dst = appendText(dst, "run", h.Run)
	dst = appendText(dst, "cluster", h.Cluster)
	dst = appendPlace(dst, Ref{Node: h.Node, Inc: h.Inc})
	dst = appendUint(dst, "first", h.First)
	dst = appendText(dst, "spec", h.Spec)
	dst = appendText(dst, "hash", h.Hash)
	dst = append(dst, `,"nodes":[`...)
	for i, n := range h.Nodes {
		dst = appendComma(dst, i)
		dst = strconv.AppendInt(dst, int64(n), 10)
	}
	dst = append(dst, ']')
	if h.Prev != nil {
		dst = append(dst, `,"prev":{"inc":`...)
		dst = strconv.AppendUint(dst, h.Prev.Inc, 10)
		dst = appendUint(dst, "last", h.Prev.Last)
		dst = appendUint(dst, "events", h.Prev.Events)
		if h.Prev.Open {
			dst = append(dst, `,"open":true`...)
		}
		dst = append(dst, '}')
	}
	if len(h.State) > 0 {
		dst = appendChanges(dst, "state", h.State)
	}
	return appendValues(dst, h.Values)
}

func appendGap(dst []byte, g *Gap) []byte {
	dst = appendPlace(append(dst, `{"kind":"gap"`...), Ref{Node: g.Node, Inc: g.Inc})
	dst = appendUint(dst, "from", g.From)
	dst = appendUint(dst, "to", g.To)
	dst = appendChanges(dst, "state", g.State)
	return appendValues(dst, g.Values)
}

func appendValues(dst []byte, values []NamedValue) []byte {
	if len(values) == 0 {
		return dst
	}
	dst = append(dst, `,"values":{`...)
	for i, v := range values {
		dst = append(appendQuoted(appendComma(dst, i), v.Name), ':')
		dst = append(dst, v.Value...)
	}
	return append(dst, '}')
}

func appendChanges(dst []byte, name string, changes []Change) []byte {
	dst = append(append(append(dst, ',', '"'), name...), `":[`...)
	for i, c := range changes {
		dst = append(appendComma(dst, i), `{"path":`...)
		dst = appendQuoted(dst, c.Path)
		if c.Gone() {
			dst = append(dst, `,"gone":true}`...)
			continue
		}
		dst = append(append(dst, `,"value":`...), c.Value...)
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

func appendRef(dst []byte, r Ref) []byte {
	return appendUint(appendPlace(dst, r), "seq", r.Seq)
}

// appendPlace appends node and inc.
func appendPlace(dst []byte, r Ref) []byte {
	dst = append(dst, `,"node":`...)
	dst = strconv.AppendInt(dst, int64(r.Node), 10)
	return appendUint(dst, "inc", r.Inc)
}

func appendUint(dst []byte, name string, u uint64) []byte {
	dst = append(append(append(dst, ',', '"'), name...), '"', ':')
	return strconv.AppendUint(dst, u, 10)
}

func appendText(dst []byte, name, text string) []byte {
	dst = append(append(append(dst, ',', '"'), name...), '"', ':')
	return appendQuoted(dst, text)
}

func appendComma(dst []byte, i int) []byte {
	if i > 0 {
		return append(dst, ',')
	}
	return dst
}
