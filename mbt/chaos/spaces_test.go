package chaos

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"testing"
	"time"
)

// TestSpaces: nodes reach each other but where a path is cut, and what is outside
// reaches none.
func TestSpaces(t *testing.T) {
	if why := Namespaces(); why != nil {
		t.Log("nothing to test: ", why)
		return
	}
	s, err := newSpaces(3)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	check := func(when string, from, to int, want bool) {
		t.Helper()
		if got, err := s.reaches(from, to, dialing); got != want || err != nil {
			t.Errorf("%s: node %d reaches node %d: %v, %v", when, from, to, got, err)
		}
	}
	set := func(p *path, cut bool) {
		t.Helper()
		if err := p.set(cut); err != nil {
			t.Fatal(err)
		}
	}
	there, back := &path{spaces: s, from: 1, to: 2}, &path{spaces: s, from: 2, to: 1}
	check("at first", 1, 2, true)
	if s.apart(1, 2) == nil {
		t.Error("nodes that nothing has cut are apart")
	}
	set(there, true)
	set(there, true)
	check("cut", 1, 2, false)
	check("cut", 1, 3, true)
	check("cut", 3, 2, true)
	set(there, false)
	check("joined", 1, 2, true)
	set(back, true)
	if s.apart(1, 2) == nil {
		t.Error("nodes of which one's packets reach the other are apart")
	}
	set(there, true)
	if err := s.apart(1, 2); err != nil {
		t.Error(err)
	}
	if _, err := net.Listen("tcp", listens(1)); err == nil {
		t.Error("a node's address is one of this process too")
	}
}

// TestSpaceLink: what a link takes while its path is cut arrives when it is joined, on
// the connection that there was.
func TestSpaceLink(t *testing.T) {
	if why := Namespaces(); why != nil {
		t.Log("nothing to test: ", why)
		return
	}
	s, err := newSpaces(2)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	var far net.Listener
	if err := s.of(2).do(func() (err error) { far, err = net.Listen("tcp", listens(2)); return err }); err != nil {
		t.Fatal(err)
	}
	defer far.Close()
	l, err := newLink(listens(2), 1, s.of(1), &path{spaces: s, from: 1, to: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer l.close()
	var near net.Conn
	if err := s.of(1).do(func() (err error) { near, err = net.Dial("tcp", l.addr()); return err }); err != nil {
		t.Fatal(err)
	}
	defer near.Close()
	if _, err := near.Write(frame("greeting")); err != nil {
		t.Fatal(err)
	}
	conn, err := far.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	read := func(text string, patience time.Duration) error {
		if err := conn.SetReadDeadline(time.Now().Add(patience)); err != nil {
			return err
		}
		got := make([]byte, len(frame(text)))
		_, err := io.ReadFull(conn, got)
		if err == nil && !bytes.Equal(got, frame(text)) {
			err = fmt.Errorf("%q", got)
		}
		return err
	}
	if err := read("greeting", patience); err != nil {
		t.Fatal(err)
	}
	if err := l.set(true, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := near.Write(frame("message")); err != nil {
		t.Fatal(err)
	}
	if err := read("message", dialing); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("through a path that is cut: %v", err)
	}
	if err := l.set(false, 0); err != nil {
		t.Fatal(err)
	}
	if err := read("message", patience); err != nil {
		t.Errorf("through a path that was joined again: %v", err)
	}
}
