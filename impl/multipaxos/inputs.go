package multipaxos

// An Input is something that happens to a node: Tick, Deliver, Control, or a
// client's Open, Submit, Close or SnapshotNow.
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
	Number  uint64 // of the session's commands, from 1
	Payload []byte // nobody may change it any more
	Ticks   int    // the deadline, from now
}

// Close is a client's wish to end its session.
type Close struct {
	ID      uint64 // names the answer
	Session Session
	Ticks   int // the deadline, from now
}

// SnapshotNow is an operator's wish that what is applied be on disk.
type SnapshotNow struct {
	ID uint64 // names the answer
}
