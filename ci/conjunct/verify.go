package conjunct

import (
	"context"
	"fmt"

	"github.com/synod-paxos/synod/ci/model"
	"github.com/synod-paxos/synod/spec/tla"
)

// Verify tries what the record says about a conjunct again.
func (b *Bench) Verify(ctx context.Context, c Conjunct, want Finding) error {
	got, err := b.again(ctx, c, want)
	if err != nil {
		return err
	}
	return c.same(got, want)
}

// again finds out anew what the loss of a conjunct does in the recorded model.
func (b *Bench) again(ctx context.Context, c Conjunct, want Finding) (Finding, error) {
	if want.Kind == Nothing {
		return b.Search(ctx, c)
	}
	m, ok := model.Find(b.Models, want.Model)
	if !ok || m.Header.Counts == nil || m.Spec != c.Spec {
		return Finding{}, fmt.Errorf("%s: the record names %s, which is no model of %s with counts", c.ID(), want.Model, c.Spec)
	}
	switch want.Kind {
	case Lost:
		return b.searchLost(ctx, c, []model.Model{m})
	case Incomplete:
		return b.againIncomplete(ctx, c, m)
	case Redirected:
		return b.againRedirected(ctx, c, m)
	}
	if m.Header.Kind == model.Liveness {
		return b.searchLive(ctx, c, []model.Model{m})
	}
	if !m.Header.Expect.OK() {
		return Finding{}, fmt.Errorf("%s: the record names %s, which is violated anyway", c.ID(), m.Name)
	}
	return b.searchViolated(ctx, c, []model.Model{m})
}

// againRedirected shows that nothing is violated, no count another, and a step
// another.
func (b *Bench) againRedirected(ctx context.Context, c Conjunct, m model.Model) (Finding, error) {
	if f, err := b.searchViolated(ctx, c, []model.Model{m}); err != nil || f.Kind != Nothing {
		return f, err
	}
	return b.searchStill(ctx, c, []model.Model{m})
}

// againIncomplete shows that an assignment says no more than UNCHANGED, where it
// is no UNCHANGED, and that something must be said.
func (b *Bench) againIncomplete(ctx context.Context, c Conjunct, m model.Model) (Finding, error) {
	if c.Kind == tla.Assignment {
		if f, err := b.againRedirected(ctx, c, m); err != nil || f.Kind == Violated || f.Kind == Changed || f.Kind == Redirected {
			return f, err
		}
	}
	o, err := b.try(ctx, c, removed, m)
	if err != nil {
		return Finding{}, fmt.Errorf("%s without %s: %w", m.Name, c.ID(), err)
	}
	return findingOf(o, m), nil
}

// Renew searches anew and demands that the record says the same.
func (b *Bench) Renew(ctx context.Context, c Conjunct, want Finding) error {
	got, err := b.Search(ctx, c)
	if err != nil {
		return err
	}
	return c.same(got, want)
}

// same compares what was found with what is recorded.
func (c Conjunct) same(got, want Finding) error {
	if got != want {
		return fmt.Errorf("%s: recorded is that its loss %s; it %s", c.ID(), want, got)
	}
	return nil
}
