package transport

import (
	"errors"
	"fmt"
)

// Version is that of the handshake and of everything behind it. Nodes of
// different versions do not talk.
const Version = 3

// An Identity says who a node is. All but Node and Instance must be the same in
// the whole cluster.
type Identity struct {
	Cluster  string `cbor:"1,keyasint"`
	Run      string `cbor:"2,keyasint"`
	Naming   string `cbor:"3,keyasint"` // how values are named in traces
	Node     int    `cbor:"4,keyasint"`
	Instance string `cbor:"5,keyasint"` // drawn at random when the node's data directory was made
}

// hello opens a connection.
type hello struct {
	Version int      `cbor:"1,keyasint"`
	Client  bool     `cbor:"2,keyasint,omitempty"`
	From    Identity `cbor:"3,keyasint"`
	To      int      `cbor:"4,keyasint"` // whom a node means to reach
}

// name is the one that the certificate of whoever says hello must be for.
func (h hello) name() string {
	if h.Client {
		return ClientName
	}
	return NodeName(h.From.Node)
}

// welcome answers a hello.
type welcome struct {
	Version int      `cbor:"1,keyasint"`
	Refused string   `cbor:"2,keyasint,omitempty"` // the reason; empty for welcome
	From    Identity `cbor:"3,keyasint"`
}

// check says why a node that calls itself other is not a peer of id.
func (id Identity) check(version int, other Identity) error {
	differs := func(what, theirs, ours string) error {
		return fmt.Errorf("node %d has %s %q, node %d has %q", other.Node, what, theirs, id.Node, ours)
	}
	switch {
	case version != Version:
		return fmt.Errorf("node %d speaks version %d, node %d speaks version %d", other.Node, version, id.Node, Version)
	case other.Cluster != id.Cluster:
		return differs("cluster", other.Cluster, id.Cluster)
	case other.Run != id.Run:
		return differs("run", other.Run, id.Run)
	case other.Naming != id.Naming:
		return differs("trace naming", other.Naming, id.Naming)
	case other.Node == id.Node:
		return fmt.Errorf("node %d is my own number", other.Node)
	case other.Instance == "":
		return errors.New("no identity")
	}
	return nil
}
