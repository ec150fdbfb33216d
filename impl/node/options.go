package node

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/impl/snapshot"
	"github.com/synod-paxos/synod/impl/transport"
	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/trace"
)

// Tick is the unit of time in Options.Timing.
const Tick = 10 * time.Millisecond

// A StateMachine is what commands work on. It must be deterministic: two of them
// that were given the same commands in the same order must give the same results
// and save the same image. The node calls one method at a time, but for Read of
// a Reader.
type StateMachine = multipaxos.StateMachine

// A Reader is a state machine that also answers questions. Read must not change
// anything. No command is applied while one or more Reads run.
type Reader interface {
	StateMachine
	Read(query []byte) []byte
}

// Options say how a node runs. Dir and StateMachine are needed; the zero value of
// any other field is its default.
type Options struct {
	Dir          string       // the data directory, made by Init
	StateMachine StateMachine // in the state before the first command

	// Machine, if not empty, is the name of the state machine that the directory
	// must have been made for: what another one made of the same commands would
	// not be what the other replicas have.
	Machine string

	// TraceDir is where to write the trace. Without one the node writes nothing
	// beside its log, which is a trace of what is durable.
	TraceDir string
	Form     trace.Form     // of the trace; the default is trace.JSONLines
	Naming   datadir.Naming // of payloads in traces; the default is datadir.Digest
	Policy   trace.Policy

	// TLS has the files by which nodes and clients know each other; without, anybody
	// who can reach the node may talk to it.
	TLS *transport.TLS

	HTTPAddr string // for /metrics, /healthz and /readyz; none if empty
	Metrics  *prometheus.Registry
	Log      *slog.Logger // nothing is logged by default

	Timeout  time.Duration // of calls whose context has no deadline; 10 s by default
	Sessions int           // how many callers are served at once; 4096 by default
	Timing   multipaxos.Timing
	Limits   multipaxos.Limits
	Seed     uint64           // of the elections' random numbers; drawn by default
	Ready    func(Addrs)      // called when the node takes part
	Crash    func(CrashPoint) // called at each crash point, for tests
}

// Addrs are the addresses that a node listens at.
type Addrs struct {
	Node string // for nodes and clients
	HTTP string // empty for none
}

// A CrashPoint is a place where a test can kill the process.
type CrashPoint int

// The places: between the log and the trace, and between the trace and the
// network.
const (
	AfterPersist CrashPoint = iota
	AfterRelease
)

// maxTimeout bounds how long a call can wait.
const maxTimeout = time.Hour

func (o Options) withDefaults() (Options, error) {
	switch {
	case o.StateMachine == nil:
		return o, errors.New("a node needs a state machine")
	case o.Timeout < 0 || o.Timeout > maxTimeout:
		return o, fmt.Errorf("a timeout of %v; at most %v is allowed", o.Timeout, maxTimeout)
	case o.Sessions < 0 || o.Sessions > maxSessions:
		return o, fmt.Errorf("%d sessions; 1 to %d are allowed", o.Sessions, maxSessions)
	}
	if o.Limits.Bytes <= 0 {
		o.Limits.Bytes = 1 << 20
	}
	if o.Naming == "" {
		o.Naming = datadir.Digest
	}
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Second
	}
	if o.Sessions == 0 {
		o.Sessions = 4096
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Metrics == nil {
		o.Metrics = prometheus.NewRegistry()
	}
	return o, nil
}

// Init makes the data directory of a node that never was, with an identity drawn
// at random. Do this once in a node's life: a node whose directory was lost has
// forgotten its promises, and its peers refuse it when it comes back with
// another.
func Init(dir string, id datadir.Identity, secret []byte) (datadir.Identity, error) {
	id.Protocol = datadir.MultiPaxos
	return datadir.Init(dir, id, secret, newLog)
}

func newLog(dir string) error {
	if err := snapshot.CreateIn(dir); err != nil {
		return err
	}
	return wal.CreateIn(dir)
}
