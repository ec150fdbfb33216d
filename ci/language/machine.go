package language

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"pgregory.net/rapid"

	"github.com/synod-paxos/synod/spec/irgen"
	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/spec/tla/conformance"
	"github.com/synod-paxos/synod/spec/tla/dot"
)

// Random machines share one module, so that one JVM explores many: a variable
// that never changes says which of them a state belongs to.

// A machine is a random state machine over x, a number, s, a set of numbers, q, a
// sequence of numbers, and f, a function.
type machine struct {
	init    string
	actions []string // the bodies; p is their parameter
}

// variables of machines, with what keeps their values few.
var variables = []struct {
	expr *expr
	keep string
}{
	{leaf(number, "x"), "((%s) %% 4)"},
	{leaf(setOf(number), "s"), "{e \\in 0 .. 2 : e \\in (%s)}"},
	{leaf(sequenceOf(number), "q"), "(LET whole == (%s) IN [e \\in 1 .. (IF Len(whole) < 2 THEN Len(whole) ELSE 2) |-> whole[e] %% 3])"},
	{leaf(functionOf(number, truth), "f"), "(LET whole == (%s) IN [e \\in 1 .. 2 |-> e \\in DOMAIN whole /\\ whole[e]])"},
}

// machines are what random machines are drawn from.
var machines = rapid.Custom(func(t *rapid.T) machine {
	g := &generator{t: t}
	m := machine{init: "x = " + fmt.Sprint(g.upTo(2)) + ` /\ s \in {{}, {1}} /\ q = <<>> /\ f = [e \in 1 .. 2 |-> e = 1]`}
	for _, v := range variables {
		g.scope = append(g.scope, v.expr)
	}
	g.scope = append(g.scope, leaf(number, "p"))
	for range 2 + g.upTo(1) {
		m.actions = append(m.actions, g.action())
	}
	return m
})

// action draws a guard and, in some order, what it does to each variable.
func (g *generator) action() string {
	parts := []string{g.expr(truth, 2).String()}
	for i := range variables {
		parts = append(parts, g.change(i))
	}
	order := rapid.Permutation(parts).Draw(g.t, "order")
	return strings.Join(order, "\n  /\\ ")
}

// change draws what an action does to a variable.
func (g *generator) change(i int) string {
	v := variables[i]
	next := func() string {
		return v.expr.form + "' = " + fmt.Sprintf(v.keep, g.expr(v.expr.shape, 2))
	}
	switch g.upTo(6) {
	case 0, 1:
		return "UNCHANGED " + v.expr.form
	case 2:
		return fmt.Sprintf("(IF %s THEN %s ELSE UNCHANGED %s)", g.expr(truth, 1), next(), v.expr.form)
	case 3:
		return fmt.Sprintf("((%s) \\/ (%s /\\ (%s)))", next(), g.expr(truth, 1), next())
	case 4:
		return fmt.Sprintf("(\\E w \\in {%s, %s} : %s' = w)", fmt.Sprintf(v.keep, g.expr(v.expr.shape, 1)),
			fmt.Sprintf(v.keep, g.expr(v.expr.shape, 1)), v.expr.form)
	case 5:
		return fmt.Sprintf("%s' \\in {%s, %s}", v.expr.form, fmt.Sprintf(v.keep, g.expr(v.expr.shape, 1)), v.expr.form)
	}
	return next()
}

