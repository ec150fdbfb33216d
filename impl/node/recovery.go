package node

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/impl/snapshot"
	"github.com/synod-paxos/synod/impl/unreleased"
	"github.com/synod-paxos/synod/impl/wal"
	"github.com/synod-paxos/synod/impl/wire"
	"github.com/synod-paxos/synod/trace"
)

// A memory is what a node's disk says. It is gathered record by record, and no
// record is kept.
type memory struct {
	decoder   *wire.Decoder
	snapshots wal.Dir
	stored    []uint64 // up to which slots there are snapshots
	lost      *unreleased.Finder

	durable multipaxos.Durable
	header  *trace.Header // the last one; nil for a node that never was
	naming  string
	logged  uint64              // the last event of that incarnation that the log holds
	last    uint64              // and the last that is known of
	values  []*multipaxos.Value // of a checkpoint whose header is still to come
	recent  []*multipaxos.Value // that the log holds since its last checkpoint, if there are traces
	torn    int64
	at      wal.Position // the last record
}

// incs is how many incarnations the log tells of.
func (m *memory) incs() uint64 {
	if m.header == nil {
		return 0
	}
	return m.header.Inc
}

// readLog opens the log and reads it.
func readLog(disk Disk, decoder *wire.Decoder, lost *unreleased.Finder) (*wal.Log, *memory, error) {
	stored, err := snapshot.List(disk.Snapshots)
	if err != nil {
		return nil, nil, err
	}
	m := &memory{
		decoder: decoder, snapshots: disk.Snapshots, stored: stored, lost: lost,
		at: wal.Position{Segment: 1},
	}
	log, torn, err := wal.Open(disk.Log, disk.Options, func(at wal.Position, payload []byte) error {
		m.at = at
		b, err := wal.DecodeBatch(payload)
		if err != nil {
			return err
		}
		return m.add(b)
	})
	m.torn = torn
	return log, m, err
}

// add takes in a record of the log.
func (m *memory) add(b wal.Batch) error {
	values := m.values
	for _, v := range b.Values {
		value, err := m.decoder.Value(v.Bytes)
		if err != nil {
			return fmt.Errorf("reading the value %s: %w", trace.Clip(v.Name), err)
		}
		if value.Digest().String() != v.Name {
			return fmt.Errorf("the value called %s is %v", trace.Clip(v.Name), value.Digest())
		}
		values = append(values, value)
	}
	if len(b.Entries) == 0 {
		m.values = values
		return nil
	}
	m.values = nil
	if m.lost.Wanted() {
		m.recent = append(m.recent, values...)
	}
	for _, entry := range b.Entries {
		switch e := entry.(type) {
		case *trace.Header:
			if err := m.begin(e, b, values); err != nil {
				return err
			}
		case *trace.Event:
			if err := m.event(e, values); err != nil {
				return err
			}
		case *trace.End:
			m.last = max(m.last, e.Seq)
		}
	}
	return nil
}

// begin takes in a header: of a new incarnation, or of a checkpoint.
func (m *memory) begin(h *trace.Header, b wal.Batch, values []*multipaxos.Value) error {
	next := m.incs() + 1
	switch {
	case h.First > 1 && (m.header == nil || h.Inc == m.header.Inc):
		if err := m.checkpoint(h, b, values); err != nil {
			return err
		}
	case h.First != 1 || h.Inc != next:
		return fmt.Errorf("a header of incarnation %d from event %d on, where incarnation %d should begin", h.Inc, h.First, next)
	}
	m.header, m.naming = h, b.Naming
	m.logged = h.First - 1
	m.last = max(m.logged, m.lost.Last(h.Inc))
	m.lost.Header(h, b.Traced)
	return nil
}

