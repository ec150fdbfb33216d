package tracetest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/synod-paxos/synod/spec/tla"
)

// LogWalk takes steps of MultiPaxos at random, as many as asked for, with rival
// leaders, lost votes, restarts and nodes that fall behind, and stops all nodes.
// Equal seeds give equal runs.
func LogWalk(nodes, steps int, seed uint64) (*LogBuilder, error) {
	b, err := NewLog(nodes)
	if err != nil {
		return nil, err
	}
	w := logWalker{LogBuilder: b, random: rand.New(rand.NewPCG(seed, 2))}
	for taken, tries := 0, 0; taken < steps; tries++ {
		if tries > 1000*steps {
			return nil, fmt.Errorf("a walk of %d steps with seed %d got stuck after %d", steps, seed, taken)
		}
		if w.step() == nil {
			taken++
		}
	}
	b.EndAll()
	return b, nil
}

type logWalker struct {
	*LogBuilder
	random   *rand.Rand
	round    int
	asked    []tla.Value // commands
	proposed int         // of them
	next     [4]int      // by session, the number of its last command
}

var errNone = errors.New("nothing to take this step with")

// step tries one step.
func (w *logWalker) step() (err error) {
	node := w.Nodes[w.random.IntN(len(w.Nodes))]
	upto := w.number("upto", node)
	switch die := w.random.IntN(400); {
	case die < 1:
		_, err = w.Restart(node)
	case die < 2:
		if _, err = w.Prepare(node, Ballot(w.round+1, node)); err == nil {
			w.round++
		}
	case die < 40:
		_, err = w.Promise(node, w.ballot())
	case die < 60:
		_, err = w.Lead(node, w.ballot(), w.majority()...)
	case die < 75:
		err = w.request(node)
	case die < 110:
		err = w.propose(node)
	case die < 190:
		_, err = w.Accept(node, w.ballot(), w.slot(node))
	case die < 260:
		_, err = w.Learn(node, w.ballot(), w.slot(node), w.majority()...)
	case die < 280:
		_, err = w.Notice(node, w.ballot(), w.slot(node))
	case die < 290:
		_, err = w.CatchUp(node, w.ballot(), w.slot(node))
	case die < 360:
		_, err = w.Apply(node, upto)
	case die < 362:
		_, err = w.Snapshot(node)
	case die < 367:
		_, err = w.Truncate(node, 1+w.random.IntN(upto))
	case die < 369:
		_, err = w.InstallSnapshot(node, w.Nodes[w.random.IntN(len(w.Nodes))])
	default:
		err = w.answer(node, die)
	}
	return err
}

// answer tries to tell a client something, or another node of a higher ballot.
func (w *logWalker) answer(node, die int) (err error) {
	if len(w.asked) == 0 {
		return errNone
	}
	c := w.asked[w.random.IntN(len(w.asked))]
	switch {
	case die < 372:
		for session, last := range w.own(w.st, "done", node).Pairs() {
			k, _ := session.Int64()
			_, err = w.Respond(node, int(k), last)
			return err
		}
		return errNone
	case die < 374:
		_, err = w.RetryInOrder(node, c)
	case die < 376:
		_, err = w.SessionExpired(node, c)
	case die < 380:
		_, err = w.Refuse(node, w.ballot())
	default:
		running, _ := w.own(w.st, "lead", node).Field("bal")
		old, _ := running.Int64()
		_, err = w.StepDown(node, w.ballot(), int(old))
	}
	return err
}

// request asks for a command of one of a few sessions: mostly the next one,
// sometimes one out of turn, now and then one that opens or closes a session.
func (w *logWalker) request(node int) error {
	if len(w.asked) > w.proposed+3 {
		return errNone
	}
	session := w.random.IntN(4)
	number := w.next[session] + 1
	switch die := w.random.IntN(12); {
	case session == 0 || die == 0:
		number = 0
	case die == 1:
		number += 2
	default:
		w.next[session]++
	}
	c := Command(session, number, fmt.Sprintf("c%d", len(w.asked)))
	_, err := w.Request(node, c)
	if err == nil {
		w.asked = append(w.asked, c)
	}
	return err
}

// propose has a node propose the next of what was asked for, if it leads.
func (w *logWalker) propose(node int) error {
	lead := w.own(w.st, "lead", node)
	next, _ := lead.Field("next")
	slot, _ := next.Int64()
	bal, _ := lead.Field("bal")
	ballot, _ := bal.Int64()
	if slot == 0 || len(w.asked) == 0 {
		return errNone
	}
	from := min(w.proposed, len(w.asked)-1)
	to := min(len(w.asked), from+1+w.random.IntN(3))
	_, err := w.Propose(node, int(ballot), int(slot), w.asked[from:to]...)
	if err == nil {
		w.proposed = to
	}
	return err
}

func (w *logWalker) number(variable string, node int) int {
	n, _ := w.own(w.st, variable, node).Int64()
	return int(n)
}

// ballot is one of the last few that were started.
func (w *logWalker) ballot() int {
	if len(w.started) == 0 {
		return 0
	}
	return w.started[len(w.started)-1-w.random.IntN(min(2, len(w.started)))]
}

// slot is one that a node has not applied, or has just applied.
func (w *logWalker) slot(node int) int {
	return max(1, w.number("upto", node)-1+w.random.IntN(4))
}

func (w *logWalker) majority() []int {
	list := slices.Clone(w.Nodes)
	w.random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return slices.Sorted(slices.Values(list[:len(list)/2+1]))
}
