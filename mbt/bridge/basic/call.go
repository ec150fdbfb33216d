package basic

import (
	"fmt"

	"github.com/synod-paxos/synod/impl/basicpaxos"
	"github.com/synod-paxos/synod/mbt/bridge"
	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
)

// A call is an action that a node could be told to take.
type call struct {
	cfg basicpaxos.Config
	holder
	durable []string
	act     action
}

// An action is a method of the core with its arguments, or of its disk.
type action func(c *call, core *basicpaxos.Core) (*basicpaxos.Core, basicpaxos.Step, error)

// on is an action that is a method of the running core.
func on(method func(*basicpaxos.Core) (basicpaxos.Step, error)) action {
	return func(_ *call, core *basicpaxos.Core) (*basicpaxos.Core, basicpaxos.Step, error) {
		step, err := method(core)
		return core, step, err
	}
}

// restart is the return of a node whose disk holds the durable part of its state.
func restart(c *call, _ *basicpaxos.Core) (*basicpaxos.Core, basicpaxos.Step, error) {
	disk, err := c.disk()
	if err != nil {
		return nil, basicpaxos.Step{}, err
	}
	return basicpaxos.Restart(c.cfg, *disk)
}

func (c *call) core() (*basicpaxos.Core, error) { return basicpaxos.FromState(c.cfg, c.state, 0) }

func (c *call) Refused() (reason, err error) {
	core, err := c.core()
	if err != nil {
		return nil, err
	}
	if _, _, reason = c.act(c, core); reason != nil && core.State() != c.state {
		return reason, fmt.Errorf("the core refuses (%w) and its state is another one, %+v", reason, core.State())
	}
	return reason, nil
}

// Take takes the action and lets the step's records reach the disk.
func (c *call) Take() (*bridge.Outcome, error) {
	core, err := c.core()
	if err != nil {
		return nil, err
	}
	core, step, err := c.act(c, core)
	if err != nil {
		return nil, err
	}
	after, err := c.crash(step)
	if err != nil {
		return nil, err
	}
	o := &bridge.Outcome{State: core.Abstract(), Disk: after.Abstract(), Event: step.Event}
	for _, send := range step.Sends {
		o.Sends = append(o.Sends, core.AbstractMessage(send.Msg))
	}
	return o, nil
}

// crash is the node that comes back if it crashes right after the step.
func (c *call) crash(step basicpaxos.Step) (*basicpaxos.Core, error) {
	disk, err := c.disk()
	if err != nil {
		return nil, err
	}
	if _, err := basicpaxos.Effects(step).Persist(func(records []basicpaxos.Record) error {
		for _, r := range records {
			if !r.Durable {
				continue
			}
			if err := disk.Replay(r); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return nil, err
	}
	core, _, err := basicpaxos.Restart(c.cfg, *disk)
	return core, err
}

// disk is a disk that holds the durable part of the node's state.
func (c *call) disk() (*basicpaxos.Durable, error) {
	record := basicpaxos.Record{Durable: true}
	for _, path := range c.durable {
		value := trace.Value(tla.AppendJSON(nil, c.own[path]))
		record.Event.Post = append(record.Event.Post, trace.Change{Path: path, Value: value})
	}
	if v := c.state.Vote.Val; !v.IsNone() {
		name := basicpaxos.ValueName(v.Bytes())
		record.Values = append(record.Values, basicpaxos.Named{Name: name, Value: v})
	}
	disk := &basicpaxos.Durable{}
	return disk, disk.Replay(record)
}