func (m *memory) checkpoint(h *trace.Header, b wal.Batch, values []*multipaxos.Value) error {
	m.recent = values
	cp := multipaxos.Checkpoint{State: h.State, Values: values}
	for _, text := range b.Sent {
		sent, err := m.decoder.Received(text)
		if err != nil {
			return fmt.Errorf("reading a message that was sent: %w", err)
		}
		cp.Sent = append(cp.Sent, sent)
	}
	offer, err := m.snapshot(h.State)
	if err != nil {
		return err
	}
	if offer.Msg != nil {
		cp.Snapshot, cp.Offer = offer.Msg.Snap, offer.Ref
	}
	return m.durable.Begin(cp)
}

// event takes in an event of a record that holds these values.
func (m *memory) event(e *trace.Event, values []*multipaxos.Value) error {
	switch {
	case m.header == nil:
		return errors.New("an event stands before the first header")
	case e.Inc != m.header.Inc || e.Seq <= m.logged:
		return fmt.Errorf("event %d of incarnation %d follows event %d of incarnation %d", e.Seq, e.Inc, m.logged, m.header.Inc)
	}
	m.logged, m.last = e.Seq, max(m.last, e.Seq)
	if m.lost.Lacks(e.Seq) {
		m.lost.Event(*e)
	}
	offer, err := m.snapshot(e.Post)
	if err != nil {
		return err
	}
	record := multipaxos.Stored{Event: *e, Values: values}
	if offer.Msg != nil {
		record.Snapshot = offer.Msg.Snap
	}
	return m.durable.Replay(record)
}

// snapshot is the message of the one that changes name, unless there is none or
// it has been replaced by a later one.
func (m *memory) snapshot(changes []trace.Change) (none multipaxos.Received, err error) {
	i := slices.IndexFunc(changes, func(c trace.Change) bool { return c.Path == "snap" })
	if i < 0 {
		return none, nil
	}
	var named struct {
		Upto multipaxos.Slot `json:"upto"`
	}
	if err := json.Unmarshal([]byte(changes[i].Value), &named); err != nil {
		return none, fmt.Errorf("reading which snapshot the log names: %w", err)
	}
	if !slices.Contains(m.stored, uint64(named.Upto)) {
		return none, nil
	}
	return m.decoder.ReadSnapshot(m.snapshots, named.Upto)
}

// complete is an error if the log lacks incarnations that the data directory
// knows of.
func (m *memory) complete(dir wal.Dir, known uint64) error {
	if m.incs() >= known {
		return nil
	}
	return &wal.DamageError{
		Name: filepath.Join(dir.Name(), wal.SegmentName(m.at.Segment)), Offset: m.at.Offset,
		What: fmt.Sprintf("it holds %d incarnations of the node, and the data directory knows of %d", m.incs(), known),
	}
}

// belongs is an error if the log is not the one of the data directory's node.
func (m *memory) belongs(id datadir.Identity, scheme string) error {
	h := m.header
	switch {
	case h == nil:
		return nil
	case h.Cluster != id.Cluster || h.Run != id.Run || h.Node != id.Node || !slices.Equal(h.Nodes, id.Members()):
		return fmt.Errorf("the log is that of node %d of %v in cluster %q, run %q; the data directory is that of node %d of %v in cluster %q, run %q",
			h.Node, h.Nodes, h.Cluster, h.Run, id.Node, id.Members(), id.Cluster, id.Run)
	case m.naming != scheme:
		return fmt.Errorf("this directory's values are named by %q, and now by %q would be: the traces could not be compared", m.naming, scheme)
	}
	return nil
}

// dictionary has the values that events which the traces lack can name. They lie
// behind the last checkpoint, which synced the trace, and so do the values that
// they name, unless these are votes that it kept. The log's events need not say
// what is in them, since the log holds them in full.
func (m *memory) dictionary() unreleased.Dictionary {
	values := make(map[string]*multipaxos.Value)
	for _, v := range m.recent {
		values[v.Digest().String()] = v
	}
	for _, vote := range m.durable.State().Votes {
		values[vote.Val.Digest().String()] = vote.Val
	}
	return func(name string) (trace.NamedValue, bool) {
		v, ok := values[name]
		if v == nil {
			return trace.NamedValue{}, false
		}
		return v.Named(), ok
	}
}
