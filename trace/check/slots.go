package check

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/synod-paxos/synod/spec/tla"
)

// Steps of Voting: a promise is a raise.
const (
	raiseAction = "IncreaseMaxBal"
	voteAction  = "VoteFor"
)

// A votingReplay replays promises and votes.
type votingReplay struct {
	c       *checker
	m       *model
	whole   bool               // no log misses anything
	ballots map[int][]*ballots // by node, in order
	counted map[*eventRecord]bool
	taken   int
	failed  map[string]bool
	found   int // findings
	more    int // findings that were left out
	err     error
}

// maxStuck bounds the findings about steps that can never be taken: one wrong vote
// can leave many others behind.
const maxStuck = 8

// A ballotStep is a step of Voting, and what says so.
type ballotStep struct {
	action string
	from   *ballots
	args   []tla.Value
}

func raise(n int, b *ballots) ballotStep {
	return ballotStep{raiseAction, b, []tla.Value{tla.Int(int64(n)), b.promise}}
}

// promises judges that promises only rise.
func (v *votingReplay) promises() {
	all := v.behaviour("")
	for n, list := range v.ballots {
		for _, b := range list {
			if b.promise.IsValid() {
				all.queues[n] = append(all.queues[n], raise(n, b))
			}
		}
	}
	all.run()
}

// slots judges the votes of each slot, between the promises of all nodes.
func (v *votingReplay) slots() {
	all := map[string]*behaviour{}
	var forgotten int64
	for _, n := range sortedKeys(v.ballots) {
		for _, b := range v.ballots[n] {
			forgotten = max(forgotten, b.forgotten)
			for _, x := range b.votes {
				if all[x.slot] == nil {
					all[x.slot] = v.behaviour(x.slot)
				}
				all[x.slot].partial = all[x.slot].partial || b.event == nil
			}
		}
	}
	before := len(all)
	maps.DeleteFunc(all, func(slot string, _ *behaviour) bool { return slotNumber(slot) < forgotten })
	if left := before - len(all); left > 0 {
		v.c.report.note("%s below %d, where a log no longer holds its votes, were not judged at the level of Voting: "+
			"snapshots that reach there were compared", count(left, "slot"), forgotten)
	}
	for n, list := range v.ballots {
		fill(n, list, all)
	}
	for _, slot := range slices.SortedFunc(maps.Keys(all), bySlot) {
		all[slot].run()
	}
	if v.more > 0 {
		v.c.report.note("%s of the same kind at the level of Voting left out", count(v.more, "finding"))
	}
}

// fill gives each slot what a node did in it. Of promises that follow on each
// other without a vote in the slot only the last is needed there.
func fill(n int, list []*ballots, all map[string]*behaviour) {
	var last *ballots // with a promise
	var promised int64
	told := map[string]int64{} // by slot, the highest ballot of a vote or a raise
	promise := func(slot string, s *behaviour) {
		if promised > told[slot] {
			s.queues[n] = append(s.queues[n], raise(n, last))
		}
	}
	for _, b := range list {
		for _, x := range b.votes {
			s := all[x.slot]
			if s == nil {
				continue
			}
			promise(x.slot, s)
			if b.event == nil { // whoever voted had left the ballots below
				s.queues[n] = append(s.queues[n], ballotStep{raiseAction, b, []tla.Value{tla.Int(int64(n)), x.bal}})
			}
			s.queues[n] = append(s.queues[n], ballotStep{voteAction, b, []tla.Value{tla.Int(int64(n)), x.bal, x.val}})
			bal, _ := x.bal.Int64()
			told[x.slot] = max(promised, bal)
		}
		if p, ok := b.promise.Int64(); ok {
			last, promised = b, p
		}
	}
	for slot, s := range all {
		promise(slot, s)
	}
}

// slotNumber is the number in "[17]", and beyond all bounds where there is none.
func slotNumber(slot string) int64 {
	n, err := strconv.ParseInt(strings.Trim(slot, "[]"), 10, 64)
	if err != nil {
		return 1<<63 - 1
	}
	return n
}

func bySlot(a, b string) int {
	if x, y := slotNumber(a), slotNumber(b); x != y {
		if x < y {
			return -1
		}
		return 1
	}
	return strings.Compare(a, b)
}
