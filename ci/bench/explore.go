package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"runtime"
	"time"

	"github.com/synod-paxos/synod/ci/model"
	"github.com/synod-paxos/synod/ci/proc"
	"github.com/synod-paxos/synod/ci/tlc"
)

// Engines are the two that explore the same models, both as programs of their
// own, so that all their threads count.
type Engines struct {
	TLC    tlc.Runner // without a cache
	Synod  string     // the command
	Models []model.Model
	Start  model.Model // a model of a few states, which shows what starting a JVM costs
}

// Chosen are the models that are measured: what TLC takes long enough for that
// starting the JVM does not decide, with and without invariants, a refinement,
// and one whose graph is small beside its invariants.
var Chosen = []string{
	"BasicPaxos_n3_b3_v2_graph",
	"BasicPaxos_n3_b2_v2_refinement",
	"BasicPaxos_n3_b3_v2_restart",
	"BasicPaxos_n3_b2_v2",
}

// StartModel is the model whose exploration takes no time.
const StartModel = "Consensus_v2"

// Model is what the exploration of one model took.
type Model struct {
	Name      string  `json:"name"`
	Generated int64   `json:"generated"`
	Distinct  int64   `json:"distinct"`
	TLC       Sample  `json:"tlc"`
	Synod     Sample  `json:"synod"`
	Ratio     float64 `json:"ratio"`      // generated states per CPU-second, the JVM's start not counted
	WithStart float64 `json:"with_start"` // the same, with the JVM's start
}

func (e *Engines) describe() string {
	return fmt.Sprintf("%s, %s -workers 1 -XX:+UseParallelGC -XX:ParallelGCThreads=1", e.TLC.Jar, e.TLC.Java)
}

func host() string {
	return fmt.Sprintf("%s/%s, %d processors", runtime.GOOS, runtime.GOARCH, runtime.GOMAXPROCS(0))
}

// explore measures both engines on each model in turns. Both check the same:
// what the cfg names.
func (e *Engines) explore(ctx context.Context, o Options, r *Report) error {
	var starts samples
	taken := make([]struct{ tlc, synod samples }, len(e.Models))
	counts := make([]model.Counts, len(e.Models))
	for round := range o.Rounds {
		o.Progress("round %d of %d: starting TLC", round+1, o.Rounds)
		s, _, err := e.runTLC(ctx, e.Start)
		if err != nil {
			return err
		}
		starts.add(s)
		for i, m := range e.Models {
			o.Progress("round %d of %d: %s: TLC", round+1, o.Rounds, m.Name)
			s, theirs, err := e.runTLC(ctx, m)
			if err != nil {
				return err
			}
			taken[i].tlc.add(s)
			o.Progress("round %d of %d: %s: synod", round+1, o.Rounds, m.Name)
			s, ours, err := e.runSynod(ctx, m)
			if err != nil {
				return err
			}
			taken[i].synod.add(s)
			if ours.Generated != theirs.Generated || ours.Distinct != theirs.Distinct {
				return fmt.Errorf("%s: synod generates %d states, %d distinct; TLC %d and %d: there is nothing to compare",
					m.Name, ours.Generated, ours.Distinct, theirs.Generated, theirs.Distinct)
			}
			counts[i] = theirs
		}
	}
	r.Start = starts.median()
	for i, m := range e.Models {
		r.Models = append(r.Models, compare(m.Name, counts[i], taken[i].tlc.median(), taken[i].synod.median(), r.Start))
	}
	return nil
}

// compare takes the ratio of states per CPU-second. The states are the same, so
// that it is the ratio of the times. What starting a JVM takes is not counted.
func compare(name string, c model.Counts, tlc, synod, start Sample) Model {
	work := max(tlc.CPU-start.CPU, time.Millisecond)
	return Model{Name: name, Generated: c.Generated, Distinct: c.Distinct, TLC: tlc, Synod: synod,
		Ratio: work.Seconds() / synod.CPU.Seconds(), WithStart: tlc.CPU.Seconds() / synod.CPU.Seconds()}
}

// samples are what one program took in all rounds.
type samples struct{ cpu, wall []time.Duration }

func (s *samples) add(x Sample) { s.cpu, s.wall = append(s.cpu, x.CPU), append(s.wall, x.Wall) }

func (s *samples) median() Sample { return Sample{median(s.cpu), median(s.wall)} }

func (e *Engines) runTLC(ctx context.Context, m model.Model) (Sample, model.Counts, error) {
	run := e.TLC.Run(ctx, tlc.Job{Name: "bench-" + m.Name, Dir: filepath.Dir(m.Path), Root: m.Root, Config: m.Path})
	if run.Err == nil && run.Result.Verdict != tlc.OK {
		run.Err = fmt.Errorf("TLC says %s; see %s", run.Result.Verdict, run.Log)
	}
	if run.Err != nil {
		return Sample{}, model.Counts{}, fmt.Errorf("%s: %w", m.Name, run.Err)
	}
	return Sample{run.CPU, run.Time}, run.Result.Counts, nil
}

func (e *Engines) runSynod(ctx context.Context, m model.Model) (Sample, model.Counts, error) {
	var out, errOut bytes.Buffer
	cmd := proc.Cmd{Dir: filepath.Dir(m.Path), Name: e.Synod, Args: []string{"spec", "check", m.Root, "--config", m.Path, "--json"},
		Stdout: &out, Stderr: &errOut}
	code, usage, err := cmd.Measure(ctx)
	if err == nil && code != 0 {
		err = fmt.Errorf("%s: exit code %d\n%s%s", cmd, code, errOut.String(), proc.Tail(out.String(), 20))
	}
	var outcome struct{ Generated, Distinct int64 }
	if err == nil {
		err = json.Unmarshal(out.Bytes(), &outcome)
	}
	if err != nil {
		return Sample{}, model.Counts{}, fmt.Errorf("%s: %w", m.Name, err)
	}
	return Sample{usage.CPU, usage.Wall}, model.Counts{Generated: outcome.Generated, Distinct: outcome.Distinct}, nil
}
