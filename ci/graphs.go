package ci

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/model"
	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/tla"
)

// graphModels are the models whose whole graphs are compared, at the bounds of
// the run. Every specification that has models must have one of them.
func graphModels(env *gate.Env) ([]model.Model, error) {
	models, err := loadModels(env)
	if err != nil {
		return nil, err
	}
	covered := map[string]bool{}
	var graphs []model.Model
	for _, m := range model.Select(models, env.Bounds) {
		if m.Header.Kind == model.Graph {
			graphs = append(graphs, m)
			covered[m.Spec] = true
		}
	}
	var missing []error
	for _, m := range models {
		if !covered[m.Spec] {
			covered[m.Spec] = true
			missing = append(missing, fmt.Errorf("%s has no model of kind graph at %s bounds", m.Spec, env.Bounds))
		}
	}
	return graphs, errors.Join(missing...)
}

// A loaded model is one that the evaluator can work with.
type loaded struct {
	module *tla.Module
	config *tla.Config
	spec   *tla.Spec
	limit  int // of states; 0 for none
}

// load binds a model's constants.
func load(m model.Model) (loaded, error) {
	module, err := spec.Open(m.Root)
	if err != nil {
		return loaded{}, err
	}
	config, err := spec.Config(m.Name)
	if err != nil {
		return loaded{}, err
	}
	s, err := tla.Load(module, config)
	if err != nil {
		return loaded{}, fmt.Errorf("loading %s: %w", m.Name, err)
	}
	l := loaded{module: module, config: config, spec: s}
	if m.Header.Counts != nil {
		l.limit = 4*int(m.Header.Counts.Distinct) + 100_000
	}
	return l, nil
}

// explore explores the graph of a model, up to several times its recorded size:
// where a guard is lost a graph can grow without end.
func (l loaded) explore(ctx context.Context, o tla.ExploreOptions) (*tla.Graph, error) {
	o.MaxStates = l.limit
	return tla.ExploreContext(ctx, l.spec, o)
}

// A boundStep is an action with its arguments.
type boundStep struct {
	action *tla.Action
	args   []tla.Value
}

func (b boundStep) String() string {
	text := b.action.Name + "("
	for i, arg := range b.args {
		if i > 0 {
			text += ", "
		}
		text += arg.String()
	}
	return text + ")"
}

// boundSteps are all actions of a specification with all arguments over which
// Next quantifies.
func boundSteps(s *tla.Spec) ([]boundStep, error) {
	var steps []boundStep
	for _, a := range s.Actions() {
		all, err := s.AllArgs(a)
		if err != nil {
			return nil, err
		}
		for _, args := range all {
			steps = append(steps, boundStep{a, args})
		}
	}
	return steps, nil
}

// chunk is how many states a worker takes at a time.
const chunk = 256

// eachState calls f for each state, from as many goroutines as there are
// processors, until one of the calls fails.
func eachState(ctx context.Context, states []tla.State, f func(st tla.State) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range runtime.NumCPU() {
		wg.Go(func() {
			for ctx.Err() == nil {
				from := int(next.Add(chunk)) - chunk
				if from >= len(states) {
					return
				}
				for _, st := range states[from:min(from+chunk, len(states))] {
					if err := f(st); err != nil {
						cancel(err)
						return
					}
				}
			}
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}
