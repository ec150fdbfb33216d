package graph

import (
	"fmt"

	"github.com/synod-paxos/synod/mbt/bridge"
	"github.com/synod-paxos/synod/spec/tla"
)

// An attempt is an action with arguments, tried in a state: as the model has
// them, and as the implementation is told.
type attempt struct {
	action   *tla.Action
	args     []tla.Value
	concrete []tla.Value
	twice    bool // every message that it reads is received twice
}

func (d *driver) attempt(a *tla.Action, args []tla.Value, twice bool) (attempt, error) {
	concrete := make([]tla.Value, len(args))
	for i, arg := range args {
		var err error
		if concrete[i], err = d.impl.Argument(a, i, arg); err != nil {
			return attempt{}, fmt.Errorf("the argument %s of %s: %w", a.Params[i], a.Name, err)
		}
	}
	if _, ok := args[0].Int64(); !ok {
		return attempt{}, fmt.Errorf("the node %v of %s is no index", args[0], a.Name)
	}
	return attempt{a, args, concrete, twice}, nil
}

func (a attempt) named() []tla.NamedValue {
	named := make([]tla.NamedValue, len(a.args))
	for i, name := range a.action.Params {
		named[i] = tla.NamedValue{Expr: name, Value: a.args[i]}
	}
	return named
}

func (a attempt) node() tla.Value { return a.args[0] }

// told is the attempt as the implementation is told of it.
func (a attempt) told() bridge.Attempt {
	node, _ := a.node().Int64()
	told := bridge.Attempt{Node: int(node), Action: a.action.Name, Twice: a.twice, Args: map[string]tla.Value{}}
	for i, arg := range a.concrete[1:] {
		told.Args[a.action.Params[i+1]] = arg
	}
	return told
}

// bounded are all attempts that the bounds of the model allow.
func (d *driver) bounded(spec *tla.Spec) ([]attempt, error) {
	var attempts []attempt
	for _, a := range spec.Actions() {
		all, err := spec.AllArgs(a)
		if err != nil {
			return nil, fmt.Errorf("the arguments of %s: %w", a.Name, err)
		}
		for _, args := range all {
			one, err := d.attempt(a, args, false)
			if err != nil {
				return nil, err
			}
			attempts = append(attempts, one)
		}
	}
	return attempts, nil
}

// withoutQuorum are attempts like the given ones, each with every set of nodes
// that contains no quorum in the place of Q, whose messages may also come twice.
// The specification's Next does not even try these; an implementation must
// refuse them.
func (d *driver) withoutQuorum(attempts []attempt, minorities []tla.Value) ([]attempt, error) {
	seen := map[string]bool{}
	var hopeless []attempt
	for _, a := range attempts {
		for i, p := range a.action.Params {
			if p != "Q" {
				continue
			}
			for _, q := range minorities {
				args := append([]tla.Value(nil), a.args...)
				args[i] = q
				key := fmt.Sprint(a.action.Name, args)
				if seen[key] {
					continue
				}
				seen[key] = true
				for _, twice := range []bool{false, true} {
					one, err := d.attempt(a.action, args, twice)
					if err != nil {
						return nil, err
					}
					hopeless = append(hopeless, one)
				}
			}
		}
	}
	return hopeless, nil
}

// minorities are the sets of nodes that contain no quorum.
func minorities(spec *tla.Spec) ([]tla.Value, error) {
	node, err := spec.Eval("Node", tla.State{})
	if err != nil {
		return nil, fmt.Errorf("reading Node: %w", err)
	}
	quorums, err := spec.Eval("Quorum", tla.State{})
	if err != nil {
		return nil, fmt.Errorf("reading Quorum: %w", err)
	}
	var nodes []tla.Value
	for n := range node.Elements() {
		nodes = append(nodes, n)
	}
	var sets []tla.Value
	for bits := 1; bits < 1<<len(nodes); bits++ {
		var members []tla.Value
		for i, n := range nodes {
			if bits>>i&1 == 1 {
				members = append(members, n)
			}
		}
		if s := tla.SetOf(members...); !containsAny(s, quorums) {
			sets = append(sets, s)
		}
	}
	return sets, nil
}

// containsAny tells whether s contains one of the sets.
func containsAny(s, sets tla.Value) bool {
	for q := range sets.Elements() {
		inside := true
		for n := range q.Elements() {
			inside = inside && s.Contains(n)
		}
		if inside {
			return true
		}
	}
	return false
}
