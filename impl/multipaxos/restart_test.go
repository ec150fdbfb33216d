package multipaxos

import (
	"strings"
	"testing"

	"github.com/synod-paxos/synod/trace"
)

// TestReplayRefuses has records refused that no log of a node holds.
func TestReplayRefuses(t *testing.T) {
	name := trace.Named(x.Digest().String())
	vote := trace.Record(trace.Field{Name: "bal", Value: "1025"}, trace.Field{Name: "val", Value: name})
	for _, test := range []struct {
		want   string
		record Stored
	}{
		{"promised", Stored{Event: trace.Event{Post: []trace.Change{{Path: "promised", Value: `"x"`}}}}},
		{"does not hold it", Stored{Event: trace.Event{Post: []trace.Change{{Path: "vote[3]", Value: vote}}}}},
		{"does not hold it", Stored{Event: trace.Event{Post: []trace.Change{{Path: "vote[3]", Value: vote}}}, Values: []*Value{y}}},
		{"not a path", Stored{Event: trace.Event{Post: []trace.Change{{Path: "vote[x]", Value: vote}}}, Values: []*Value{x}}},
		{"not a path", Stored{Event: trace.Event{Post: []trace.Change{{Path: "vote[0]", Value: vote}}}, Values: []*Value{x}}},
		{"is not the vote for a value", Stored{Event: trace.Event{Post: []trace.Change{{Path: "vote[3]", Value: `{"bal":1,"val":{"#v":"00"}}`}}}}},
		{"is not the vote for a value", Stored{Event: trace.Event{Post: []trace.Change{{Path: "vote[3]", Value: `{"bal":1,"val":7}`}}}}},
		{"the one given", Stored{Event: trace.Event{Post: []trace.Change{{Path: "snap", Value: abstract(taken)}}}, Snapshot: &Snap{Upto: 7}}},
		{"cannot unmarshal", Stored{Event: trace.Event{Post: []trace.Change{{Path: "snap", Value: "3"}}}}},
		{"does not hold it", Stored{Event: trace.Event{Out: []trace.Value{abstract(msg1b(1, b11, 1, slotVote(1, b11, x)).Msg)}}}},
		{"does not hold it", Stored{Event: trace.Event{Out: []trace.Value{abstract(msg1b(1, b11, 1, slotVote(2, b11, x)).Msg)}}}},
		{"cannot unmarshal", Stored{Event: trace.Event{Out: []trace.Value{`{"type":"1b","votes":3}`}}}},
		{"is not the 2b of a vote", Stored{Event: trace.Event{Out: []trace.Value{abstract(msg2b(1, b11, 3, x).Msg)}}}},
		{"is not the 2b of a vote", Stored{Event: trace.Event{Out: []trace.Value{`{"type":"2b"}`}}}},
		{"is not the vote for a value", Stored{Event: trace.Event{Post: []trace.Change{{Path: "vote[3]", Value: trace.Value(strings.Replace(string(vote), `"}`, `00"}`, 1))}}}}},
		{"is not a vote", Stored{Event: trace.Event{Post: []trace.Change{{Path: "vote[3]", Value: `{"bal":0,"val":[]}`}}}}},
	} {
		var d Durable
		if err := d.Replay(test.record); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: got %v, want %q in it", test.record.Event, err, test.want)
		}
		if err := d.Begin(Checkpoint{State: test.record.Event.Post, Values: test.record.Values, Snapshot: test.record.Snapshot}); err == nil && len(test.record.Event.Post) > 0 {
			t.Errorf("a checkpoint of %+v is taken", test.record.Event.Post)
		}
	}
}

// TestMissingSnapshot restarts from a log whose snapshots are gone: that matters
// for the last one only.
func TestMissingSnapshot(t *testing.T) {
	told := func(x *Snap) Stored {
		return Stored{Event: trace.Event{Post: []trace.Change{{Path: "snap", Value: abstract(x)}}}}
	}
	var d Durable
	if upto, missing := d.Missing(); missing || upto != 1 {
		t.Errorf("an empty log needs a snapshot below %d", upto)
	}
	if err := d.Replay(told(taken)); err != nil {
		t.Fatal(err)
	}
	if upto, missing := d.Missing(); !missing || upto != 6 {
		t.Errorf("needed is a snapshot below %d, %v", upto, missing)
	}
	if _, _, err := Restart(testConfig(1, 1, 2, 3), d); err == nil || !strings.Contains(err.Error(), "below 6") {
		t.Errorf("restarted: %v", err)
	}
	later := &Snap{Upto: 8}
	with := told(later)
	with.Snapshot = later
	if err := d.Replay(with); err != nil {
		t.Fatal(err)
	}
	c, step, err := Restart(testConfig(1, 1, 2, 3), d)
	if err != nil || !step.Durable() || c.State().Upto != 8 {
		t.Errorf("restarted: %v", err)
	}
}

// FuzzReplay gives a log's records any content.
func FuzzReplay(f *testing.F) {
	f.Add("vote[3]", `{"bal":1025,"val":[]}`, string(abstract(msg1b(1, b11, 1, slotVote(1, b11, nil)).Msg)))
	f.Add("vote[3..7)", "", string(abstract(msg2b(1, b11, 1, x).Msg)))
	f.Add("vote[3]", string(Vote{b11, x}.append(nil)), string(abstract(msg1b(1, b11, 1, slotVote(3, b11, nil)).Msg)))
	f.Add("snap", string(abstract(taken)), string(abstract(msgSnapshot(taken).Msg)))
	f.Add("trunc", "9", `{"type":"1b","votes":{"#fn":[[1]]}}`)
	f.Fuzz(func(t *testing.T, path, value, out string) {
		var d Durable
		record := Stored{Event: trace.Event{Post: []trace.Change{{Path: path, Value: trace.Value(value)}}, Out: []trace.Value{trace.Value(out)}}}
		if d.Replay(record) != nil {
			return
		}
		record.Event.Out = nil
		if err := d.Replay(record); err != nil {
			t.Errorf("taken once: %v", err)
		}
		if c, _, err := Restart(testConfig(1, 1, 2, 3), d); err == nil {
			c.Abstract()
			c.Checkpoint()
		}
	})
}
