package tlc

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/synod-paxos/synod/ci/model"
)

// Definitions maps the operators of some modules to the names that occur in
// their definitions. It is read from the text and good for hints only.
type Definitions map[string][]string

var (
	definition = regexp.MustCompile(`(?m)^([A-Za-z_]\w*)(?:\([^)]*\))?\s*==`)
	identifier = regexp.MustCompile(`[A-Za-z_]\w*`)
	comments   = regexp.MustCompile(`(?s)\\\*[^\n]*|\(\*.*?\*\)|"[^"\n]*"`)
)

// ReadDefinitions reads all modules of the directories.
func ReadDefinitions(dirs ...string) (Definitions, error) {
	defs := Definitions{}
	for _, dir := range dirs {
		paths, err := filepath.Glob(filepath.Join(dir, "*.tla"))
		if err != nil {
			return nil, fmt.Errorf("looking for modules: %w", err)
		}
		for _, path := range paths {
			b, err := os.ReadFile(path)
			if err != nil {
				return nil, fmt.Errorf("reading a module: %w", err)
			}
			defs.add(string(b))
		}
	}
	return defs, nil
}

// add adds the definitions of one module, each from its name to the next
// definition. A name that several modules define gets the names of all.
func (d Definitions) add(module string) {
	module = comments.ReplaceAllString(module, " ")
	starts := definition.FindAllStringSubmatchIndex(module, -1)
	for i, s := range starts {
		end := len(module)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		name := module[s[2]:s[3]]
		d[name] = append(d[name], identifier.FindAllString(module[s[1]:end], -1)...)
	}
}

// uses is the set of operators that the definition of root needs, directly or
// not.
func (d Definitions) uses(root string) map[string]bool {
	seen := map[string]bool{root: true}
	for todo := []string{root}; len(todo) > 0; {
		name := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, next := range d[name] {
			if d[next] != nil && !seen[next] {
				seen[next] = true
				todo = append(todo, next)
			}
		}
	}
	return seen
}

// Hint says where to look when something is violated that should hold: at the
// operators that recorded mutants change, if those mutants break the very same
// invariant and the last action of the counterexample uses the operator. An
// operator that no action uses any more comes first: somebody took it out.
func Hint(models []model.Model, m model.Model, r Result, defs Definitions) string {
	inAction, inNext := defs.uses(r.Last().Action), defs.uses("Next")
	var unused, suspects []string
	for _, mutant := range models {
		if mutant.Spec != m.Spec || mutant.Header.Kind != model.Mutant {
			continue
		}
		same := r.Invariant != "" && mutant.Header.Expect.Invariant == r.Invariant
		for _, op := range model.Mutated(models, mutant) {
			switch {
			case !inNext[op]:
				unused = append(unused, op)
			case same && inAction[op]:
				suspects = append(suspects, op)
			}
		}
	}
	var lines []string
	if len(unused) > 0 {
		lines = append(lines, "look at "+list(unused)+": no action uses it any more")
	}
	if len(suspects) > 0 {
		lines = append(lines, fmt.Sprintf("look at %s: %s uses it, and a recorded mutant of it violates %s", list(suspects), r.Last().Action, r.Invariant))
	}
	return strings.Join(lines, "\n")
}

// list joins names, each once, in order.
func list(names []string) string {
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ")
}
