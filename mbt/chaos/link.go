package chaos

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"time"
)

// A link takes what one node sends to another. It knows where messages begin, so
// that it can lose some of them, and leaves alone what says who is speaking. Where
// the nodes have network namespaces, it is in the one that sends.
type link struct {
	listener net.Listener
	to       string // the address of the other node
	space    *space
	path     *path // cut in place of the link, if there is one

	mu    sync.Mutex
	cut   bool
	loss  float64
	conns map[net.Conn]bool
	rand  *rand.Rand
}

// dialing is how long an attempt at a connection may take.
const dialing = 300 * time.Millisecond

func newLink(to string, seed uint64, in *space, over *path) (*link, error) {
	l := &link{to: to, space: in, path: over, conns: make(map[net.Conn]bool), rand: rand.New(rand.NewPCG(seed, 0))}
	err := in.do(func() (err error) {
		l.listener, err = net.Listen("tcp", "127.0.0.1:0")
		return err
	})
	if err != nil {
		return nil, err
	}
	go l.serve()
	return l, nil
}

func (l *link) addr() string { return l.listener.Addr().String() }

// set cuts the link or joins it, and says how much it loses.
func (l *link) set(cut bool, loss float64) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.loss = loss
	if l.path != nil {
		return l.path.set(cut)
	}
	l.shut(cut)
	return nil
}

// shut ends the connections of the link and lets none through, or some again.
func (l *link) shut(cut bool) {
	l.cut = cut
	if cut {
		for c := range l.conns {
			c.Close()
		}
	}
}

func (l *link) close() {
	l.listener.Close()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.shut(true)
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
	var to net.Conn
	err := l.space.do(func() (err error) {
		to, err = net.DialTimeout("tcp", l.to, dialing)
		return err
	})
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
