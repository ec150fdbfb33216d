package node

import (
	"fmt"
	"net"
	"testing"
	"time"

	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/sitetest"
)

// ended waits until a node that was asked to stop has.
func ended(t *testing.T, n *Node) {
	t.Helper()
	select {
	case <-n.Done():
	case <-time.After(sitetest.Limit):
		t.Fatal("the node does not stop")
	}
	if err := n.Err(); err != nil {
		t.Error(err)
	}
}

// TestStopWhileAsked: somebody in another process asks for the status when the
// last turn is over. The network is closed only when that is answered, so it is.
func TestStopWhileAsked(t *testing.T) {
	o, err := Options{StateMachine: newTally()}.withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	id := datadir.Identity{Cluster: "c", Run: "r", Node: 1, Nodes: []datadir.Member{{Node: 1, Addr: "memory"}}}
	n, err := newInMemory(id, make([]*Node, 1), o)
	if err != nil {
		t.Fatal(err)
	}
	var status Status
	n.begin(func() error {
		status = n.Status()
		return nil
	}, func() error { return nil })
	n.cancel()
	ended(t, n)
	if status.Node != 1 {
		t.Errorf("the status is %+v", status)
	}
}

// TestStopWithIdleHTTP: a client that has begun a request and does not go on
// neither keeps a node from stopping nor makes that a failure.
func TestStopWithIdleHTTP(t *testing.T) {
	s := newSite(t, 1)
	var addr string
	s.change = func(o *Options) {
		o.HTTPAddr = "127.0.0.1:0"
		o.Ready = func(a Addrs) { addr = a.HTTP }
	}
	s.run(1)
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "GET /healthz HTTP/1.1\r\n")
	n := s.nodes[1]
	n.cancel()
	ended(t, n)
}
