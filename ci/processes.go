package ci

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/proc"
)

func processesGate() gate.Gate {
	return gate.Gate{ID: "processes", Section: "6", Run: runProcesses,
		Doc: "Five real processes duel over TCP while every one of them is killed at random moments: one value is decided, " +
			"and trace-check finds that the traces conform."}
}

// rounds are how often the demo is run, by bounds.
var rounds = map[gate.Bounds]int{"quick": 100, "standard": 300, "deep": 10000}

// demoTotals is the last line that the demo prints with --json.
type demoTotals struct {
	Rounds         int            `json:"rounds"`
	OneValue       int            `json:"one_value"`
	DuelAndBetween int            `json:"duel_and_between"`
	Recovered      int            `json:"recovered"`
	Kills          int            `json:"kills"`
	Events         int            `json:"events"`
	Verdicts       map[string]int `json:"verdicts"`
}

func runProcesses(ctx context.Context, env *gate.Env) (gate.Result, error) {
	synod, err := buildCommand(ctx, env, "synod")
	if err != nil {
		return gate.Result{}, err
	}
	want := rounds[env.Bounds]
	env.Progress("processes: %d rounds", want)
	out, err := proc.Cmd{Dir: env.Root, Name: synod, Args: []string{
		"demo", "--rounds", strconv.Itoa(want), "--kill", "--json", "--dir", filepath.Join(env.Out, "demo")}}.Output(ctx)
	if err != nil {
		return gate.Result{}, err
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	var t demoTotals
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &t); err != nil {
		return gate.Result{}, fmt.Errorf("reading the totals of the demo: %w", err)
	}
	result := gate.Result{Checked: []gate.Count{
		gate.Of(t.Rounds, "rounds"), gate.Of(t.Events, "events"), gate.Of(t.Kills, "kills"),
		gate.Of(t.DuelAndBetween, "rounds with a duel and a restart between promise and vote"),
		gate.Of(t.Recovered, "recovered events"),
	}}
	return result, t.judge(want)
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
	}
	return nil
}

// buildCommand builds a command and returns the path of the binary.
func buildCommand(ctx context.Context, env *gate.Env, name string, flags ...string) (string, error) {
	path := filepath.Join(env.Root, "bin", name)
	args := append([]string{"build", "-buildvcs=false", "-o", path}, flags...)
	_, err := proc.Cmd{Dir: env.Root, Name: "go", Args: append(args, "./cmd/"+name)}.Output(ctx)
	return path, err
}
