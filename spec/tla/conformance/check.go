package conformance

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/spec/tla/dot"
)

// Compared counts what was compared.
type Compared struct {
	Outcomes, Refusals, States, Edges, CalledEdges int
}

// Add adds another count.
func (c *Compared) Add(d Compared) {
	c.Outcomes += d.Outcomes
	c.Refusals += d.Refusals
	c.States += d.States
	c.Edges += d.Edges
	c.CalledEdges += d.CalledEdges
}

// Check compares the evaluator with what is recorded of a case.
func Check(c Case) (Compared, error) {
	want, err := c.recorded()
	if err != nil {
		return Compared{}, err
	}
	f, err := c.graph(want)
	if err != nil {
		return Compared{}, err
	}
	if f == nil {
		return compare(c, want, nil)
	}
	defer f.Close()
	return compare(c, want, f)
}

// compare compares the evaluator with what TLC says of a case: the outcome, and
// the graph unless it is nil.
func compare(c Case, want Outcome, graph io.ReadSeeker) (Compared, error) {
	switch want.Verdict {
	case Unparsed: // there is nothing to evaluate: see CheckUnparsed
		return Compared{}, checkNoIR(c)
	case Error:
		return Compared{Outcomes: 1, Refusals: 1}, checkRefusal(c)
	}
	s, err := c.Load()
	if err != nil {
		return Compared{}, fmt.Errorf("case %s: TLC gives %s; the evaluator does not load it: %w", c.Name, want, err)
	}
	done := Compared{Outcomes: 1}
	g, got, _ := run(s, false)
	if !got.Agrees(want) {
		return done, fmt.Errorf("case %s: TLC gives %s; the evaluator %s", c.Name, want, got)
	}
	if graph == nil {
		return done, nil
	}
	if done.Edges, err = compareGraph(g, graph); err != nil {
		return done, fmt.Errorf("case %s, by search: %w", c.Name, err)
	}
	done.States = g.Distinct
	if done.CalledEdges, err = checkCalls(c, s, want, graph); err != nil {
		return done, fmt.Errorf("case %s, by bound calls: %w", c.Name, err)
	}
	return done, nil
}

func compareGraph(g *tla.Graph, graph io.ReadSeeker) (int, error) {
	if _, err := graph.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	diff, err := dot.Compare(g, graph)
	if err != nil {
		return 0, err
	}
	if !diff.Equal() {
		return 0, errors.New(diff.String())
	}
	return diff.Edges.Both, nil
}

// uncallable marks a module whose actions cannot be called with bound
// parameters; what the evaluator then says follows it.
const uncallable = `\* uncallable: `

// checkCalls compares the graph that bound calls give.
func checkCalls(c Case, s *tla.Spec, want Outcome, graph io.ReadSeeker) (int, error) {
	refusal, _, err := c.marked(uncallable)
	if err != nil {
		return 0, err
	}
	g, got, err := run(s, true)
	switch {
	case refusal != "" && err == nil:
		return 0, fmt.Errorf("the actions can be called, in spite of %q", refusal)
	case refusal != "" && !strings.Contains(err.Error(), refusal):
		return 0, fmt.Errorf("the actions cannot be called, but not for the reason %q: %w", refusal, err)
	case refusal != "":
		return 0, nil
	case err != nil:
		return 0, err
	case got.Verdict != want.Verdict || got.Distinct != want.Distinct || got.Depth != want.Depth:
		return 0, fmt.Errorf("TLC gives %s; the evaluator %s", want, got)
	}
	return compareGraph(g, graph)
}

// refused marks the line that a refusal must name.
const refused = `\* refused: `

// checkRefusal demands an error that names the marked place and says what
// stands behind the mark.
func checkRefusal(c Case) error {
	text, place, err := c.marked(refused)
	if err != nil {
		return err
	}
	if place == "" {
		return fmt.Errorf("case %s: no line is marked %q", c.Name, refused)
	}
	s, err := c.Load()
	if err == nil {
		_, _, err = run(s, false)
	}
	switch {
	case err == nil:
		return fmt.Errorf("case %s: TLC refuses it; the evaluator does not", c.Name)
	case !strings.Contains(err.Error(), place+":"):
		return fmt.Errorf("case %s: the error does not name %s: %w", c.Name, place, err)
	case !strings.Contains(err.Error(), text):
		return fmt.Errorf("case %s: the error does not say %q: %w", c.Name, text, err)
	}
	return nil
}

// checkNoIR demands that nothing is recorded of the parser where it is recorded to
// refuse the case.
func checkNoIR(c Case) error {
	switch _, err := os.Stat(c.IR()); {
	case err == nil:
		return fmt.Errorf("case %s: the parser refuses it, but %s is there", c.Name, c.IR())
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("case %s: %w", c.Name, err)
	}
	return nil
}

// CheckUnparsed demands that the parser's refusal of a case names the marked
// place and says what stands behind the mark.
func CheckUnparsed(c Case, refusal string) error {
	text, place, err := c.marked(refused)
	if err != nil {
		return err
	}
	_, line, found := strings.Cut(place, ":")
	switch {
	case !found:
		return fmt.Errorf("case %s: the parser refuses it, and no line is marked %q:\n%s", c.Name, refused, refusal)
	case !strings.Contains(refusal, "line "+line+",") || !strings.Contains(refusal, text):
		return fmt.Errorf("case %s: the parser does not name line %s and say %q:\n%s", c.Name, line, text, refusal)
	}
	return nil
}

// marked finds the one line of a case's modules and configuration that bears a
// mark. It returns what follows the mark, and the place as errors name it.
func (c Case) marked(mark string) (text, place string, err error) {
	files, err := os.ReadDir(c.Dir)
	if err != nil {
		return "", "", err
	}
	for _, f := range files {
		ext := filepath.Ext(f.Name())
		if ext != ".tla" && ext != ".cfg" {
			continue
		}
		content, err := os.Open(filepath.Join(c.Dir, f.Name()))
		if err != nil {
			return "", "", err
		}
		defer content.Close()
		lines := bufio.NewScanner(content)
		for n := 1; lines.Scan(); n++ {
			_, after, found := strings.Cut(lines.Text(), mark)
			switch {
			case !found:
			case place != "":
				return "", "", fmt.Errorf("case %s: two lines are marked %q", c.Name, mark)
			default:
				text, place = strings.TrimSpace(after), fmt.Sprintf("%s:%d", strings.TrimSuffix(f.Name(), ".tla"), n)
			}
		}
		if err := lines.Err(); err != nil {
			return "", "", err
		}
	}
	return text, place, nil
}
