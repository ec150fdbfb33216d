package ci

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/language"
	"github.com/synod-paxos/synod/ci/model"
	"github.com/synod-paxos/synod/ci/parallel"
	"github.com/synod-paxos/synod/spec/tla/conformance"
)

func languageGate() gate.Gate {
	return gate.Gate{ID: "language", Section: "4", Run: runLanguage,
		Doc: "On every construct of the language the evaluator gives what TLC gives, by search and by bound calls: the graph, " +
			"the counts and the outcome, and a refusal where TLC refuses; what is recorded of TLC is what it gives now; random " +
			"expressions have the same value; and a fault planted in any operator is noticed."}
}

// languageSample is how many cases TLC runs on at quick bounds; at others it
// runs on all.
const languageSample = 10

// languageValues and languageMachines are how many random expressions and state
// machines are compared.
var (
	languageValues   = map[gate.Bounds]int{model.Quick: 400, model.Standard: 4000, model.Deep: 20000}
	languageMachines = map[gate.Bounds]int{model.Quick: 20, model.Standard: 60, model.Deep: 200}
)

func runLanguage(ctx context.Context, env *gate.Env) (gate.Result, error) {
	cases, err := conformance.Cases(filepath.Join(env.Root, filepath.FromSlash(conformance.Dir)))
	if err != nil {
		return gate.Result{}, err
	}
	done, errs := compareRecorded(cases)
	seed, err := language.Seed(env.Bounds == model.Deep)
	if err != nil {
		return gate.Result{}, err
	}
	sample, note := sampleCases(env.Bounds, cases, seed)
	again, err := compareNow(ctx, env, sample)
	errs = errors.Join(errs, err)
	values, err := language.TLC{Runner: runner(env)}.CompareValues(ctx, int(seed), languageValues[env.Bounds])
	errs = errors.Join(errs, err)
	machines, err := language.TLC{Runner: runner(env)}.CompareMachines(ctx, int(seed), languageMachines[env.Bounds])
	errs = errors.Join(errs, err)
	rows, err := language.TLC{Runner: runner(env)}.CompareTables(ctx, filepath.Join(env.Root, filepath.FromSlash(language.Tables)))
	errs = errors.Join(errs, err)
	faults, err := plantFaults(ctx, env)
	return gate.Result{
		Killed: []gate.Count{gate.Of(faults, "planted faults")},
		Checked: []gate.Count{gate.Of(len(cases), "cases"), gate.Of(done.Refusals, "refusals"), gate.Of(done.States, "states"),
			gate.Of(done.Edges, "edges"), gate.Of(done.CalledEdges, "edges by calls"), gate.Of(again, "cases by TLC now"),
			gate.Of(rows, "recorded values by TLC now"),
			gate.Of(values.Values, "random values"), gate.Of(values.Errors, "random errors"),
			gate.Of(machines.Machines, "random machines"), gate.Of(machines.Edges, "edges of these")},
		Notes: []string{note, fmt.Sprintf("random expressions and machines: %s=%d", language.SeedVariable, seed)},
	}, errors.Join(errs, err)
}

// compareRecorded compares the evaluator with what is recorded of TLC.
func compareRecorded(cases []conformance.Case) (done conformance.Compared, err error) {
	for _, c := range cases {
		compared, e := conformance.Check(c)
		done.Add(compared)
		err = errors.Join(err, e)
	}
	return done, err
}

// sampleCases draws the cases that TLC runs on.
func sampleCases(bounds gate.Bounds, cases []conformance.Case, seed uint64) (sample []conformance.Case, note string) {
	if bounds != model.Quick {
		return cases, "TLC ran on every case"
	}
	random := rand.New(rand.NewPCG(seed, 0))
	for _, i := range random.Perm(len(cases))[:min(len(cases), languageSample)] {
		sample = append(sample, cases[i])
	}
	return sample, fmt.Sprintf("TLC ran on %d cases; %s=%d draws them again", len(sample), language.SeedVariable, seed)
}

// compareNow runs TLC on cases and demands that it still gives what is recorded.
func compareNow(ctx context.Context, env *gate.Env, cases []conformance.Case) (done int, err error) {
	t := language.TLC{Runner: runner(env)}
	var mu sync.Mutex
	err = parallel.Each(ctx, cases, func(c conformance.Case) error {
		env.Progress("language: %s", c.Name)
		made, err := t.Make(ctx, c)
		if err == nil {
			err = made.Current(c)
		}
		if err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		done++
		return nil
	})
	return done, err
}
