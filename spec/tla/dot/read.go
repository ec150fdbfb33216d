// Package dot reads the state graphs that TLC writes with -dump
// dot,actionlabels and compares them with graphs of package tla, edge for edge.
package dot

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Handler receives the parts of a dump as they are read. Returning an error ends
// the reading with that error.
type Handler struct {
	Node func(id int64, text string) error
	Edge func(from, to int64, action string) error
}

// maxLine bounds a line of a dump, which holds one state.
const maxLine = 1 << 26

// Read reads a dump to its end without holding more than a line of it.
func Read(r io.Reader, h Handler) error {
	br := bufio.NewReaderSize(r, 1<<20)
	first, err := readLine(br)
	if err != nil || !bytes.HasPrefix(first, []byte("strict digraph")) {
		return errors.New("dot: not a dump of TLC: it does not begin with \"strict digraph\"")
	}
	for n := 2; ; n++ {
		line, err := readLine(br)
		if errors.Is(err, io.EOF) {
			return errors.New("dot: the dump ends without a closing brace: TLC did not finish")
		}
		if err != nil {
			return fmt.Errorf("dot: line %d: %w", n, err)
		}
		done, err := parseLine(line, h)
		if err != nil {
			return fmt.Errorf("dot: line %d: %w", n, err)
		}
		if done {
			return drain(br)
		}
	}
}

// drain reads what follows the graph: the ranks, the legend and the brace that
// closes the file. Without it TLC would block when it writes to a FIFO.
func drain(br *bufio.Reader) error {
	last := byte('}')
	buf := make([]byte, 1<<16)
	for {
		n, err := br.Read(buf)
		if t := bytes.TrimSpace(buf[:n]); len(t) > 0 {
			last = t[len(t)-1]
		}
		if errors.Is(err, io.EOF) {
			if last != '}' {
				return errors.New("dot: the dump ends without a closing brace: TLC did not finish")
			}
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func readLine(br *bufio.Reader) ([]byte, error) {
	line, err := br.ReadSlice('\n')
	if err == nil {
		return line[:len(line)-1], nil
	}
	whole := append([]byte(nil), line...)
	for errors.Is(err, bufio.ErrBufferFull) {
		if len(whole) > maxLine {
			return nil, fmt.Errorf("longer than %d bytes", maxLine)
		}
		line, err = br.ReadSlice('\n')
		whole = append(whole, line...)
	}
	if errors.Is(err, io.EOF) && len(whole) > 0 {
		err = nil
	}
	return bytes.TrimSuffix(whole, []byte("\n")), err
}

// parseLine handles one line; done says that the nodes and edges are over.
func parseLine(line []byte, h Handler) (done bool, err error) {
	if len(line) == 0 {
		return false, nil
	}
	if c := line[0]; c != '-' && (c < '0' || c > '9') {
		return c == '{' || c == '}', nil // ranks or the end; else an attribute
	}
	id, rest, err := number(line)
	if err != nil {
		return false, err
	}
	to, isEdge := int64(0), false
	if after, ok := bytes.CutPrefix(rest, []byte(" -> ")); ok {
		isEdge = true
		if to, rest, err = number(after); err != nil {
			return false, err
		}
	}
	text, err := label(rest)
	if err != nil {
		return false, err
	}
	if isEdge {
		if h.Edge == nil {
			return false, nil
		}
		return false, h.Edge(id, to, text)
	}
	if h.Node == nil {
		return false, nil
	}
	return false, h.Node(id, text)
}

func number(b []byte) (int64, []byte, error) {
	i := 0
	for i < len(b) && (b[i] == '-' && i == 0 || b[i] >= '0' && b[i] <= '9') {
		i++
	}
	n, err := strconv.ParseInt(string(b[:i]), 10, 64)
	if err != nil {
		return 0, nil, fmt.Errorf("malformed fingerprint %q", b[:min(len(b), 30)])
	}
	return n, b[i:], nil
}

// label returns the text of [label="..."]. Edges without labels have none.
func label(b []byte) (string, error) {
	if len(b) == 0 || b[0] == ';' {
		return "", nil
	}
	rest, ok := bytes.CutPrefix(b, []byte(` [label="`))
	if !ok {
		return "", fmt.Errorf("malformed attributes %q", b[:min(len(b), 30)])
	}
	var out strings.Builder
	for i := 0; i < len(rest); i++ {
		switch c := rest[i]; {
		case c == '"':
			return out.String(), nil
		case c == '\\' && i+1 < len(rest):
			i++
			if rest[i] == 'n' {
				out.WriteByte('\n')
			} else {
				out.WriteByte(rest[i])
			}
		default:
			out.WriteByte(c)
		}
	}
	return "", errors.New("a label does not end")
}
