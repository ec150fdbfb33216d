package multipaxos

import "fmt"

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
