package corrupt

import (
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
)

// Options say how to run the suite.
type Options struct {
	Workers int  // checks at the same time; 0: one for each processor
	Logs    bool // the files are write-ahead logs, and nothing else is there
	Lenient bool // do not fail because a row had no instance: the run is known to be poor
}

// maxFailures bounds how many failures an error lists.
const maxFailures = 20

// Suite alters the run whose segments are in dir, and checks each alteration.
// All logs of the run must be whole but for gaps; of a run with gaps, only those
// are altered. An error lists what was not as the table says.
func Suite(dir string, o Options) (*Result, error) {
	if err := checkSchema(); err != nil {
		return nil, err
	}
	files, err := read(dir)
	if err != nil {
		return nil, fmt.Errorf("reading the run to alter: %w", err)
	}
	gaps, err := whole(files)
	if err != nil {
		return nil, err
	}
	s := &suite{files: files, logs: o.Logs, result: &Result{Files: len(files), gaps: gaps}, rows: map[string]*RowResult{}}
	if err := s.prepare(); err != nil {
		return nil, err
	}
	trials, err := s.trials()
	if err != nil {
		return nil, err
	}
	s.runAll(trials, o.Workers)
	return s.result, s.outcome(o)
}

type suite struct {
	files  []*file
	logs   bool
	base   *check.Report
	cited  map[trace.Ref][]check.Place // the lines that cite an event
	result *Result

	mu       sync.Mutex
	rows     map[string]*RowResult
	failures []error
}

// A trial is one altered run.
type trial struct {
	key   string
	what  string // for messages
	at    int    // the file that is altered
	items []trace.Item
	lines []check.Place        // where a violation may show
	moved bool                 // nothing was altered but the order or number of lines
	proof func() (bool, error) // that the alteration is equivalent, if more than the verdict is needed
}

// prepare checks that the untouched run conforms, or, with gaps, that nothing but
// those is missing.
func (s *suite) prepare() error {
	r, err := check.Run(s.inputs(-1, nil), check.Options{Closed: true})
	if err != nil {
		return fmt.Errorf("the untouched run: %w", err)
	}
	if !s.sound(r) {
		return fmt.Errorf("the untouched run does not conform: %s, %s", r.Verdict, firstText(r))
	}
	s.base = r
	s.result.Events = r.Events
	s.cited = map[trace.Ref][]check.Place{}
	for _, f := range s.files {
		for _, item := range f.items {
			e, ok := item.Entry.(*trace.Event)
			if !ok {
				continue
			}
			for _, in := range e.In {
				s.cited[in.Ref] = append(s.cited[in.Ref], check.Place{File: f.name, Line: item.Line})
			}
		}
	}
	for _, row := range Table {
		if of, ok := logTable[row.Key]; ok && s.logs {
			row.Expect, row.Reason, row.Rare = of.Expect, of.Reason, row.Rare || of.Rare
		}
		s.rows[row.Key] = &RowResult{Row: row, Verdicts: map[check.Verdict]int{}}
	}
	return nil
}

func (s *suite) sound(r *check.Report) bool {
	if len(r.Waiting) > 0 {
		return false
	}
	if !s.result.gaps {
		return r.Verdict == check.Conforms
	}
	return !slices.ContainsFunc(r.Findings, func(f *check.Finding) bool {
		return f.Rule != check.RuleMissing || !strings.Contains(f.Text, "a gap")
	})
}

func firstText(r *check.Report) string {
	if len(r.Findings) == 0 {
		return "nothing found"
	}
	return fmt.Sprintf("%s: %s", r.Findings[0].Places[0], r.Findings[0].Text)
}

// trials makes all alterations.
func (s *suite) trials() ([]trial, error) {
	p, err := poolsOf(s.files)
	if err != nil {
		return nil, err
	}
	if s.result.gaps {
		return s.gapTrials(p)
	}
	var list []trial
	for at, f := range s.files {
		for i, item := range f.items {
			alterations, err := p.fields(item.Entry, s.seen(item.Entry))
			if err != nil {
				return nil, fmt.Errorf("%s:%d: %w", f.name, item.Line, err)
			}
			for _, a := range alterations {
				line := string(trace.AppendJSON(nil, a.entry))
				if line == string(trace.AppendJSON(nil, item.Entry)) {
					continue // the run has no other value
				}
				t := trial{key: a.key, what: line, at: at, items: with(f.items, i, a.entry), lines: s.near(at, i, a.entry)}
				if strings.HasPrefix(a.key, "values[]") {
					t.lines = append(t.lines, f.places()...)
				}
				if s.logs { // what is left out here is missed elsewhere
					t.lines = s.everywhere(t.lines[0])
					t.proof = s.sameLog(item.Entry, a.entry)
				}
				list = append(list, t)
			}
		}
		lines, err := s.lineTrials(at)
		if err != nil {
			return nil, err
		}
		list = append(list, lines...)
	}
	return list, nil
}

