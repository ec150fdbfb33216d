package ci

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/model"
	"github.com/synod-paxos/synod/ci/tlc"
)

// UpdateCounts runs models and writes the counts that they give into their
// headers. A model whose result is not the expected one is left as it is, and
// is an error. Without names all models of the bounds are run.
func UpdateCounts(ctx context.Context, env *gate.Env, names []string, say func(format string, args ...any)) error {
	models, err := loadModels(env)
	if err != nil {
		return err
	}
	selected := model.Select(models, env.Bounds)
	if len(names) > 0 {
		if selected, err = named(models, names); err != nil {
			return err
		}
	}
	runs := runModels(ctx, env, selected, relax)
	var errs []error
	for i, m := range selected {
		if err := tlc.JudgeVerdict(m, runs[i]); err != nil {
			errs = append(errs, err)
			continue
		}
		if err := record(m, runs[i], say); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// relax lets a run grow far beyond the recorded counts, which are to change,
// but not without end. A model without counts has no limit: to record a graph
// that is larger still, delete the old counts first.
func relax(job *tlc.Job) { job.Limit *= 10 }

// named are the models of the given names.
func named(models []model.Model, names []string) ([]model.Model, error) {
	var selected []model.Model
	for _, name := range slices.Compact(slices.Sorted(slices.Values(names))) {
		m, ok := model.Find(models, name)
		if !ok {
			return nil, fmt.Errorf("there is no model %q", name)
		}
		selected = append(selected, m)
	}
	return selected, nil
}

// record writes the counts, and what they took, if the counts are not there
// already or no time is.
func record(m model.Model, run tlc.Run, say func(format string, args ...any)) error {
	counts, seconds := run.Result.Counts, int((run.CPU+time.Second-1)/time.Second)
	if m.Header.Counts != nil && *m.Header.Counts == counts && (m.Header.Seconds > 0 || seconds == 0) {
		return nil
	}
	if err := os.WriteFile(m.Path, []byte(model.WithCounts(m.Text, counts, seconds)), 0o644); err != nil {
		return fmt.Errorf("recording counts: %w", err)
	}
	if m.Header.Counts == nil {
		say("%s: %s", m.Name, counts)
	} else {
		say("%s: %s; was %s", m.Name, counts, *m.Header.Counts)
	}
	return nil
}
