package multipaxos

import "io"

// A Config says who a node is.
type Config struct {
	Node    NodeID
	Nodes   []NodeID                    // the whole cluster, ascending
	Inc     uint64                      // the incarnation, 1 at the first start
	Name    func(payload []byte) string // names a payload in traces
	Rand    func() uint64               // random numbers, for elections only
	Machine StateMachine                // in the state before the first command
	Timing  Timing                      // zero fields mean the defaults
	Limits  Limits                      // zero fields mean the defaults
}

// A StateMachine is what commands work on. It must be deterministic: two of them
// that were given the same commands in the same order must give the same results
// and save the same image.
type StateMachine interface {
	// Apply executes a command, whose bytes it must not change or keep.
	Apply(command []byte) (result []byte)
	// Save writes the whole state, and Load replaces it by what Save wrote.
	Save(w io.Writer) error
	Load(r io.Reader) error
}

// Limits bound what a node holds and sends.
type Limits struct {
	Window   int // slots that a leader proposes in beyond its prefix
	Batch    int // commands in one value
	Bytes    int // bytes of payload in one value
	Requests int // clients that wait at one node
}

// Timing is counted in ticks.
type Timing struct {
	Heartbeat int // a leader is heard at least that often
	Election  int // a leader that is not heard for so long is taken for gone; up to twice this
	Resend    int // a message without an answer is sent again after so long
}
