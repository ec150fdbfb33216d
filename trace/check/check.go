package check

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/synod-paxos/synod/trace/values"
)

// Options say how to check.
type Options struct {
	// Levels are those to judge at; none stands for all.
	Levels []Level
	// Closed says that no node is running any more, so that what an open end
	// would excuse is inconclusive.
	Closed bool
	// Order is a seed that shuffles the order in which logs are merged. The
	// verdict is that of the canonical order; Run fails if they differ.
	Order uint64
	// IR is the resolved form of another version of the replay's
	// specification, to judge older traces by.
	IR []byte
	// SkipInvariants leaves out the invariants at the global level; the report
	// says so.
	SkipInvariants bool
}

// ErrNothing says that no event was compared with the specification, so that
// there is no verdict.
var ErrNothing = errors.New("nothing to compare")

// A checker is one run.
type checker struct {
	options  Options
	report   *Report
	source   *source
	model    *model
	files    []*file
	store    store
	values   values.Dictionary
	compared map[string]int
	decided  *decisions
	volatile int                             // events in logs that change nothing durable
	watch    func(*replay, *link, *prepared) // sees each event before it is judged
}

// Run reads all inputs and judges them. An error says that there is no verdict:
// an input cannot be read, or nothing in it can be judged.
func Run(inputs []Input, o Options) (*Report, error) {
	c := newChecker(o)
	if err := c.run(inputs); err != nil {
		return nil, err
	}
	return c.report, nil
}

func newChecker(o Options) *checker {
	return &checker{options: o, compared: map[string]int{}, decided: newDecisions(), report: &Report{
		Findings: []*Finding{}, Judged: map[Level]int{}, Unjudged: map[Level]int{},
		Actions: map[string]int{}, Compared: map[string]int{}, Invariants: map[string]int{},
	}}
}

func (c *checker) run(inputs []Input) (err error) {
	if err := c.load(inputs); err != nil {
		return err
	}
	if c.source, err = openReplay(c.specName(), c.options.IR); err != nil {
		return err
	}
	c.report.Spec, c.report.Hash = c.source.name, c.source.hash
	if err := c.judgeAll(); err != nil {
		return err
	}
	return c.finish()
}

func (c *checker) wants(l Level) bool {
	return len(c.options.Levels) == 0 || slices.Contains(c.options.Levels, l)
}

// judgeAll judges the traces and the write-ahead logs at all levels wanted.
func (c *checker) judgeAll() error {
	var traces, logs []*file
	for _, f := range c.files {
		if f.log {
			logs = append(logs, f)
		} else {
			traces = append(traces, f)
		}
	}
	w, wal := c.index(traces, false), c.index(logs, true)
	c.headers(w, wal)
	if c.report.Events == 0 && c.report.Verdict != Violation {
		return fmt.Errorf("%w: there is no event in %s%s", ErrNothing, count(len(c.files), "file"), c.first())
	}
	if err := c.bind(); err != nil {
		if c.report.Verdict == Violation {
			c.report.note("the events were not judged: %v", err)
			return nil
		}
		return err
	}
	c.pair(w, wal)
	if err := c.judgeTraces(w); err != nil {
		return err
	}
	return c.judgeLogs(wal)
}

// bind makes the model of the nodes that the headers name.
func (c *checker) bind() (err error) {
	if c.report.Nodes == nil {
		return fmt.Errorf("%w: no header names a specification that can be judged by%s", ErrNothing, c.first())
	}
	c.model, err = modelFor(c.source, c.report.Nodes)
	return err
}

func (c *checker) judgeTraces(w *world) error {
	if len(w.files) == 0 {
		return nil
	}
	chains := c.chains(w)
	c.torn(w)
	if c.wants(Global) {
		c.cite(w, chains)
	}
	if c.wants(Global) {
		if err := c.global(w, chains); err != nil {
			return err
		}
	}
	if c.wants(Local) {
		c.local(w, chains, Local)
	}
	return nil
}

func (c *checker) judgeLogs(w *world) error {
	if len(w.files) == 0 {
		return nil
	}
	chains := c.chains(w)
	together := c.wants(Voting) || c.wants(Global)
	if together {
		c.members(w)
		c.citeLogs(w, chains)
	} else {
		c.report.note("write-ahead logs were judged one by one: whether those of all nodes are there was not asked")
	}
	if c.wants(Local) {
		c.local(w, chains, Local)
	}
	if c.volatile > 0 {
		c.report.note("%s in write-ahead logs, which change nothing durable, were not judged there: a log need not hold all of their kind", count(c.volatile, "event"))
	}
	if together {
		return c.voting(w, chains)
	}
	return nil
}

// first is the first finding, to end an error with.
func (c *checker) first() string {
	if len(c.report.Findings) == 0 {
		return ""
	}
	f := c.report.Findings[0]
	return fmt.Sprintf(": %s: %s", f.Places[0], f.Text)
}

// local replays each chain alone. One of which every event was judged together with
// the others' would come to the same: at both levels a step sees the messages that
// its event cites.
func (c *checker) local(w *world, chains map[int]*chain, level Level) {
	for _, n := range sortedKeys(chains) {
		links := chains[n].links
		if judged, all := chains[n].judged(); all && !w.log {
			c.report.Judged[level] += judged
			continue
		}
		for i, l := range links {
			l.id = i
		}
		r := c.newReplay(w, level, len(links))
		r.spare = true
		if w.log || !c.wants(Global) {
			r.found = c.decided
		}
		r.run(links)
	}
}

// torn notes the files whose last line is not whole.
func (c *checker) torn(w *world) {
	for _, f := range w.files {
		if f.torn > 0 {
			c.report.note("%s:%d: the last line is torn: the node died while writing it; nothing relied upon it", f.name, f.torn)
		}
	}
}

// finish counts, sorts, and says so if there is nothing to base a verdict on.
func (c *checker) finish() error {
	r := c.report
	r.Trace = &Trace{files: c.files}
	slices.SortStableFunc(r.Findings, func(a, b *Finding) int {
		return cmp.Or(cmp.Compare(b.Verdict, a.Verdict), cmp.Compare(a.scope(), b.scope()))
	})
	if c.model == nil {
		r.Unjudged[Local] = r.Events
		return nil // a violation, and nothing that could be judged
	}
	for name := range c.model.actions {
		r.Actions[name] = 0
	}
	judged := 0
	for _, f := range c.files {
		for _, e := range f.events {
			if e.judged && (e.twin == nil || !e.twin.judged) {
				r.Actions[e.name()]++
				judged++
			}
		}
	}
	for _, name := range c.model.nodeVars {
		r.Compared[name] = c.compared[name]
	}
	if judged == 0 && r.Verdict != Violation {
		return fmt.Errorf("%w: none of %s could be judged%s", ErrNothing, count(r.Events, "event"), c.first())
	}
	return nil
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
