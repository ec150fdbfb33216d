package multipaxos

// Limits bound what a node holds and sends. All nodes of a cluster should have
// the same. Zero fields mean the defaults.
type Limits struct {
	Window       int // slots that a leader proposes in beyond its prefix
	Batch        int // commands in one value
	Bytes        int // bytes of payload in one value, and in one command
	Requests     int // clients that wait at one node
	Sessions     int // sessions that are open, 1<<15 at most
	Snapshot     int // slots applied after which a snapshot is made
	SnapshotSize int // or bytes of commands, whichever comes first; twice the last snapshot's if that is more
	Keep         int // slots below a snapshot of which a node keeps the values, for others to catch up
	KeepSize     int // bytes of commands in these slots at most
}

// A promise reports all votes from where the candidate stands, in one message:
// after a restart of all nodes that is everything since a snapshot. What a message
// cannot hold, or a new leader cannot propose at once, would leave the cluster
// without a leader for ever. So these bounds hold whatever the limits say. The
// bytes together are less than a frame of the network or a record of the log has, in
// which a checkpoint holds the votes too.
const (
	maxUnsaved      = 64 << 20 // bytes of commands applied since a snapshot
	maxKept         = 48 << 20 // and kept below one
	maxFlight       = 48 << 20 // and proposed by a leader and not applied
	maxSlotsUnsaved = maxOwed / 4
	maxSlotsKept    = maxOwed / 4
)

// Bounds of a value: decoders refuse far more commands, and no frame holds far
// more bytes.
const (
	maxBatch = 1 << 16
	maxBytes = 16 << 20
)

// snapshotDue tells whether so much has been applied since a snapshot with an
// image of that size that the next one is due.
func (l *Limits) snapshotDue(slots, bytes, image int) bool {
	return slots >= l.Snapshot || bytes >= min(max(l.SnapshotSize, 2*image), maxUnsaved)
}

// Timing is counted in ticks. Zero fields mean the defaults.
type Timing struct {
	Heartbeat int // between two heartbeats
	Election  int // without a heartbeat until a node counts as gone; see package election
	Resend    int // a message without an answer is sent again after so long, and then after twice that, and so on
	Snapshot  int // so is a snapshot; no pause gets longer
	Forward   int // a request that was forwarded is so again after so long
	Idle      int // a session without a command for so long is closed
}

// maxSessions is so low because the event of a snapshot tells of all sessions, and
// must fit in a line of a trace.
const maxSessions = 1 << 15

func (l Limits) withDefaults() Limits {
	orDefault(&l.Window, 256)
	orDefault(&l.Batch, 1024)
	orDefault(&l.Bytes, 1<<20)
	orDefault(&l.Requests, 4096)
	orDefault(&l.Sessions, maxSessions)
	l.Sessions = min(l.Sessions, maxSessions)
	orDefault(&l.Snapshot, 20_000)
	orDefault(&l.SnapshotSize, 32<<20)
	orDefault(&l.Keep, 5_000)
	orDefault(&l.KeepSize, 4<<20)
	l.Batch, l.Bytes = min(l.Batch, maxBatch), min(l.Bytes, maxBytes)
	l.Snapshot, l.Keep, l.KeepSize = min(l.Snapshot, maxSlotsUnsaved), min(l.Keep, maxSlotsKept), min(l.KeepSize, maxKept)
	return l
}

func (t Timing) withDefaults() Timing {
	orDefault(&t.Heartbeat, 4)
	orDefault(&t.Election, 20)
	orDefault(&t.Resend, 5)
	orDefault(&t.Forward, 20)
	orDefault(&t.Snapshot, 200)
	orDefault(&t.Idle, 6000)
	return t
}

// longer is the pause after the next copy of a message.
func (t *Timing) longer(pause uint64) uint64 { return min(2*pause, uint64(t.Snapshot)) }

// orDefault gives a field that is not set its default.
func orDefault(field *int, fallback int) {
	if *field <= 0 {
		*field = fallback
	}
}
