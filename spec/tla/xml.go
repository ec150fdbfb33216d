package tla

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// Limits on input that is not trusted to be what SANY writes.
const (
	maxInput   = 1 << 28 // bytes of XML
	maxIR      = 1 << 25 // bytes of IR
	maxNesting = 4000    // elements or lists inside each other
)

// element is an XML element.
type element struct {
	tag  string
	text string
	kids []*element
}

func (x *element) get(tag string) *element {
	if x != nil {
		for _, k := range x.kids {
			if k.tag == tag {
				return k
			}
		}
	}
	return nil
}

func (x *element) textOf(tag string) string {
	if k := x.get(tag); k != nil {
		return k.text
	}
	return ""
}

func (x *element) children() []*element {
	if x == nil {
		return nil
	}
	return x.kids
}

// readElements reads a whole XML document.
func readElements(r io.Reader) (*element, error) {
	d := xml.NewDecoder(io.LimitReader(r, maxInput))
	root := &element{}
	stack := []*element{root}
	text := [][]byte{nil}
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			if len(stack) > maxNesting {
				return nil, fmt.Errorf("more than %d elements inside each other", maxNesting)
			}
			x := &element{tag: tok.Name.Local}
			top := stack[len(stack)-1]
			top.kids = append(top.kids, x)
			stack = append(stack, x)
			text = append(text, nil)
		case xml.EndElement:
			top := stack[len(stack)-1]
			top.text = string(text[len(text)-1])
			stack, text = stack[:len(stack)-1], text[:len(text)-1]
		case xml.CharData:
			text[len(text)-1] = append(text[len(text)-1], tok...)
		}
	}
	return root, nil
}

// ParseXML reads the output of SANY's XMLExporter. The hashes of the module
// texts are not part of it; add the texts with [Module.AttachSource].
func ParseXML(r io.Reader) (*Module, error) {
	doc, err := readElements(r)
	if err != nil {
		return nil, fmt.Errorf("SANY XML: %w", err)
	}
	root := doc.get("modules")
	if root == nil {
		return nil, errors.New("SANY XML: no element <modules>")
	}
	var m *Module
	g := &graph{entries: map[string]*element{}, symbols: map[string]*Symbol{}}
	err = guard(func() { m = g.module(root) })
	if err != nil {
		return nil, fmt.Errorf("SANY XML: %w", err)
	}
	return m, nil
}
