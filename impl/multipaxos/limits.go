package multipaxos

// Limits bound what a node holds and sends. All nodes of a cluster should have
// the same. Zero fields mean the defaults.
type Limits struct {
	Window       int // slots that a leader proposes in beyond its prefix
	Batch        int // commands in one value
	Bytes        int // bytes of payload in one value, and in one command
	Requests     int // clients that wait at one node
	Sessions     int // sessions that are open
	Snapshot     int // slots applied after which a snapshot is made
	SnapshotSize int // or bytes of payload applied, whichever comes first
	Keep         int // slots below a snapshot of which a node keeps the values, for others to catch up
}

// Timing is counted in ticks. Zero fields mean the defaults.
type Timing struct {
	Heartbeat int // between two heartbeats
	Election  int // without a heartbeat until a node counts as gone; see package election
	Resend    int // a message without an answer is sent again after so long
	Forward   int // so is a request that was forwarded
	Idle      int // a session without a command for so long is closed
}

var defaultLimits = Limits{
	Window: 256, Batch: 1024, Bytes: 1 << 20, Requests: 4096, Sessions: 1 << 16,
	Snapshot: 50_000, SnapshotSize: 256 << 20, Keep: 10_000,
}

var defaultTiming = Timing{Heartbeat: 4, Election: 20, Resend: 5, Forward: 20, Idle: 6000}

func (l Limits) withDefaults() Limits {
	d := &defaultLimits
	fill(&l.Window, d.Window)
	fill(&l.Batch, d.Batch)
	fill(&l.Bytes, d.Bytes)
	fill(&l.Requests, d.Requests)
	fill(&l.Sessions, d.Sessions)
	fill(&l.Snapshot, d.Snapshot)
	fill(&l.SnapshotSize, d.SnapshotSize)
	fill(&l.Keep, d.Keep)
	return l
}

func (t Timing) withDefaults() Timing {
	d := &defaultTiming
	fill(&t.Heartbeat, d.Heartbeat)
	fill(&t.Election, d.Election)
	fill(&t.Resend, d.Resend)
	fill(&t.Forward, d.Forward)
	fill(&t.Idle, d.Idle)
	return t
}

func fill(field *int, fallback int) {
	if *field <= 0 {
		*field = fallback
	}
}
