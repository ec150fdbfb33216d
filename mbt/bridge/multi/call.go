package multi

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/mbt/bridge"
	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/values"
)

// A call is an action that a node could be told to take.
type call struct {
	*core
	cfg  multipaxos.Config
	held multipaxos.State
	act  action
}

// An action is a method of the core with its arguments, or of its disk.
type action func(c *call, core *multipaxos.Core) (*multipaxos.Core, multipaxos.Step, error)

// on is an action that is a method of the running core.
func on(m method) action {
	return func(_ *call, core *multipaxos.Core) (*multipaxos.Core, multipaxos.Step, error) {
		step, err := m(core)
		return core, step, err
	}
}

// restart is the return of a node whose disk holds the durable part of its state.
func restart(c *call, core *multipaxos.Core) (*multipaxos.Core, multipaxos.Step, error) {
	disk, err := c.disk(core)
	if err != nil {
		return nil, multipaxos.Step{}, err
	}
	return multipaxos.Restart(c.cfg, *disk)
}

func (c *call) start() (*multipaxos.Core, error) {
	return multipaxos.FromState(c.cfg, c.held, 0)
}

func (c *call) Refused() (reason, err error) {
	core, err := c.start()
	if err != nil {
		return nil, err
	}
	before := core.State()
	if _, _, reason = c.act(c, core); reason == nil {
		return nil, nil
	}
	if after := core.State(); !reflect.DeepEqual(after, before) || core.Seq() != 0 {
		return reason, fmt.Errorf("the core refuses (%w) and its state is another one: it was %+v and is %+v", reason, before, after)
	}
	return reason, nil
}

// Take takes the action and lets the step's records reach the disk.
func (c *call) Take() (*bridge.Outcome, error) {
	core, err := c.start()
	if err != nil {
		return nil, err
	}
	disk, err := c.disk(core)
	if err != nil {
		return nil, err
	}
	core, step, err := c.act(c, core)
	if err != nil {
		return nil, err
	}
	if err := persist(step, disk); err != nil {
		return nil, err
	}
	after, _, err := multipaxos.Restart(c.cfg, *disk)
	if err != nil {
		return nil, fmt.Errorf("coming back from a crash right after the step: %w", err)
	}
	event := step.Event()
	if err := c.named(event); err != nil {
		return nil, err
	}
	o := &bridge.Outcome{State: core.Abstract(), Disk: after.Abstract(), Event: event}
	for _, send := range step.Sends() {
		o.Sends = append(o.Sends, core.AbstractMessage(send.Msg))
	}
	return o, nil
}

// named demands that an event defines all that it names, and rightly.
func (c *call) named(e trace.Event) error {
	var names values.Dictionary
	if err := names.Define(e.Values...); err != nil {
		return fmt.Errorf("what the event defines: %w", err)
	}
	var told []trace.Value
	for _, a := range e.Args {
		told = append(told, a.Value)
	}
	for _, in := range e.In {
		told = append(told, in.Msg)
	}
	for _, p := range e.Post {
		if !p.Gone() {
			told = append(told, p.Value)
		}
	}
	for _, v := range slices.Concat(told, e.Out) {
		if _, err := names.Read(v); err != nil {
			return fmt.Errorf("the event of %s: %w", e.Action, err)
		}
	}
	return nil
}

// persist lets a step reach the disk, if it must.
func persist(step multipaxos.Step, disk *multipaxos.Durable) error {
	_, err := multipaxos.Effects(step).Persist(func(records []multipaxos.Record) error {
		for _, r := range records {
			if !r.Durable() {
				continue
			}
			if err := disk.Replay(multipaxos.Stored{Event: r.Event(), Values: r.Values, Snapshot: r.Snapshot}); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// disk is a disk that holds the durable part of the node's state.
func (c *call) disk(core *multipaxos.Core) (*multipaxos.Durable, error) {
	disk, cp := &multipaxos.Durable{}, core.Checkpoint()
	for _, v := range core.State().Votes { // earlier records hold them
		cp.Values = append(cp.Values, v.Val)
	}
	return disk, disk.Begin(cp)
}
