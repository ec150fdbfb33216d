package conjunct

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/synod-paxos/synod/ci/model"
	"github.com/synod-paxos/synod/ci/tlc"
	"github.com/synod-paxos/synod/spec"
)

// tryLive runs TLC on a model of liveness without a conjunct: on the module's
// text, in which something else stands in its place.
func (b *Bench) tryLive(ctx context.Context, c Conjunct, m model.Model) (*outcome, error) {
	s, err := b.load(c, dropped, m)
	if s == nil || err != nil {
		return nil, err
	}
	text, ok := spec.Source(c.Pos.Module)
	if !ok {
		return nil, fmt.Errorf("there is no text of module %s", c.Pos.Module)
	}
	changed, err := Splice(string(text), c)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "synod-conjunct-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := os.WriteFile(filepath.Join(dir, c.Pos.Module+".tla"), []byte(changed), 0o644); err != nil {
		return nil, err
	}
	job := tlc.JobFor(m, b.Dir)
	job.Name = fmt.Sprintf("%s.%s.%d.%s", c.Spec, c.Action, c.Number, m.Name)
	runner := b.TLC
	runner.Library = slices.Concat([]string{dir}, runner.Library)
	run := runner.Run(ctx, job)
	if run.Err != nil {
		return nil, fmt.Errorf("%s without %s: %w", m.Name, c.ID(), run.Err)
	}
	switch run.Result.Verdict {
	case tlc.OK:
		return &outcome{counts: run.Result.Counts}, nil
	case tlc.Property:
		return &outcome{violated: strings.Join(m.Config.Properties, " ")}, nil
	case tlc.Invariant:
		return &outcome{violated: run.Result.Invariant}, nil
	}
	return &outcome{unevaluable: true}, nil
}
