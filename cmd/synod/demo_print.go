package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// A story prints what happens as it happens, if somebody listens.
type story struct {
	mu    sync.Mutex
	out   io.Writer // nil for silence
	start time.Time
}

func (s *story) tell(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.out != nil {
		fmt.Fprintf(s.out, "%6d ms  %s\n", time.Since(s.start).Milliseconds(), fmt.Sprintf(format, args...))
	}
}

// totals sum up rounds.
type totals struct {
	Rounds       int            `json:"rounds"`
	OneValue     int            `json:"one_value"`        // rounds with one decided value
	Duels        int            `json:"duels"`            // rounds with a duel
	Between      int            `json:"between"`          // rounds with a restart between promise and vote
	Both         int            `json:"duel_and_between"` // rounds with both
	Recovered    int            `json:"recovered"`        // events that a restart copied from the log
	RecoveredIn  int            `json:"rounds_with_recovered"`
	Kills        int            `json:"kills"`
	Events       int            `json:"events"`
	Verdicts     map[string]int `json:"verdicts"`
	worstVerdict int
}

func (t *totals) add(r *round) {
	if t.Verdicts == nil {
		t.Verdicts = make(map[string]int)
	}
	t.Rounds++
	t.OneValue += one(len(r.Decided) == 1)
	t.Duels += one(r.Counts.Duel)
	t.Between += one(r.Counts.Between > 0)
	t.Both += one(r.Counts.Duel && r.Counts.Between > 0)
	t.Recovered += r.Counts.Recovered
	t.RecoveredIn += one(r.Counts.Recovered > 0)
	t.Kills += r.Kills
	t.Events += r.Counts.Events
	t.Verdicts[r.Audit.Verdict]++
	if code := r.Audit.exitCode; code == exitFails || t.worstVerdict == exitHolds {
		t.worstVerdict = code
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (t *totals) exitCode() int {
	if t.OneValue < t.Rounds {
		return exitFails
	}
	return t.worstVerdict
}

// A demoPrinter prints a demo.
type demoPrinter struct {
	out    io.Writer
	asJSON bool
	rounds int
	dir    string
}

func (p demoPrinter) start(o demoOptions) {
	if !p.asJSON {
		fmt.Fprintf(p.out, "%d nodes, %d rivals, killed: %s, seed %d\n", demoSize, len(demoValues), o.kill, o.seed)
	}
}

// story is told in full when there is one round to tell of.
func (p demoPrinter) story() *story {
	s := &story{start: time.Now()}
	if p.rounds == 1 && !p.asJSON {
		s.out = p.out
	}
	return s
}

func (p demoPrinter) round(r *round) {
	if p.asJSON {
		printJSON(p.out, r)
		return
	}
	fmt.Fprintf(p.out, "round %d (seed %d): decided %s; %d kills, %d events, %s, %d restarts between promise and vote, %d events recovered: %s\n",
		r.Round, r.Seed, strings.Join(r.Decided, " AND "), r.Kills, r.Counts.Events,
		choose(r.Counts.Duel, "a duel", "no duel"), r.Counts.Between, r.Counts.Recovered, r.Audit.Verdict)
	for _, line := range r.Audit.Findings {
		fmt.Fprintln(p.out, "  "+line)
	}
}

func choose(b bool, yes, no string) string {
	if b {
		return yes
	}
	return no
}

func (p demoPrinter) end(t totals) {
	if p.asJSON {
		printJSON(p.out, t)
		return
	}
	if p.rounds > 1 {
		fmt.Fprintf(p.out, "\n%d rounds: one value decided in %d; %d kills; %d with a duel, %d with a restart between promise and vote, %d with both; %d events recovered in %d rounds; verdicts:",
			t.Rounds, t.OneValue, t.Kills, t.Duels, t.Between, t.Both, t.Recovered, t.RecoveredIn)
		for _, verdict := range []string{"conforms", "inconclusive", "violation"} {
			fmt.Fprintf(p.out, " %d %s", t.Verdicts[verdict], verdict)
		}
		fmt.Fprintln(p.out)
		fmt.Fprintf(p.out, "traces and drawings: %s\n", filepath.Join(p.dir, "round-*"))
		return
	}
	fmt.Fprintf(p.out, "traces: %s\ndrawing: %s\n", filepath.Join(p.dir, "traces"), filepath.Join(p.dir, "trace.html"))
}
