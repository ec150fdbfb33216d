package basicpaxos

import (
	"fmt"
	"slices"
)

// A NodeID is a node's index, 0 to 1023.
type NodeID int

// MaxNodes is the number of indices that a ballot has room for.
const MaxNodes = 1024

// A Ballot is a ballot number: a round, from 1, and the node that owns it, as
// round·1024 + node, below 2³¹. Two nodes therefore never own the same ballot,
// and a higher round beats any lower one. Zero is no ballot.
type Ballot int64

const maxBallot Ballot = 1<<31 - 1

// NewBallot is the ballot of the given round that node owns.
func NewBallot(round int64, node NodeID) Ballot {
	return Ballot(round*MaxNodes + int64(node))
}

// Round is the ballot's round.
func (b Ballot) Round() int64 { return int64(b) / MaxNodes }

// Owner is the only node that may start the ballot.
func (b Ballot) Owner() NodeID { return NodeID(b % MaxNodes) }

// String names the ballot with its parts, for people.
func (b Ballot) String() string {
	if b == 0 {
		return "no ballot"
	}
	return fmt.Sprintf("ballot %d (round %d of node %d)", int64(b), b.Round(), b.Owner())
}

// A Quorum is a set of nodes, ascending, more than half of all.
type Quorum []NodeID

// isQuorum tells whether q is a majority: any two of those share a node, and
// everything that Paxos promises rests on that node.
func (c *Core) isQuorum(q Quorum) bool {
	return 2*len(q) > len(c.cfg.Nodes)
}

// isMember tells whether n is a node of the cluster.
func (c *Core) isMember(n NodeID) bool {
	_, found := slices.BinarySearch(c.cfg.Nodes, n)
	return found
}

// isBallot tells whether b is a ballot that a member may start.
func (c *Core) isBallot(b Ballot) bool {
	return b <= maxBallot && b.Round() >= 1 && c.isMember(b.Owner())
}

// senders are those who sent the messages, or a refusal: a message of another
// type or ballot, from outside the cluster, or a second one from the same node,
// which must not be counted twice.
func (c *Core) senders(ms []Received, t MessageType, b Ballot) (Quorum, error) {
	var q Quorum
	for _, m := range ms {
		switch {
		case m.Msg.Type != t || m.Msg.Bal != b:
			return nil, refuse("a %s of %v is not a %s of %v", m.Msg.Type, m.Msg.Bal, t, b)
		case !c.isMember(m.Msg.From):
			return nil, refuse("node %d is not in the cluster", m.Msg.From)
		case slices.Contains(q, m.Msg.From):
			return nil, refuse("node %d is counted twice", m.Msg.From)
		}
		q = append(q, m.Msg.From)
	}
	slices.Sort(q)
	return q, nil
}
