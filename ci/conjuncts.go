package ci

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/synod-paxos/synod/ci/conjunct"
	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/model"
	"github.com/synod-paxos/synod/ci/parallel"
)

func conjunctsGate() gate.Gate {
	return gate.Gate{ID: "conjuncts", Section: "3", Run: runConjuncts,
		Doc: "Each conjunct of each action is load-bearing: without it the invariant or property recorded for it is violated, or its " +
			"recorded effect is listed with a reason."}
}

const updateConjuncts = "go run ./cmd/verify update-conjuncts"

const recordHeading = `# What notices that a conjunct of an action is gone, one conjunct a line, made by
#
#   ` + updateConjuncts + `
#
# A guard that is gone is TRUE; an assignment that is gone leaves its variable as
# it is. Behind the conjunct stands the strongest thing that was found in the
# sets quick and standard, in the cheapest model that shows it:
#
#   violates NAME in MODEL  an invariant or property of a model that holds
#   loses NAME in MODEL     what a probe shows to be possible is not any more
#   changes MODEL: COUNTS   nothing that is checked minds; the graph is another
#   outgrows MODEL          the same, with too many states to count
#   redirects MODEL         the same, with as many states and steps
#   breaks MODEL            the rest of the action cannot be evaluated
#   leaves open MODEL       it says that variables stay as they are; without it a
#                           step does not say what becomes of them, and is refused
#   changes nothing
#
# Why there are conjuncts that change, outgrow, redirect or break a model, or
# change nothing, is told in ci/unneeded.txt. The gate "conjuncts" tries every line again.
`

func recordPath(env *gate.Env) string  { return filepath.Join(env.Root, "ci", "conjuncts.txt") }
func reasonsPath(env *gate.Env) string { return filepath.Join(env.Root, "ci", "unneeded.txt") }

// newBench is the bench on which the project's conjuncts are dropped.
func newBench(env *gate.Env) (*conjunct.Bench, error) {
	models, err := loadModels(env)
	if err != nil {
		return nil, err
	}
	return &conjunct.Bench{Models: models, TLC: runner(env), Dir: modelsDir(env)}, nil
}

// runConjuncts tries what the record says again; at deep bounds it searches
// everything anew.
func runConjuncts(ctx context.Context, env *gate.Env) (gate.Result, error) {
	bench, err := newBench(env)
	if err != nil {
		return gate.Result{}, err
	}
	record, err := conjunct.ReadRecord(recordPath(env))
	if err != nil {
		return gate.Result{}, err
	}
	reasons, err := conjunct.ReadReasons(reasonsPath(env))
	if err != nil {
		return gate.Result{}, err
	}
	all, err := bench.Conjuncts()
	if err != nil {
		return gate.Result{}, err
	}
	if err := errors.Join(sameConjuncts(all, record), sameReasons(record, reasons)); err != nil {
		return gate.Result{}, err
	}
	var trials []conjunctTrial
	for i, c := range all {
		t := conjunctTrial{c, record[i].Finding}
		if t.within(bench.Models, env.Bounds) {
			trials = append(trials, t)
		}
	}
	err = parallel.Each(ctx, trials, func(t conjunctTrial) error {
		env.Progress("conjuncts: without %s", t.ID())
		if env.Bounds == model.Deep {
			return bench.Renew(ctx, t.Conjunct, t.want)
		}
		return bench.Verify(ctx, t.Conjunct, t.want)
	})
	return conjunctResult(trials, reasons), err
}

// A conjunctTrial is a conjunct and what its loss must show.
type conjunctTrial struct {
	conjunct.Conjunct
	want conjunct.Finding
}

// within tells whether a trial belongs to the bounds: its model does.
func (t conjunctTrial) within(models []model.Model, b gate.Bounds) bool {
	if t.want.Kind == conjunct.Nothing {
		return model.Standard.Within(b)
	}
	m, ok := model.Find(models, t.want.Model)
	return !ok || m.Header.Set.Within(b)
}