// module is the text of a module of several machines. The constant Live says
// which of them run.
func module(ms []machine) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---- MODULE Machines ----\nEXTENDS %s\n%sCONSTANT Live\nVARIABLES id, x, s, q, f\n", helperModules, helpers)
	var inits, nexts []string
	for i, m := range ms {
		inits = append(inits, fmt.Sprintf("%d \\in Live /\\ id = %d /\\ %s", i, i, m.init))
		for j, a := range m.actions {
			name := fmt.Sprintf("M%dA%d", i, j)
			fmt.Fprintf(&b, "%s(p) ==\n  /\\ id = %d /\\ id' = id\n  /\\ %s\n", name, i, a)
			nexts = append(nexts, fmt.Sprintf("(\\E p \\in 0 .. 1 : %s(p))", name))
		}
	}
	fmt.Fprintf(&b, "Init ==\n  \\/ %s\nNext ==\n  \\/ %s\n====\n", strings.Join(inits, "\n  \\/ "), strings.Join(nexts, "\n  \\/ "))
	return b.String()
}

// Machines counts what CompareMachines compared.
type Machines struct{ Machines, States, Edges int }

// CompareMachines draws n machines from a seed and demands that TLC and the
// evaluator give the same graph. A machine in which something cannot be
// evaluated is left out: TLC would end there for all of them.
func (t TLC) CompareMachines(ctx context.Context, seed, n int) (Machines, error) {
	ms := make([]machine, n)
	for i := range ms {
		ms[i] = machines.Example(seed + i)
	}
	dir, err := os.MkdirTemp("", "synod-machines-")
	if err != nil {
		return Machines{}, err
	}
	defer os.RemoveAll(dir)
	c := conformance.Case{Name: "Machines", Dir: dir}
	if err := os.WriteFile(c.Root(), []byte(module(ms)), 0o644); err != nil {
		return Machines{}, err
	}
	m, err := irgen.Parse(ctx, t.Runner.Jar, c.Root(), c.Dir)
	if err != nil {
		return Machines{}, fmt.Errorf("random machines: %w", err)
	}
	var live []int
	for i := range ms {
		_, err := explore(m, config([]int{i}))
		var bad *tla.EvaluationError
		if errors.As(err, &bad) {
			continue
		}
		if err != nil {
			return Machines{}, fmt.Errorf("random machines: %w", err)
		}
		live = append(live, i)
	}
	g, err := explore(m, config(live))
	if err != nil {
		return Machines{}, fmt.Errorf("random machines: %w", err)
	}
	if err := os.WriteFile(c.Config(), []byte(config(live)), 0o644); err != nil {
		return Machines{}, err
	}
	edges, err := t.sameGraph(ctx, c, g)
	if err != nil {
		return Machines{}, fmt.Errorf("random machines (%s=%d): %w", SeedVariable, seed, err)
	}
	return Machines{len(live), g.Distinct, edges}, nil
}

// config lets some machines run.
func config(live []int) string {
	numbers := strings.Trim(strings.Join(strings.Fields(fmt.Sprint(live)), ", "), "[]")
	return helperConfig + "CONSTANT Live = {" + numbers + "}\nINIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\n"
}

// explore explores machines with package tla.
func explore(m *tla.Module, config string) (*tla.Graph, error) {
	cfg, err := tla.ParseConfig("Machines.cfg", strings.NewReader(config))
	if err != nil {
		return nil, err
	}
	s, err := tla.Load(m, cfg)
	if err != nil {
		return nil, err
	}
	return tla.Explore(s, tla.ExploreOptions{Edges: true})
}

// sameGraph demands that TLC gives the same graph, and returns its edges.
func (t TLC) sameGraph(ctx context.Context, c conformance.Case, g *tla.Graph) (int, error) {
	made, err := t.run(ctx, c)
	if err != nil {
		return 0, err
	}
	own := conformance.Outcome{Verdict: conformance.OK, Generated: g.Generated, Distinct: g.Distinct, Depth: g.Depth}
	if !own.Agrees(made.Outcome) {
		return 0, fmt.Errorf("TLC gives %s; the evaluator %s", made.Outcome, own)
	}
	diff, err := dot.Compare(g, bytes.NewReader(made.Graph))
	if err != nil {
		return 0, err
	}
	if !diff.Equal() {
		return 0, errors.New(diff.String())
	}
	return diff.Edges.Both, nil
}
