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
	maxRecordBytes  = 4 << 20 // of values
	maxRecordEvents = 1 << 12
)

// An item is an event on its way to the log and to the trace. In the log, what
// commands are in the values that it names stands beside it, in full; in the
// trace, which may be shown to others, only their names do.
type item struct {
	event  trace.Event         // without its values
	named  []*multipaxos.Value // that the event names; only with a trace
	needed []*multipaxos.Value // that the log must hold
	voted  multipaxos.Slot     // in which the event is a vote
}

// A journal is what a machine keeps on its disk: the log, and beside it the
// snapshots, whose images are too large for it.
type journal struct {
	log       *wal.Log
	snapshots wal.Dir
	scheme    string // how payloads are named
	traced    bool

	record  wal.Batch // that is being put together
	encoder wal.Encoder
	bytes   int
	held    map[multipaxos.Digest]bool // the values that it holds
	voted   multipaxos.Slot            // the highest slot of a vote in it

	votes placement
}

// begin writes a record that says that an incarnation begins, with its first
// events.
func (j *journal) begin(h *trace.Header, items []item) error {
	j.clear()
	j.record.Entries = append(j.record.Entries, h)
	j.record.Naming, j.record.Traced = j.scheme, j.traced
	for i := range items {
		j.add(&items[i])
	}
	return j.flush()
}

// write makes events durable, in as many records as it takes.
func (j *journal) write(items []item) error {
	j.clear()
	for i := range items {
		j.add(&items[i])
		if j.bytes >= maxRecordBytes || len(j.record.Entries) >= maxRecordEvents {
			if err := j.flush(); err != nil {
				return err
			}
		}
	}
	if len(j.record.Entries) == 0 {
		return nil
	}
	return j.flush()
}

// end writes that the node stops in good order.
func (j *journal) end(items []item, e *trace.End) error {
	if err := j.write(items); err != nil {
		return err
	}
	j.record.Entries = append(j.record.Entries, e)
	return j.flush()
}

// add adds an event to the record, with the values that it needs.
func (j *journal) add(it *item) {
	j.record.Entries = append(j.record.Entries, &it.event)
	j.voted = max(j.voted, it.voted)
	for _, v := range it.needed {
		j.hold(v)
	}
}

func (j *journal) hold(v *multipaxos.Value) {
	if j.held[v.Digest()] {
		return
	}
	j.held[v.Digest()] = true
	bytes := wire.EncodeValue(v)
	j.record.Values = append(j.record.Values, wal.Value{Name: v.Digest().String(), Bytes: bytes})
	j.bytes += len(bytes)
}

// flush appends the record to the log.
func (j *journal) flush() error {
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

func (j *journal) clear() {
	clear(j.record.Entries)
	clear(j.record.Values)
	j.record = wal.Batch{Entries: j.record.Entries[:0], Values: j.record.Values[:0]}
	j.bytes, j.voted = 0, 0
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
