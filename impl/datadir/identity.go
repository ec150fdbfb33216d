package datadir

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
)

// A Protocol is what the nodes of a cluster run.
type Protocol string

// The protocols.
const (
	BasicPaxos Protocol = "basic-paxos"
	MultiPaxos Protocol = "multi-paxos"
)

// MaxNodes bounds the numbers of nodes: 0 to MaxNodes-1.
const MaxNodes = 1024

// A Member is a node of the cluster and where it listens.
type Member struct {
	Node int    `json:"node"`
	Addr string `json:"addr"`
}

// An Identity says what a data directory belongs to. It never changes.
type Identity struct {
	Protocol Protocol `json:"protocol"`
	Machine  string   `json:"machine,omitempty"` // names the state machine, for those who serve it
	Cluster  string   `json:"cluster"`
	Run      string   `json:"run"`
	Node     int      `json:"node"`
	Instance string   `json:"instance"` // drawn at random by Init
	Nodes    []Member `json:"nodes"`    // ascending
}

// ParseMembers reads "1=host:port,2=host:port".
func ParseMembers(text string) ([]Member, error) {
	var members []Member
	for part := range strings.SplitSeq(text, ",") {
		number, addr, ok := strings.Cut(part, "=")
		n, err := strconv.Atoi(strings.TrimSpace(number))
		if !ok || err != nil {
			return nil, fmt.Errorf("the nodes: %q is not of the form number=host:port", part)
		}
		addr = strings.TrimSpace(addr)
		host, port, err := net.SplitHostPort(addr)
		if p, wrong := strconv.ParseUint(port, 10, 16); err != nil || wrong != nil || host == "" || p == 0 {
			return nil, fmt.Errorf("the nodes: %q is not an address of the form host:port that others could reach", addr)
		}
		members = append(members, Member{Node: n, Addr: addr})
	}
	slices.SortFunc(members, func(a, b Member) int { return a.Node - b.Node })
	return members, nil
}

// Members are the node numbers.
func (id Identity) Members() []int {
	var nodes []int
	for _, m := range id.Nodes {
		nodes = append(nodes, m.Node)
	}
	return nodes
}

// Addr is the address of a node, or empty.
func (id Identity) Addr(node int) string {
	for _, m := range id.Nodes {
		if m.Node == node {
			return m.Addr
		}
	}
	return ""
}

// Peers are the addresses of the other nodes.
func (id Identity) Peers() map[int]string {
	peers := make(map[int]string)
	for _, m := range id.Nodes {
		if m.Node != id.Node {
			peers[m.Node] = m.Addr
		}
	}
	return peers
}

func (id Identity) check() error {
	nodes := id.Members()
	switch {
	case id.Protocol != BasicPaxos && id.Protocol != MultiPaxos:
		return fmt.Errorf("the protocol is %q or %q, not %q", BasicPaxos, MultiPaxos, id.Protocol)
	case id.Cluster == "" || id.Run == "":
		return errors.New("the cluster and the run need names")
	case !slices.IsSorted(nodes) || len(slices.Compact(slices.Clone(nodes))) != len(nodes):
		return fmt.Errorf("the nodes %v are not in ascending order, each once", nodes)
	case !slices.Contains(nodes, id.Node):
		return fmt.Errorf("node %d is not one of %v", id.Node, nodes)
	case nodes[0] < 0 || nodes[len(nodes)-1] >= MaxNodes:
		return fmt.Errorf("nodes are numbered 0 to %d, not %v", MaxNodes-1, nodes)
	}
	for _, m := range id.Nodes {
		if m.Addr == "" {
			return fmt.Errorf("node %d has no address", m.Node)
		}
	}
	return nil
}
