package node

import (
	"fmt"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/impl/snapshot"
	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/impl/wire"
	"github.com/synod-paxos/synod/trace"
)

// How much shares one record of the log, about.
const (
	maxRecordBytes  = 4 << 20
	maxRecordEvents = 1 << 12
)

// A journal is what a machine keeps on its disk: the log, and beside it the
// snapshots, whose images are too large for it.
type journal struct {
	log       *wal.Log
	snapshots wal.Dir
	scheme    string // how payloads are named
	traced    bool

	record  wal.Batch // that is being put together
	events  int       // in it
	encoder wal.Encoder
	bytes   int                        // of values in it
	held    map[multipaxos.Digest]bool // the values in it
	voted   multipaxos.Slot            // the highest slot of a vote in it

	votes placement
}

// begin begins a record that says that an incarnation begins.
func (j *journal) begin(h *trace.Header) {
	j.record.Entries = append(j.record.Entries, h)
	j.record.Naming, j.record.Traced = j.scheme, j.traced
}

// end writes that the node stops in good order.
func (j *journal) end(e *trace.End) error {
	if err := j.flush(); err != nil {
		return err
	}
	j.record.Entries = append(j.record.Entries, e)
	return j.flush()
}

// add adds events to the record, and tells how they stand there. That is valid
// until the record is written.
func (j *journal) add(frames []byte, events int) []byte {
	before := len(j.record.Frames)
	j.record.Frames = trace.AppendBlock(j.record.Frames, frames)
	j.events += events
	return j.record.Frames[before:]
}

// full tells whether the record should be written before anything is added.
func (j *journal) full() bool {
	return j.events >= maxRecordEvents || j.bytes+len(j.record.Frames) >= maxRecordBytes
}

// vote notes that an event of the record is a vote in a slot, or none if that is 0.
func (j *journal) vote(s multipaxos.Slot) { j.voted = max(j.voted, s) }

// hold adds a value to the record that its events need.
func (j *journal) hold(v *multipaxos.Value) {
	if j.held[v.Digest()] {
		return
	}
	j.held[v.Digest()] = true
	bytes := wire.EncodeValue(v)
	j.record.Values = append(j.record.Values, wal.Value{Name: v.Digest().String(), Bytes: bytes})
	j.bytes += len(bytes)
}

// flush appends the record to the log, if there is anything in it.
func (j *journal) flush() error {
	if j.events == 0 && len(j.record.Entries) == 0 {
		return nil
	}
	payload, err := j.encoder.Encode(&j.record)
	if err != nil {
		return err
	}
	voted := j.voted
	j.clear()
	if err := j.log.Append(payload); err != nil {
		return err
	}
	j.votes.add(j.log.Segment(), voted)
	return nil
}

// clear forgets the record.
func (j *journal) clear() {
	clear(j.record.Entries)
	clear(j.record.Values)
	j.record = wal.Batch{Entries: j.record.Entries[:0], Values: j.record.Values[:0], Frames: j.record.Frames[:0]}
	j.events, j.bytes, j.voted = 0, 0, 0
	clear(j.held)
}

// save makes a snapshot durable, as the step's message.
func (j *journal) save(s *multipaxos.Step) error {
	for _, sent := range s.Sends() {
		if sent.Msg.Type == multipaxos.MsgSnapshot {
			_, err := wire.WriteSnapshot(j.snapshots, &sent.Received)
			return err
		}
	}
	return fmt.Errorf("a step %s with a snapshot and no message that says so", s.Action())
}

// checkpoint begins the log anew with what it has to hold now, and removes the
// snapshots that are of no use any more. The values of the votes it does not
// repeat: the segments that hold them stay.
func (j *journal) checkpoint(h *trace.Header, cp multipaxos.Checkpoint) error {
	j.clear()
	h.State = cp.State
	j.record.Entries = append(j.record.Entries, h)
	j.record.Naming, j.record.Traced = j.scheme, j.traced
	for i := range cp.Sent {
		j.record.Sent = append(j.record.Sent, wire.AppendReceived(nil, &cp.Sent[i]))
	}
	payload, err := j.record.Encode()
	j.clear()
	if err != nil {
		return err
	}
	if err := j.log.Checkpoint(j.votes.needed(cp.Trunc), payload); err != nil {
		return err
	}
	if cp.Snapshot == nil {
		return nil
	}
	return snapshot.RemoveBelow(j.snapshots, uint64(cp.Snapshot.Upto))
}

func (j *journal) close() error { return j.log.Close() }
