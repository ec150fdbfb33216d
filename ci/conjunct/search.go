package conjunct

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/synod-paxos/synod/ci/model"
	"github.com/synod-paxos/synod/spec/tla"
)

// Search finds what notices that a conjunct is gone: the strongest kind that
// there is, in the cheapest model that shows it.
func (b *Bench) Search(ctx context.Context, c Conjunct) (Finding, error) {
	if c.Kind == tla.Frame {
		return b.searchIncomplete(ctx, c)
	}
	sound, live, probes := b.byPurpose(c.Spec)
	weak, err := b.searchViolated(ctx, c, sound)
	if err != nil || weak.Kind == Violated {
		return weak, err
	}
	for _, search := range []func() (Finding, error){
		func() (Finding, error) { return b.searchLive(ctx, c, live) },
		func() (Finding, error) { return b.searchLost(ctx, c, probes) },
	} {
		if f, err := search(); err != nil || f.Kind != Nothing {
			return f, err
		}
	}
	if c.Kind == tla.Assignment && weak.Kind == Nothing {
		return b.searchStill(ctx, c, sound)
	}
	return weak, nil
}

// budget bounds a search, by the states that all models together generate: what
// nothing notices in this many is left to its reason.
const budget = 180_000

// byPurpose are the models of a specification in which a conjunct may be missed,
// cheapest first: those that hold, those about liveness, and probes. What runs in
// verify-deep alone does not count.
func (b *Bench) byPurpose(spec string) (sound, live, probes []model.Model) {
	models := slices.DeleteFunc(model.Select(b.Models, model.Standard), func(m model.Model) bool {
		return m.Spec != spec || m.Header.Counts == nil
	})
	slices.SortStableFunc(models, func(x, y model.Model) int {
		return cmp.Compare(x.Header.Counts.Generated, y.Header.Counts.Generated)
	})
	spent := int64(0)
	for _, m := range models {
		switch m.Header.Kind {
		case model.Check, model.Refinement, model.Graph:
			if spent += m.Header.Counts.Generated; spent <= budget {
				sound = append(sound, m)
			}
		case model.Liveness:
			if m.Header.Set == model.Quick { // TLC takes long to check liveness
				live = append(live, m)
			}
		case model.Probe:
			probes = append(probes, m)
		}
	}
	return sound, live, probes
}

// searchViolated looks for a violation in models that hold. Where there is none
// it tells the best of what else it has seen.
func (b *Bench) searchViolated(ctx context.Context, c Conjunct, models []model.Model) (Finding, error) {
	weak := Finding{Kind: Nothing}
	for _, m := range models {
		o, err := b.try(ctx, c, dropped, m)
		if err != nil {
			return Finding{}, fmt.Errorf("%s without %s: %w", m.Name, c.ID(), err)
		}
		switch f := findingOf(o, m); {
		case f.Kind == Violated:
			return f, nil
		case weight[f.Kind] > weight[weak.Kind]:
			weak = f
		}
	}
	return weak, nil
}

// findingOf says what an outcome in a model that holds shows.
func findingOf(o *outcome, m model.Model) Finding {
	switch {
	case o == nil:
	case o.tooLarge:
		return Finding{Kind: Outgrown, Model: m.Name}
	case o.violated != "":
		return Finding{Kind: Violated, Name: o.violated, Model: m.Name}
	case o.incomplete:
		return Finding{Kind: Incomplete, Model: m.Name}
	case o.unevaluable:
		return Finding{Kind: Unevaluable, Model: m.Name}
	case o.counts != *m.Header.Counts:
		return Finding{Kind: Changed, Model: m.Name, Counts: o.counts}
	}
	return Finding{Kind: Nothing}
}

// searchLive looks for a violated property in the models of liveness whose graph
// is another without the conjunct.
func (b *Bench) searchLive(ctx context.Context, c Conjunct, models []model.Model) (Finding, error) {
	for _, m := range models {
		safe, err := b.try(ctx, c, dropped, m)
		if err != nil || safe == nil || safe.unevaluable || safe.tooLarge || safe.counts == *m.Header.Counts {
			if err != nil {
				return Finding{}, fmt.Errorf("%s without %s: %w", m.Name, c.ID(), err)
			}
			continue
		}
		o, err := b.tryLive(ctx, c, m)
		if err != nil {
			return Finding{}, err
		}
		if f := findingOf(o, m); f.Kind == Violated {
			return f, nil
		}
	}
	return Finding{Kind: Nothing}, nil
}

// searchLost looks for a probe that does not find any more what it found.
func (b *Bench) searchLost(ctx context.Context, c Conjunct, models []model.Model) (Finding, error) {
	for _, m := range models {
		o, err := b.try(ctx, c, dropped, m)
		if err != nil {
			return Finding{}, fmt.Errorf("%s without %s: %w", m.Name, c.ID(), err)
		}
		if lost(o) {
			return Finding{Kind: Lost, Name: denied(m), Model: m.Name}, nil
		}
	}
	return Finding{Kind: Nothing}, nil
}

// lost tells whether an outcome of a probe is that nothing is violated. What only
// TLC can check counts for nothing.
func lost(o *outcome) bool {
	return o != nil && *o == outcome{counts: o.counts}
}

// denied is what a probe denies.
func denied(m model.Model) string {
	if m.Header.Expect.Invariant != "" {
		return m.Header.Expect.Invariant
	}
	return m.Config.Properties[0]
}

// searchStill looks for a step in which an assignment whose loss changes no count
// changes its variable all the same. Where there is none, the assignment says that
// the variable stays.
func (b *Bench) searchStill(ctx context.Context, c Conjunct, models []model.Model) (Finding, error) {
	for _, m := range models {
		moves, err := b.moves(ctx, c, m)
		if err != nil {
			return Finding{}, fmt.Errorf("%s: %s: %w", m.Name, c.ID(), err)
		}
		if moves {
			return Finding{Kind: Redirected, Model: m.Name}, nil
		}
	}
	return b.searchIncomplete(ctx, c)
}

// searchIncomplete removes the conjunct and looks for a step that does not say
// what becomes of a variable.
func (b *Bench) searchIncomplete(ctx context.Context, c Conjunct) (Finding, error) {
	sound, _, _ := b.byPurpose(c.Spec)
	for _, m := range sound {
		o, err := b.try(ctx, c, removed, m)
		if err != nil {
			return Finding{}, fmt.Errorf("%s without %s: %w", m.Name, c.ID(), err)
		}
		if f := findingOf(o, m); f.Kind == Incomplete {
			return f, nil
		}
	}
	return Finding{Kind: Nothing}, nil
}
