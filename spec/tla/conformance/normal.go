package conformance

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"

	"github.com/synod-paxos/synod/spec/tla/dot"
)

// Normal rewrites TLC's dump so that it is short and says the same at every
// run: states get numbers in the order of their first appearance, edges are
// sorted and stand once. It returns nil for a graph without edges.
func Normal(dump io.Reader) ([]byte, error) {
	type edge struct {
		from, to int
		action   string
	}
	number := map[int64]int{}
	id := func(fp int64) int {
		if _, ok := number[fp]; !ok {
			number[fp] = len(number) + 1
		}
		return number[fp]
	}
	texts := map[int]string{}
	var edges []edge
	err := dot.Read(dump, dot.Handler{
		Node: func(fp int64, text string) error { texts[id(fp)] = text; return nil },
		Edge: func(from, to int64, action string) error {
			edges = append(edges, edge{id(from), id(to), action})
			return nil
		},
	})
	if err != nil || len(edges) == 0 {
		return nil, err
	}
	slices.SortFunc(edges, func(a, b edge) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.action, b.action))
	})
	var b bytes.Buffer
	b.WriteString("strict digraph {\n")
	for i := range len(number) {
		fmt.Fprintf(&b, "%d [label=%s]\n", i+1, dot.Quote(texts[i+1]))
	}
	for _, e := range slices.Compact(edges) {
		fmt.Fprintf(&b, "%d -> %d [label=%s]\n", e.from, e.to, dot.Quote(e.action))
	}
	b.WriteString("}\n")
	return b.Bytes(), nil
}
