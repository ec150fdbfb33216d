package model

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
)

// Gaps says what the models, taken together, leave unshown: an invariant or a
// property that nothing ever violates may be one that cannot be violated, and a
// refinement that no model checks is only a claim. What runs in verify-deep
// alone does not count. Modules are in specDir; cores are the specifications
// that have an implementation, which must be live, too.
func Gaps(models []Model, specDir string, cores map[string]bool) []error {
	models = Select(models, Standard)
	problems := idleInvariants(models)
	problems = append(problems, idleProperties(models)...)
	for _, spec := range specs(models) {
		problems = append(problems, uncheckedRefinements(models, specDir, spec)...)
		live := func(m Model) bool { return m.Spec == spec && m.Header.Kind == Liveness }
		if cores[spec] && !slices.ContainsFunc(models, live) {
			problems = append(problems, fmt.Errorf("%s has an implementation and no model of kind liveness", spec))
		}
	}
	return problems
}

// specs are the specifications that have models, in order.
func specs(models []Model) []string {
	seen := map[string]bool{}
	for _, m := range models {
		seen[m.Spec] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

// idleInvariants are those that some model checks and that no mutant and no
// probe of the same specification violates.
func idleInvariants(models []Model) []error {
	violated := map[string]bool{}
	for _, m := range models {
		violated[m.Spec+" "+m.Header.Expect.Invariant] = true
	}
	var problems []error
	for _, m := range models {
		if m.Header.Kind != Check && m.Header.Kind != Graph {
			continue
		}
		for _, name := range m.Config.Invariants {
			if key := m.Spec + " " + name; !violated[key] {
				violated[key] = true // said once
				problems = append(problems, fmt.Errorf("%s.cfg checks %s, which no mutant or probe of %s is expected to violate: nothing shows that it can fail", m.Name, name, m.Spec))
			}
		}
	}
	return problems
}

// idleProperties are those that some refinement model checks and that no mutant
// violates. The mutant has the property alone, since TLC does not say which one
// fails, and another refinement model of the specification may be its base.
func idleProperties(models []Model) []error {
	violated := map[string]bool{}
	for _, m := range models {
		base, ok := Find(models, m.Header.Base)
		if ok && base.Header.Kind == Refinement && m.Header.Kind == Mutant && m.Header.Expect.Verdict == "property" && len(m.Config.Properties) == 1 {
			violated[m.Spec+" "+m.Config.Properties[0]] = true
		}
	}
	var problems []error
	for _, m := range models {
		if m.Header.Kind != Refinement {
			continue
		}
		for _, name := range m.Config.Properties {
			if key := m.Spec + " " + name; !violated[key] {
				violated[key] = true
				problems = append(problems, fmt.Errorf("%s.cfg checks %s, and no mutant with a refinement model of %s as its base has %s as its only PROPERTY and expects: property", m.Name, name, m.Spec, name))
			}
		}
	}
	return problems
}

var (
	instanceOf = regexp.MustCompile(`(?m)^\s*(\w+)\s*==\s*INSTANCE\s+(\w+)`)
	refinement = regexp.MustCompile(`(?m)^\s*(\w+)\s*==\s*(\w+)!(?:\w+!)*Spec\b`)
)

// uncheckedRefinements are the instances of other specifications in a module
// without a theorem Name == I!Spec, and those theorems that no model of kind
// refinement checks.
func uncheckedRefinements(models []Model, specDir, spec string) []error {
	b, err := os.ReadFile(filepath.Join(specDir, spec+".tla"))
	if err != nil {
		return []error{fmt.Errorf("reading the module under test: %w", err)}
	}
	text := blockComment.ReplaceAllString(lineComment.ReplaceAllString(string(b), ""), " ")
	checked := map[string]bool{}
	for _, m := range models {
		if m.Spec == spec && m.Header.Kind == Refinement {
			for _, name := range m.Config.Properties {
				checked[name] = true
			}
		}
	}
	var problems []error
	claimed := map[string]bool{}
	for _, claim := range refinement.FindAllStringSubmatch(text, -1) {
		claimed[claim[2]] = true
		if !checked[claim[1]] {
			problems = append(problems, fmt.Errorf("%s.tla defines %s, which no model of kind refinement has as a PROPERTY", spec, claim[1]))
		}
	}
	for _, instance := range instanceOf.FindAllStringSubmatch(text, -1) {
		_, err := os.Stat(filepath.Join(specDir, instance[2]+".tla"))
		if err == nil && !claimed[instance[1]] {
			problems = append(problems, fmt.Errorf("%s.tla instantiates %s and has no refinement %s!Spec for a model to check", spec, instance[2], instance[1]))
		}
	}
	return problems
}
