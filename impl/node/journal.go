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
	j.clear()
	return j.log.Append(payload)
}

// clear forgets the record.
func (j *journal) clear() {
	clear(j.record.Entries)
	clear(j.record.Values)
	j.record = wal.Batch{Entries: j.record.Entries[:0], Values: j.record.Values[:0], Frames: j.record.Frames[:0]}
	j.events, j.bytes = 0, 0
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
// snapshots that are of no use any more.
func (j *journal) checkpoint(h *trace.Header, cp multipaxos.Checkpoint) error {
	var payloads [][]byte
	flush := func() error {
		payload, err := j.record.Encode()
		payloads = append(payloads, payload)
		j.clear()
		return err
	}
	j.clear()
	for _, v := range cp.Values {
		j.hold(v)
		if j.bytes >= maxRecordBytes {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	h.State = cp.State
	j.record.Entries = append(j.record.Entries, h)
	j.record.Naming, j.record.Traced = j.scheme, j.traced
	for i := range cp.Sent {
		j.record.Sent = append(j.record.Sent, wire.AppendReceived(nil, &cp.Sent[i]))
	}
	if err := flush(); err != nil {
		return err
	}
	if err := j.log.Checkpoint(payloads...); err != nil {
		return err
	}
	if cp.Snapshot == nil {
		return nil
	}
	return snapshot.RemoveBelow(j.snapshots, uint64(cp.Snapshot.Upto))
}

func (j *journal) close() error { return j.log.Close() }