// places are those of all lines: a definition matters to whatever comes after it.
func (f *file) places() []check.Place {
	var list []check.Place
	for _, item := range f.items {
		list = append(list, check.Place{File: f.name, Line: item.Line})
	}
	return list
}

// near gives the lines at which a violation by an altered line may show: its
// own, and those that cite its event; of a header, that of its first event.
func (s *suite) near(at, i int, altered trace.Entry) []check.Place {
	f := s.files[at]
	places := []check.Place{{File: f.name, Line: f.items[i].Line}}
	if e, ok := f.items[i].Entry.(*trace.Event); ok {
		places = append(places, s.cited[e.Ref]...)
		places = append(places, s.cited[altered.(*trace.Event).Ref]...)
	} else if i+1 < len(f.items) {
		places = append(places, check.Place{File: f.name, Line: f.items[i+1].Line})
	}
	return places
}

// runAll checks all trials, several at a time.
func (s *suite) runAll(trials []trial, workers int) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	s.result.Alterations = len(trials)
	todo := make(chan *trial)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for t := range todo {
				s.run(t)
			}
		})
	}
	for i := range trials {
		todo <- &trials[i]
	}
	close(todo)
	wg.Wait()
}

// run checks one trial and compares the outcome with its row.
func (s *suite) run(t *trial) {
	row := s.rows[t.key]
	verdict, err := s.judge(t, row)
	s.mu.Lock()
	defer s.mu.Unlock()
	if row == nil {
		s.failures = append(s.failures, fmt.Errorf("the table has no row %q", t.key))
		return
	}
	row.Count++
	if err != nil {
		s.failures = append(s.failures, fmt.Errorf("%s: %s: %w: %s", t.key, t.lines[0], err, t.what))
		return
	}
	row.Verdicts[verdict]++
}

func (s *suite) judge(t *trial, row *RowResult) (check.Verdict, error) {
	if row == nil {
		return 0, nil
	}
	in := func() []check.Input { return s.inputs(t.at, t.items) }
	r, err := check.Run(in(), check.Options{SkipInvariants: true})
	if err == nil && r.Verdict != check.Violation && slices.Equal(row.Expect, violation) {
		r, err = check.Run(in(), check.Options{})
	}
	if err != nil {
		return 0, fmt.Errorf("no verdict: %w", err)
	}
	if !slices.Contains(row.Expect, r.Verdict) {
		return 0, fmt.Errorf("%s (%s), but want %v", r.Verdict, firstText(r), row.Expect)
	}
	switch r.Verdict {
	case check.Violation:
		return r.Verdict, shown(r.Findings, t.lines)
	case check.Conforms:
		return r.Verdict, s.unchanged(t, r)
	}
	return r.Verdict, nil
}

// shown checks that a violation shows at one of the lines where it may. Events
// that cause each other are all found, and none of them is the first.
func shown(findings []*check.Finding, lines []check.Place) error {
	first := findings[0]
	for _, f := range findings {
		if f != first && (f.Rule != check.RuleCycle || first.Rule != check.RuleCycle) {
			continue
		}
		if slices.ContainsFunc(f.Places, func(p check.Place) bool { return slices.Contains(lines, p) }) {
			return nil
		}
	}
	return fmt.Errorf("the violation shows at %v, not at %v: %s", first.Places, lines, first.Text)
}

// unchanged checks that an alteration which conforms is equivalent: where lines
// were only moved as many events were judged as before, and the proof, if there
// is one, succeeds.
func (s *suite) unchanged(t *trial, r *check.Report) error {
	if t.moved && !maps.Equal(r.Judged, s.base.Judged) {
		return fmt.Errorf("%v events were judged, not %v", r.Judged, s.base.Judged)
	}
	if t.proof == nil {
		return nil
	}
	ok, err := t.proof()
	if err == nil && !ok {
		err = errors.New("it conforms, but was not shown to be equivalent")
	}
	return err
}

// outcome fills the result and says what was wrong.
func (s *suite) outcome(o Options) error {
	failures := s.failures
	for _, row := range Table {
		r := s.rows[row.Key]
		s.result.Rows = append(s.result.Rows, *r)
		if r.wanting(s.result.gaps) && !o.Lenient {
			failures = append(failures, fmt.Errorf("row %q had no instance in the run", row.Key))
		}
	}
	if len(failures) > maxFailures {
		more := len(failures) - maxFailures
		failures = append(failures[:maxFailures:maxFailures], fmt.Errorf("and %d more", more))
	}
	return errors.Join(failures...)
}
