package election

// None is no node.
const None = -1

// A Ballot is a ballot number of Multi-Paxos; 0 is none.
type Ballot int64

// A Kind says what a message is for.
type Kind uint8

// The kinds of messages. All of them carry their sender's status.
const (
	Beat    Kind = iota + 1 // nothing but the status
	Ask                     // "would you support a ballot of mine?"
	Consent                 // "I would"
	Refuse                  // "I would not"
)

// A Status is what a node says of itself to one other.
type Status struct {
	Hears     bool   // it hears the node that it says this to
	Connected bool   // it is quorum-connected
	Ballot    Ballot // the ballot that it follows: the highest it has promised
	Leader    int    // itself if it leads, else the leader it is linked to, or None
	Upto      int64  // the first slot that it has not applied
}

// A Message is what electors say to each other. It is no message of the
// specification.
type Message struct {
	Kind    Kind
	From    int
	Attempt uint64 // which Ask it is, or answers
	Status
}

// An Outgoing message is for one node.
type Outgoing struct {
	To int
	Message
}
