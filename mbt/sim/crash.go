package sim

// A Crash says whether, and where, a node crashes during a turn.
type Crash int

// The places. A turn that does not come to a place in its middle goes through.
const (
	NoCrash            Crash = iota
	PowerLoss                // the power fails at the first sync, or after the turn: what was not synced is lost
	BetweenFileAndLog        // a snapshot is in its file, and the log does not say so
	BetweenLogAndTrace       // the log is written, the trace is not
	BetweenTraceAndNet       // the trace is written, nothing is sent
	AfterTurn                // the process is killed when all is done
)

// Crashes are all places, for drawing one.
var Crashes = []Crash{NoCrash, PowerLoss, BetweenFileAndLog, BetweenLogAndTrace, BetweenTraceAndNet, AfterTurn}

// crashed is what a crash panics with, so that nothing of the turn goes on.
type crashed struct{}

// condemned is what a judgement in the middle of a turn panics with.
type condemned struct{ error }
