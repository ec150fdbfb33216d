package tracetest

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/synod-paxos/synod/spec/tla"
)

// Walk takes steps at random, as many as asked for, with rival ballots and
// restarts, and stops all nodes. Equal seeds give equal runs.
func Walk(nodes, steps int, seed uint64) (*Builder, error) {
	b, err := New(nodes)
	if err != nil {
		return nil, err
	}
	w := walker{Builder: b, random: rand.New(rand.NewPCG(seed, 1)), values: 1}
	for taken, tries := 0, 0; taken < steps; tries++ {
		if tries > 1000*steps {
			return nil, fmt.Errorf("a walk of %d steps with seed %d got stuck after %d", steps, seed, taken)
		}
		if w.step() {
			taken++
		}
	}
	b.EndAll()
	return b, nil
}

type walker struct {
	*Builder
	random *rand.Rand
	round  int
	values int
}

// step tries one step, and tells whether the specification allowed it.
func (w *walker) step() bool {
	node := w.Nodes[w.random.IntN(len(w.Nodes))]
	var err error
	switch die := w.random.IntN(160); {
	case die < 1:
		_, err = w.Restart(node)
	case die < 2:
		if _, err = w.Prepare(node, w.round+1); err == nil {
			w.round++
		}
	case die < 40:
		_, err = w.Promise(node, w.ballot())
	case die < 80:
		err = w.propose(node)
	case die < 120:
		_, err = w.Accept(node, w.ballot())
	default:
		_, err = w.learn(node)
	}
	return err == nil
}

// ballot is one of the last few that were started.
func (w *walker) ballot() int {
	if len(w.started) == 0 {
		return 0
	}
	return w.started[len(w.started)-1-w.random.IntN(min(3, len(w.started)))]
}

// quorum draws a majority of those who sent such a message, or gives nil.
func (w *walker) quorum(kind string, bal int) []int {
	var from []int
	for _, m := range w.sentBy(kind, bal, nil) {
		from = append(from, m.Node)
	}
	need := len(w.Nodes)/2 + 1
	if len(from) < need {
		return nil
	}
	w.random.Shuffle(len(from), func(i, j int) { from[i], from[j] = from[j], from[i] })
	return slices.Sorted(slices.Values(from[:need]))
}

// propose tries the values that the promises of a quorum report, and a new one.
func (w *walker) propose(node int) error {
	bal := w.ballot()
	q := w.quorum("1b", bal)
	if q == nil {
		return fmt.Errorf("no quorum")
	}
	fresh := fmt.Sprintf("v%d", w.values)
	var err error
	for _, m := range w.sentBy("1b", bal, q) {
		vote, _ := m.value.Field("vote")
		val, _ := vote.Field("val")
		value, _ := val.Text()
		if val.Kind() == tla.KindModel {
			value = fresh
		}
		if _, err = w.Propose(node, bal, q, value); err == nil {
			if value == fresh {
				w.values++
			}
			return nil
		}
	}
	return err
}

func (w *walker) learn(node int) (any, error) {
	bal := w.ballot()
	q := w.quorum("2b", bal)
	if q == nil {
		return nil, fmt.Errorf("no quorum")
	}
	return w.Learn(node, bal, q)
}
