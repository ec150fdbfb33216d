package ci

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/parallel"
	"github.com/synod-paxos/synod/ci/proc"
	"github.com/synod-paxos/synod/impl/wal"
)

func processesGate() gate.Gate {
	return gate.Gate{ID: "processes", Section: "6", Run: runProcesses,
		Doc: "Five real processes duel over TCP while every one of them is killed at random moments: one value is decided, " +
			"and trace-check finds that the traces and the nodes' logs conform, with nothing missing."}
}

// rounds are how often the demo is run, by bounds.
var rounds = map[gate.Bounds]int{"quick": 100, "standard": 300, "deep": 10000}

// demoNodes are the nodes of a round.
const demoNodes = 5

// demoTotals is the last line that the demo prints with --json.
type demoTotals struct {
	Rounds         int            `json:"rounds"`
	OneValue       int            `json:"one_value"`
	DuelAndBetween int            `json:"duel_and_between"`
	RecoveredIn    int            `json:"rounds_with_recovered"`
	Kills          int            `json:"kills"`
	Events         int            `json:"events"`
	Verdicts       map[string]int `json:"verdicts"`
}

func runProcesses(ctx context.Context, env *gate.Env) (gate.Result, error) {
	synod, err := buildCommand(ctx, env, "synod")
	if err != nil {
		return gate.Result{}, err
	}
	checker, err := buildCommand(ctx, env, "trace-check")
	if err != nil {
		return gate.Result{}, err
	}
	want := rounds[env.Bounds]
	env.Progress("processes: %d rounds", want)
	dir := filepath.Join(env.Out, "demo")
	t, err := runDemo(ctx, env, synod, dir, want)
	if err != nil {
		return gate.Result{}, err
	}
	env.Progress("processes: trace-check of %d rounds", want)
	logs, err := auditRounds(ctx, checker, dir, want)
	return gate.Result{Checked: []gate.Count{
		gate.Of(t.Rounds, "rounds"), gate.Of(t.Events, "events"), gate.Of(t.Kills, "kills"),
		gate.Of(t.DuelAndBetween, "rounds with a duel and a restart between promise and vote"),
		gate.Of(t.RecoveredIn, "rounds with recovered events"),
		gate.Of(logs, "logs compared with the traces"),
	}}, errors.Join(t.judge(want), err)
}

// runDemo runs the demo and reads its totals.
func runDemo(ctx context.Context, env *gate.Env, synod, dir string, rounds int) (t demoTotals, err error) {
	out, err := proc.Cmd{Dir: env.Root, Name: synod, Args: []string{
		"demo", "--rounds", strconv.Itoa(rounds), "--kill", "--json", "--dir", dir}}.Output(ctx)
	if err != nil {
		return t, err
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &t); err != nil {
		return t, fmt.Errorf("reading the totals of the demo: %w", err)
	}
	return t, nil
}

// auditRounds has trace-check judge what each round left: the traces and the
// data directories, whose logs must tell the same. The demo has its own opinion
// of the traces; here the program that people use looks at everything. It
// returns how many logs there were.
func auditRounds(ctx context.Context, checker, dir string, want int) (int, error) {
	found, err := filepath.Glob(filepath.Join(dir, "round-*"))
	if err != nil {
		return 0, fmt.Errorf("looking for the rounds: %w", err)
	}
	if len(found) != want {
		return 0, fmt.Errorf("the demo left %d rounds in %s, not %d", len(found), dir, want)
	}
	var logs atomic.Int64
	err = parallel.Each(ctx, found, func(round string) error {
		n, err := filepath.Glob(filepath.Join(round, "node-*", wal.DirName))
		if err != nil {
			return fmt.Errorf("looking for the logs: %w", err)
		}
		if len(n) != demoNodes {
			return fmt.Errorf("%s holds the logs of %d nodes, not of %d", round, len(n), demoNodes)
		}
		logs.Add(int64(len(n)))
		_, err = proc.Cmd{Name: checker, Args: []string{"--closed", round}}.Output(ctx)
		return err
	})
	return int(logs.Load()), err
}

// judge demands that every round went well and that enough of them were hard.
func (t demoTotals) judge(rounds int) error {
	switch {
	case t.Rounds != rounds || t.OneValue != rounds:
		return fmt.Errorf("one value was decided in %d of %d rounds, and %d were run", t.OneValue, rounds, t.Rounds)
	case t.Verdicts["conforms"] != rounds:
		return fmt.Errorf("not all of %d rounds conform: %v", rounds, t.Verdicts)
	case t.DuelAndBetween < rounds*3/10:
		return fmt.Errorf("only %d of %d rounds had a duel and a restart between promise and vote: too tame to show anything",
			t.DuelAndBetween, rounds)
	case t.RecoveredIn == 0:
		return fmt.Errorf("in none of %d rounds did a restart copy an event from the log", rounds)
	}
	return nil
}
