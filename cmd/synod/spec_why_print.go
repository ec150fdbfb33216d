package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/spec/tla"
)

// specWhyOutcome is what spec why prints as JSON.
type specWhyOutcome struct {
	Holds   bool             `json:"holds"` // some step is possible, or the predicate is TRUE
	Enabled []string         `json:"enabled"`
	Nearest []specWhyNearest `json:"nearest"`
	Others  int              `json:"others"` // steps that are not possible and not shown
}

type specWhyNearest struct {
	Step     string            `json:"step,omitempty"`
	Module   string            `json:"module"`
	Line     int               `json:"line"`
	Column   int               `json:"column"`
	Conjunct string            `json:"conjunct"`
	Values   map[string]string `json:"values"`
	Failing  int               `json:"failing,omitempty"`
	Of       int               `json:"of,omitempty"`
	Text     string            `json:"text"`
}

func describeNearest(step string, why *tla.Why) specWhyNearest {
	out := specWhyNearest{Step: step, Module: why.Module, Line: why.Line, Column: why.Col, Conjunct: why.Conjunct,
		Values: map[string]string{}, Failing: why.Failing, Of: why.Of, Text: why.String()}
	for _, v := range why.Values {
		out.Values[v.Expr] = v.Value.String()
	}
	return out
}

func (w *specWhy) printPredicate(cmd *cobra.Command, why *tla.Why) error {
	out := cmd.OutOrStdout()
	o := specWhyOutcome{Holds: why == nil, Enabled: []string{}, Nearest: []specWhyNearest{}}
	var err error
	switch {
	case w.asJSON && why != nil:
		o.Nearest = append(o.Nearest, describeNearest("", why))
		err = printJSON(out, o)
	case w.asJSON:
		err = printJSON(out, o)
	case why == nil:
		_, err = fmt.Fprintf(out, "%s is TRUE\n", w.predicate)
	default:
		_, err = fmt.Fprintf(out, "%s is FALSE\n\n%s\n", w.predicate, why)
	}
	return w.exit(err, o.Holds)
}

func (w *specWhy) exit(err error, holds bool) error {
	if err == nil && !holds {
		return exitWith(exitFails)
	}
	return err
}

func (w *specWhy) printActions(cmd *cobra.Command) error {
	shown := w.candidates[:min(w.show, len(w.candidates))]
	var err error
	if w.asJSON {
		o := specWhyOutcome{Holds: len(w.enabled) > 0, Enabled: []string{}, Nearest: []specWhyNearest{},
			Others: len(w.candidates) - len(shown)}
		for _, c := range w.enabled {
			o.Enabled = append(o.Enabled, c.String())
		}
		for _, c := range shown {
			o.Nearest = append(o.Nearest, describeNearest(c.String(), c.Why))
		}
		err = printJSON(cmd.OutOrStdout(), o)
	} else {
		err = w.printText(cmd.OutOrStdout(), shown)
	}
	return w.exit(err, len(w.enabled) > 0)
}

// maxEnabled bounds the enabled steps that are listed for people.
const maxEnabled = 20

func (w *specWhy) printText(out io.Writer, shown []tla.Candidate) error {
	what := "enabled"
	if w.next != "" {
		what = "the step"
	}
	for _, c := range w.enabled[:min(len(w.enabled), maxEnabled)] {
		fmt.Fprintf(out, "%s is %s\n", c, what)
	}
	if more := len(w.enabled) - maxEnabled; more > 0 {
		fmt.Fprintf(out, "and %d more\n", more)
	}
	for i, c := range shown {
		if i > 0 || len(w.enabled) > 0 {
			fmt.Fprintln(out)
		}
		nearest := ""
		if len(w.candidates) > 1 {
			nearest = fmt.Sprintf(", the nearest of %d", len(w.candidates))
			if i > 0 {
				nearest = ""
			}
		}
		fmt.Fprintf(out, "%s is not %s%s\n\n%s\n", c, what, nearest, c.Why)
	}
	if len(w.enabled)+len(w.candidates) == 0 {
		fmt.Fprintln(out, "there is no step to try: a set that Next quantifies over is empty")
	}
	return nil
}
