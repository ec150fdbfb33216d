package chaos

import (
	"errors"
	"fmt"
	"net"
	"os"
	"time"
)

// spaces are a network of Linux: each node has a network namespace of its own, with
// a cable to a bridge in one more. None of their addresses and interfaces is outside.
type spaces struct {
	bridge *space
	nodes  []*space
}

// Namespaces tells why nodes cannot have network namespaces here, if they cannot.
func Namespaces() error {
	s, err := newSpaces(2)
	if err != nil {
		return err
	}
	s.close()
	return nil
}

// plugging is how long it may take until a cable carries something.
const plugging = 5 * time.Second

func newSpaces(nodes int) (s *spaces, err error) {
	s = &spaces{}
	if s.bridge, err = newSpace(); err != nil {
		return nil, err
	}
	err = s.bridge.ip("link add bridge type bridge", "link set bridge up")
	for n := 1; n <= nodes && err == nil; n++ {
		err = s.add(n)
	}
	for n := 2; n <= nodes && err == nil; n++ {
		var reached bool
		if reached, err = s.reaches(1, n, plugging); err == nil && !reached {
			err = fmt.Errorf("no packet from one network namespace to another in %v", plugging)
		}
	}
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// add makes the space of the n-th node.
func (s *spaces) add(n int) error {
	own, err := newSpace()
	if err != nil {
		return err
	}
	s.nodes = append(s.nodes, own)
	plug := fmt.Sprint("plug", n)
	if err := own.ip("link set lo up", "link add net type veth peer name "+plug+" netns "+s.bridge.path(),
		"addr add "+host(n)+"/24 dev net", "link set net up"); err != nil {
		return err
	}
	return s.bridge.ip("link set " + plug + " master bridge up")
}

// close lets the network go, once no process is in it.
func (s *spaces) close() {
	for _, n := range s.nodes {
		n.close()
	}
	s.bridge.close()
}

// host is the address of a node, of those that are for such tests (RFC 2544).
func host(node int) string { return fmt.Sprint("198.18.0.", node) }

// listens is where it listens.
func listens(node int) string { return net.JoinHostPort(host(node), "7000") }

// of is the space of a node.
func (s *spaces) of(node int) *space { return s.nodes[node-1] }

// nobodys is a hardware address that nobody has.
const nobodys = "02:00:00:00:00:00"

// cut cuts the path from a node to another where packets leave, which go to a
// hardware address that nobody has. No connection ends by that, as none does where a
// cable is pulled: packets vanish, those that acknowledge others included, and TCP
// sends them again when the path is joined.
func (s *spaces) cut(from, to int) error {
	return s.of(from).ip("neigh replace " + host(to) + " lladdr " + nobodys + " dev net nud permanent")
}

// join undoes that.
func (s *spaces) join(from, to int) error { return s.of(from).ip("neigh del " + host(to) + " dev net") }

// reaches tries whether packets reach one node from another.
func (s *spaces) reaches(from, to int, within time.Duration) (bool, error) {
	var near, far net.PacketConn
	listen := func(node int, conn *net.PacketConn) error {
		return s.of(node).do(func() (err error) {
			*conn, err = net.ListenPacket("udp", host(node)+":0")
			return err
		})
	}
	if err := listen(to, &far); err != nil {
		return false, err
	}
	defer far.Close()
	if err := listen(from, &near); err != nil {
		return false, err
	}
	defer near.Close()
	for until := time.Now().Add(within); ; {
		if _, err := near.WriteTo([]byte{1}, far.LocalAddr()); err != nil {
			return false, err
		}
		if err := far.SetReadDeadline(time.Now().Add(dialing / 20)); err != nil {
			return false, err
		}
		switch _, _, err := far.ReadFrom(make([]byte, 1)); {
		case err == nil:
			return true, nil
		case !errors.Is(err, os.ErrDeadlineExceeded):
			return false, err
		case time.Now().After(until):
			return false, nil
		}
	}
}

// apart tries whether two nodes are, in both directions.
func (s *spaces) apart(a, b int) error {
	for _, way := range [][2]int{{a, b}, {b, a}} {
		switch reached, err := s.reaches(way[0], way[1], dialing); {
		case err != nil:
			return err
		case reached:
			return fmt.Errorf("node %d is cut off from node %d and reaches it", way[0], way[1])
		}
	}
	return nil
}

// A path leads from a node to another.
type path struct {
	spaces   *spaces
	from, to int
	isCut    bool
}

func (p *path) set(cut bool) error {
	if cut == p.isCut {
		return nil
	}
	p.isCut = cut
	if cut {
		return p.spaces.cut(p.from, p.to)
	}
	return p.spaces.join(p.from, p.to)
}