func conjunctResult(trials []conjunctTrial, reasons map[string]string) gate.Result {
	kinds := map[conjunct.Kind]int{}
	var notes []string
	for _, t := range trials {
		kinds[t.want.Kind]++
		if t.want.NeedsReason() {
			notes = append(notes, fmt.Sprintf("the loss of %s %s: %s", t.ID(), t.want, reasons[t.ID()]))
		}
	}
	return gate.Result{
		Checked: []gate.Count{gate.Of(len(trials), "conjuncts dropped")},
		Killed: []gate.Count{
			gate.Of(kinds[conjunct.Violated], "noticed by an invariant or property"),
			gate.Of(kinds[conjunct.Lost], "by a probe"),
			gate.Of(kinds[conjunct.Incomplete], "by a step left open"),
		},
		Notes: notes,
	}
}

// sameConjuncts compares the record with the conjuncts that there are.
func sameConjuncts(all []conjunct.Conjunct, record []conjunct.Entry) error {
	for i := range max(len(all), len(record)) {
		switch {
		case i >= len(all):
			return fmt.Errorf("ci/conjuncts.txt: there is no conjunct %s; run: %s", record[i].ID, updateConjuncts)
		case i >= len(record) || record[i].ID != all[i].ID():
			return fmt.Errorf("ci/conjuncts.txt: the conjunct %s is missing, or not in its place; run: %s", all[i].ID(), updateConjuncts)
		}
	}
	return nil
}

// sameReasons compares the list of reasons with the conjuncts that need one.
func sameReasons(record []conjunct.Entry, reasons map[string]string) error {
	needed := map[string]bool{}
	var problems []error
	for _, e := range record {
		if !e.Finding.NeedsReason() {
			continue
		}
		needed[e.ID] = true
		if reasons[e.ID] == "" {
			problems = append(problems, fmt.Errorf("the loss of %s %s: a conjunct that nothing needs is removed, or listed in ci/unneeded.txt with the reason why it is there", e.ID, e.Finding))
		}
	}
	for id := range reasons {
		if !needed[id] {
			problems = append(problems, fmt.Errorf("ci/unneeded.txt lists %s, which is needed, or is no conjunct", id))
		}
	}
	return errors.Join(problems...)
}

// UpdateConjuncts searches what notices the loss of each conjunct whose name
// begins with one of the prefixes, or is not in the record, and writes the record.
// It tells whether that has changed, and which reasons are missing.
func UpdateConjuncts(ctx context.Context, env *gate.Env, prefixes []string, say func(format string, args ...any)) error {
	bench, err := newBench(env)
	if err != nil {
		return err
	}
	all, err := bench.Conjuncts()
	if err != nil {
		return err
	}
	record, err := conjunct.ReadRecord(recordPath(env))
	if err != nil {
		return err
	}
	found := map[string]conjunct.Finding{}
	for _, e := range record {
		if !hasPrefix(e.ID, prefixes) {
			found[e.ID] = e.Finding
		}
	}
	if err := searchConjuncts(ctx, env, bench, all, found); err != nil {
		return err
	}
	entries := make([]conjunct.Entry, len(all))
	for i, c := range all {
		entries[i] = conjunct.Entry{ID: c.ID(), Finding: found[c.ID()]}
	}
	changed, err := conjunct.WriteRecord(recordPath(env), recordHeading, entries)
	if err != nil {
		return err
	}
	if changed {
		say("ci/conjuncts.txt has changed")
	}
	reasons, err := conjunct.ReadReasons(reasonsPath(env))
	if err != nil {
		return err
	}
	return sameReasons(entries, reasons)
}

// hasPrefix tells whether a name begins with one of the prefixes; every name
// does if there are none.
func hasPrefix(name string, prefixes []string) bool {
	return len(prefixes) == 0 || slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(name, p) })
}

// searchConjuncts adds what is not found yet.
func searchConjuncts(ctx context.Context, env *gate.Env, bench *conjunct.Bench, all []conjunct.Conjunct, found map[string]conjunct.Finding) error {
	missing := slices.DeleteFunc(slices.Clone(all), func(c conjunct.Conjunct) bool {
		_, ok := found[c.ID()]
		return ok
	})
	var mu sync.Mutex
	return parallel.Each(ctx, missing, func(c conjunct.Conjunct) error {
		f, err := bench.Search(ctx, c)
		mu.Lock()
		defer mu.Unlock()
		found[c.ID()] = f
		env.Progress("conjuncts: %d of %d, last %s", len(found), len(all), c.ID())
		return err
	})
}
