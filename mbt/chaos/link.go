package chaos

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"sync"
)

// A link takes what one node sends to another. It knows where messages begin, so
// that it can lose some of them, and leaves alone what says who is speaking.
type link struct {
	listener net.Listener
	to       string // the address of the other node

	mu    sync.Mutex
	cut   bool
	loss  float64
	conns map[net.Conn]bool
	rand  *rand.Rand
}

func newLink(to string, seed uint64) (*link, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	l := &link{listener: listener, to: to, conns: make(map[net.Conn]bool), rand: rand.New(rand.NewPCG(seed, 0))}
	go l.serve()
	return l, nil
}

func (l *link) addr() string { return l.listener.Addr().String() }

// set cuts the link or joins it, and says how much it loses.
func (l *link) set(cut bool, loss float64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut, l.loss = cut, loss
	if cut {
		for c := range l.conns {
			c.Close()
		}
	}
}

func (l *link) close() {
	l.listener.Close()
	l.set(true, 0)
}

// keep registers a connection, unless the link is cut.
func (l *link) keep(c net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.cut {
		c.Close()
		return false
	}
	l.conns[c] = true
	return true
}

func (l *link) drop(c net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.conns, c)
	c.Close()
}

func (l *link) serve() {
	for {
		from, err := l.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err == nil && l.keep(from) {
			go l.carry(from)
		}
	}
}

// carry carries one connection.
func (l *link) carry(from net.Conn) {
	defer l.drop(from)
	to, err := net.Dial("tcp", l.to)
	if err != nil || !l.keep(to) {
		return
	}
	defer l.drop(to)
	go func() {
		io.Copy(from, to)
		from.Close()
	}()
	l.frames(to, bufio.NewReader(from))
}

// frames carries messages, each behind its length. The first one is a greeting.
func (l *link) frames(to io.Writer, from *bufio.Reader) {
	for greeting := true; ; greeting = false {
		length, err := from.Peek(4)
		if err != nil {
			return
		}
		size := 4 + int64(binary.BigEndian.Uint32(length))
		out := to
		if !greeting && l.loses() {
			out = io.Discard
		}
		if _, err := io.CopyN(out, from, size); err != nil {
			return
		}
	}
}

func (l *link) loses() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.rand.Float64() < l.loss
}
