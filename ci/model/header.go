package model

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A Kind says what a model is for.
type Kind string

// The kinds of models.
const (
	Check      Kind = "check"      // invariants hold
	Refinement Kind = "refinement" // the spec above is implemented
	Liveness   Kind = "liveness"   // something good happens in the end
	Probe      Kind = "probe"      // a state is reachable: its denial is violated
	Mutant     Kind = "mutant"     // a changed spec is caught, or equivalent
	Graph      Kind = "graph"      // the whole state graph is compared edge by edge
)

// A Set says from which bounds on a model is run.
type Set string

// The sets, each of which includes those before it.
const (
	Quick    Set = "quick"
	Standard Set = "standard"
	Deep     Set = "deep"
)

var setOrder = map[Set]int{Quick: 1, Standard: 2, Deep: 3}

// Within tells whether models of set s are run at bounds b.
func (s Set) Within(b Set) bool { return setOrder[s] <= setOrder[b] }

// An Expectation is the result that a model must give.
type Expectation struct {
	Verdict   string // "ok", "invariant", "property" or "deadlock"
	Invariant string // the name, where the verdict is "invariant"
}

func (e Expectation) String() string {
	return strings.TrimSpace(e.Verdict + " " + e.Invariant)
}

// OK tells whether no violation is expected.
func (e Expectation) OK() bool { return e.Verdict == "ok" }

// Counts are the figures of one run of TLC with one worker. Depth is 0 where
// TLC prints none, as after a violation of liveness.
type Counts struct {
	Distinct  int64
	Generated int64
	Depth     int
}

func (c Counts) String() string {
	return fmt.Sprintf("distinct %d, generated %d, depth %d", c.Distinct, c.Generated, c.Depth)
}

// A Header is what the comment at the top of a cfg says about its model.
type Header struct {
	Purpose    string
	Kind       Kind
	Set        Set
	Expect     Expectation
	Mutates    string  // the mutant's name in the catalogue
	Equivalent string  // why no invariant can kill the mutant
	Base       string  // the mutant's unmutated twin
	Counts     *Counts // nil until recorded
	Seconds    int     // of CPU, that TLC took when that was recorded; 0 until then
}

var (
	keyLine          = regexp.MustCompile(`^\\\* ?([a-z]+):\s*(.*)$`)
	continuationLine = regexp.MustCompile(`^\\\*\s{2,}(\S.*)$`)
)

// headerEnd is the number of lines at the top that are comments.
func headerEnd(lines []string) int {
	for i, line := range lines {
		if !strings.HasPrefix(line, `\*`) {
			return i
		}
	}
	return len(lines)
}

// parseHeader reads the header of a cfg. Only keys that are known may occur,
// each once; which of them must is for the lint of the whole set to say.
func parseHeader(text string) (Header, error) {
	lines := strings.Split(text, "\n")
	values := map[string]string{}
	last := ""
	for i, line := range lines[:headerEnd(lines)] {
		if m := keyLine.FindStringSubmatch(line); m != nil {
			if _, twice := values[m[1]]; twice {
				return Header{}, fmt.Errorf("line %d: %s: stands twice", i+1, m[1])
			}
			values[m[1]], last = strings.TrimSpace(m[2]), m[1]
			continue
		}
		m := continuationLine.FindStringSubmatch(line)
		if m == nil || last == "" {
			return Header{}, fmt.Errorf("line %d: neither a key nor the continuation of one: %s", i+1, line)
		}
		values[last] += " " + strings.TrimSpace(m[1])
	}
	return headerFrom(values)
}

// headerFrom turns keys and values into a Header.
func headerFrom(values map[string]string) (Header, error) {
	var h Header
	var err error
	counts := map[string]int64{}
	for key, value := range values {
		if value == "" {
			return h, fmt.Errorf("%s: has no value", key)
		}
		switch key {
		case "purpose":
			h.Purpose = value
		case "kind":
			h.Kind = Kind(value)
		case "set":
			h.Set = Set(value)
		case "expect":
			h.Expect, err = parseExpectation(value)
		case "mutates":
			h.Mutates = value
		case "equivalent":
			h.Equivalent = value
		case "base":
			h.Base = value
		case "seconds":
			h.Seconds, err = strconv.Atoi(value)
		case "distinct", "generated", "depth":
			counts[key], err = strconv.ParseInt(value, 10, 64)
		default:
			err = fmt.Errorf("no such key")
		}
		if err != nil {
			return h, fmt.Errorf("%s: %w", key, err)
		}
	}
	if len(counts) != 0 && len(counts) != 3 {
		return h, fmt.Errorf("distinct, generated and depth stand together or not at all")
	}
	if len(counts) == 3 {
		h.Counts = &Counts{counts["distinct"], counts["generated"], int(counts["depth"])}
	}
	return h, nil
}

func parseExpectation(value string) (Expectation, error) {
	words := strings.Fields(value)
	switch {
	case len(words) == 2 && words[0] == "invariant":
		return Expectation{words[0], words[1]}, nil
	case len(words) == 1 && (words[0] == "ok" || words[0] == "property" || words[0] == "deadlock"):
		return Expectation{Verdict: words[0]}, nil
	}
	return Expectation{}, fmt.Errorf("%q is not one of: ok, invariant NAME, property, deadlock", value)
}

// WithCounts returns the text of a cfg with the counts and the seconds in its
// header replaced or added.
func WithCounts(text string, c Counts, seconds int) string {
	lines := strings.Split(text, "\n")
	end := headerEnd(lines)
	var out []string
	for _, line := range lines[:end] {
		m := keyLine.FindStringSubmatch(line)
		if m == nil || !slices.Contains([]string{"distinct", "generated", "depth", "seconds"}, m[1]) {
			out = append(out, line)
		}
	}
	out = append(out,
		fmt.Sprintf(`\* distinct: %d`, c.Distinct),
		fmt.Sprintf(`\* generated: %d`, c.Generated),
		fmt.Sprintf(`\* depth: %d`, c.Depth))
	if seconds > 0 {
		out = append(out, fmt.Sprintf(`\* seconds: %d`, seconds))
	}
	return strings.Join(append(out, lines[end:]...), "\n")
}
