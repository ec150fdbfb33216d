package multipaxos

// An Answer goes to the client that made request ID. Each request gets one.
type Answer struct {
	ID      uint64
	Outcome Outcome
	Session Session // with Opened
	Result  []byte  // with Applied: what the state machine answered
	Reason  string  // with Unknown and Rejected, for people
}

// An Outcome is what a client is told.
type Outcome uint8

// The outcomes. All but Unknown and Rejected are final and true of the log.
const (
	Applied  Outcome = iota + 1 // the command took effect, once
	Opened                      // the session is open
	Closed                      // the session is closed
	Saved                       // what is applied is on disk
	Retry                       // the command came before its turn, and is to be sent again
	Expired                     // the session is closed: nothing of it takes effect any more
	Unknown                     // the command may have taken effect, or may yet
	Rejected                    // the node has done nothing about it, nor will
)

var outcomes = [...]string{
	Applied: "applied", Opened: "opened", Closed: "closed", Saved: "saved",
	Retry: "retry", Expired: "expired", Unknown: "unknown", Rejected: "rejected",
}

// String is the outcome for people.
func (o Outcome) String() string {
	if o == 0 || int(o) >= len(outcomes) {
		return "no outcome"
	}
	return outcomes[o]
}
