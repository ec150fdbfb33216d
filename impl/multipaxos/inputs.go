package multipaxos

// An Input is something that happens to a node: Tick, Deliver, Control, Open,
// Submit, Close and the like.
type Input interface{ apply(c *Core) }

// Tick is the passing of one unit of time.
type Tick struct{}

// Deliver is the receipt of a message, the node's own included.
type Deliver struct{ Message Received }

// Open is a client's wish for a session. Nonce tells this wish from all others,
// of any client and node.
type Open struct {
	ID    uint64 // names the answer
	Nonce []byte
	Ticks int // the deadline, from now
}

// Submit is a client's command. It may be submitted again, to any node, with the
// same session and number, and takes effect once.
type Submit struct {
	ID      uint64 // names the answer
	Session Session
	Number  uint64
	Payload []byte
	Ticks   int // the deadline, from now
}

// Close is a client's wish to end its session.
type Close struct {
	ID      uint64 // names the answer
	Session Session
	Ticks   int // the deadline, from now
}

// A Control is what nodes say to each other besides the specification's
// messages: heartbeats, pre-votes, forwarded requests, requests for entries. It
// carries no reference, serves progress only, and no action's guard reads it. It
// is also the input of having received one.
type Control struct {
	Kind ControlKind
	From NodeID
	Bal  Ballot
	Slot Slot
	Upto Slot
	OK   bool
}

// A ControlKind says what a Control is.
type ControlKind uint8

// An Answer goes to the client that made request ID.
type Answer struct {
	ID      uint64
	Outcome Outcome
	Session Session // with Opened
	Result  []byte  // with Done: what the state machine answered
	Leader  NodeID  // with NotLeader
	Reason  string  // for people, with those that are no success
}

// An Outcome is what a client is told.
type Outcome uint8

// The outcomes.
const (
	Applied   Outcome = iota + 1 // the command took effect, once
	Opened                       // the session is open
	Closed                       // the session is closed
	Retry                        // the command came before its turn
	Expired                      // the session is closed: nothing of it takes effect any more
	Unknown                      // nothing can be said
	Rejected                     // the request is not one that can be tried
	NotLeader                    // try another node
)
