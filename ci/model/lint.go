package model

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// Lint says what is wrong with the models taken together: headers that lack
// something or contradict themselves, mutants whose base does not vouch for
// the invariant that kills them. It does not ask for counts; see Uncounted.
func Lint(models []Model) []error {
	var problems []error
	for _, m := range models {
		for _, err := range lintModel(models, m) {
			problems = append(problems, fmt.Errorf("%s.cfg: %w", m.Name, err))
		}
	}
	return problems
}

// Uncounted says which models have no recorded counts.
func Uncounted(models []Model) []error {
	var problems []error
	for _, m := range models {
		if m.Header.Counts == nil {
			problems = append(problems, fmt.Errorf("%s.cfg: no distinct, generated and depth are recorded; run: go run ./cmd/verify update-counts %s", m.Name, m.Name))
		}
	}
	return problems
}

func lintModel(models []Model, m Model) []error {
	var problems []error
	complain := func(bad bool, format string, args ...any) {
		if bad {
			problems = append(problems, fmt.Errorf(format, args...))
		}
	}
	h := m.Header
	complain(h.Purpose == "", "purpose: is missing")
	complain(setOrder[h.Set] == 0, "set: %q is not one of quick, standard, deep", h.Set)
	complain(h.Expect.Verdict == "", "expect: is missing")
	_, err := os.Stat(filepath.Join(filepath.Dir(m.Path), m.Root+".tla"))
	complain(err != nil, "there is no root module %s.tla", m.Root)
	complain(h.Expect.Verdict == "invariant" && !slices.Contains(m.Config.Invariants, h.Expect.Invariant),
		"expect: names %s, which is not among the INVARIANTS", h.Expect.Invariant)
	complain(h.Expect.Verdict == "property" && len(m.Config.Properties) != 1,
		"expect: property needs exactly one PROPERTY, since TLC does not say which one fails")
	complain(h.Kind != Mutant && (h.Mutates != "" || h.Equivalent != "" || h.Base != ""),
		"mutates:, equivalent: and base: belong to mutants only")
	return append(problems, lintKind(models, m)...)
}

// lintKind checks what the kind of a model asks for.
func lintKind(models []Model, m Model) []error {
	h, c := m.Header, m.Config
	var ok bool
	var want string
	switch h.Kind {
	case Check:
		ok, want = h.Expect.OK() && len(c.Invariants) > 0, "expect: ok and INVARIANTS"
	case Refinement, Liveness:
		ok, want = h.Expect.OK() && len(c.Properties) > 0, "expect: ok and a PROPERTY"
	case Probe:
		ok, want = !h.Expect.OK(), "an expected violation"
	case Graph:
		ok, want = h.Expect.OK() && c.Behaviour["SYMMETRY"] == nil && c.Behaviour["VIEW"] == nil && !c.overrides("Add"),
			"expect: ok and neither SYMMETRY, VIEW nor an override of Add"
	case Mutant:
		return lintMutant(models, m)
	default:
		return []error{fmt.Errorf("kind: %q is not one of check, refinement, liveness, probe, mutant, graph", h.Kind)}
	}
	if !ok {
		return []error{fmt.Errorf("kind: %s asks for %s", h.Kind, want)}
	}
	return nil
}

// lintMutant compares a mutant with its base. The two must differ in operators
// only, and the base must hold the very thing that the mutant breaks: else a
// violation says nothing about the mutation.
func lintMutant(models []Model, m Model) []error {
	h := m.Header
	if h.Mutates == "" {
		return []error{fmt.Errorf("mutates: is missing")}
	}
	base, ok := Find(models, h.Base)
	if !ok {
		return []error{fmt.Errorf("base: there is no model %q", h.Base)}
	}
	var problems []error
	complain := func(bad bool, format string, args ...any) {
		if bad {
			problems = append(problems, fmt.Errorf(format, args...))
		}
	}
	complain(base.Spec != m.Spec, "base: %s is a model of another spec", base.Name)
	complain(base.Header.Kind == Mutant || !base.Header.Expect.OK(), "base: %s is not expected to be ok", base.Name)
	complain(!base.Header.Set.Within(m.Header.Set), "base: %s is not run where this mutant is", base.Name)
	complain(len(m.Config.Overrides(base.Config)) == 0, "overrides no operator that %s does not", base.Name)
	for _, a := range base.Config.Constants {
		complain(!slices.Contains(m.Config.Constants, a), "CONSTANTS: %s is not as in %s", a.Name, base.Name)
	}
	for _, section := range []string{"INIT", "NEXT", "SPECIFICATION", "CONSTRAINTS", "ACTION_CONSTRAINTS"} {
		complain(!slices.Equal(m.Config.Behaviour[section], base.Config.Behaviour[section]), "%s is not as in %s", section, base.Name)
	}
	complain(h.Equivalent == "" && h.Expect.OK(), "expect: ok, and no equivalent: says why")
	complain(h.Equivalent != "" && !h.Expect.OK(), "equivalent: and expect: %s contradict each other", h.Expect)
	complain(h.Expect.Verdict == "invariant" && !slices.Contains(base.Config.Invariants, h.Expect.Invariant),
		"expect: %s is not among the INVARIANTS of %s, so nothing says that it holds unmutated", h.Expect.Invariant, base.Name)
	for _, property := range m.Config.Properties {
		complain(!slices.Contains(base.Config.Properties, property),
			"PROPERTY %s is not among those of %s, so nothing says that it holds unmutated", property, base.Name)
	}
	return problems
}
