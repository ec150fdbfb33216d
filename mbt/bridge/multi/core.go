// Package multi is the bridge between spec/MultiPaxos.tla and impl/multipaxos:
// how the values of the one are as the data of the other, and how an action is
// called.
package multi

import (
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/mbt/bridge"
	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/values"
)

// Config is a node whose commands appear in traces in full.
func Config(nodes []int, node int, inc uint64, rand func() uint64) multipaxos.Config {
	ids := make([]multipaxos.NodeID, len(nodes))
	for i, n := range nodes {
		ids[i] = multipaxos.NodeID(n)
	}
	return multipaxos.Config{
		Node: multipaxos.NodeID(node), Nodes: ids, Inc: inc, Rand: rand,
		Name: Name,
	}
}

// Name names a payload by itself.
func Name(payload []byte) string { return string(payload) }

// nothing is a state machine without a state.
type nothing struct{}

func (nothing) Apply([]byte) []byte    { return nil }
func (nothing) Save(io.Writer) error   { return nil }
func (nothing) Load(r io.Reader) error { return nil }

// core is impl/multipaxos as the tests of a model reach it.
type core struct {
	spec      *tla.Spec
	replay    *tla.Spec // with digests
	classes   bridge.Classes
	nodes     []int
	window    int
	asks      bool // the model has requests; where it has none, everything is asked for
	names     dictionary
	forms     map[string]form
	arguments map[string]form
}

// Open is the implementation of a model of MultiPaxos.
func Open(spec *tla.Spec) (bridge.Implementation, error) {
	c := &core{spec: spec}
	var err error
	if c.classes, err = bridge.ClassesOf(spec.Module()); err != nil {
		return nil, err
	}
	if c.nodes, err = bridge.Nodes(spec); err != nil {
		return nil, err
	}
	if c.replay, err = bridge.Replay("ReplayMultiPaxos", c.nodes); err != nil {
		return nil, err
	}
	window, err := spec.Eval("Window", tla.State{})
	if err != nil {
		return nil, fmt.Errorf("reading Window: %w", err)
	}
	n, _ := window.Int64()
	c.window = int(n)
	c.asks = slices.ContainsFunc(spec.Actions(), func(a *tla.Action) bool { return a.Name == "Request" })
	c.initForms()
	return c, c.define()
}

// define defines the names of the values that the model may propose.
func (c *core) define() error {
	all, err := c.spec.Eval("Value", tla.State{})
	if err != nil {
		return fmt.Errorf("reading Value: %w", err)
	}
	for v := range all.Elements() {
		concrete, err := sequence(command)(v)
		if err != nil {
			return err
		}
		digest, err := tla.ValueDigest(concrete)
		if err != nil {
			return err
		}
		named := trace.NamedValue{Name: digest, Value: trace.Value(tla.AppendJSON(nil, concrete))}
		if err := c.names.Define(named); err != nil {
			return err
		}
	}
	return nil
}

// A dictionary can be read by several drivers at once.
type dictionary struct {
	sync.Mutex
	values.Dictionary
}

func (c *core) Read(v trace.Value) (tla.Value, error) {
	c.names.Lock()
	defer c.names.Unlock()
	return c.names.Read(v)
}

func (c *core) config(node int) multipaxos.Config {
	cfg := Config(c.nodes, node, 1, func() uint64 { return 0 })
	cfg.Machine = nothing{}
	cfg.Limits.Window = c.window
	return cfg
}
