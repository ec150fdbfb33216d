package ci

import (
	"errors"
	"fmt"
	"strings"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/model"
)

// protects begins the reason of a guard without which its action cannot be
// evaluated, and which forbids nothing else.
const protects = "protects evaluation"

// readEquivalent reads the list of guards that change no graph:
// "Spec.Action: guard | reason".
func readEquivalent(path string) (map[string]string, error) {
	lines, err := model.ReadList(path)
	if err != nil {
		return nil, err
	}
	reasons := map[string]string{}
	for _, line := range lines {
		id, reason, ok := strings.Cut(line, " | ")
		if !ok || strings.TrimSpace(reason) == "" {
			return nil, fmt.Errorf("%s: no reason after \" | \" in: %s", path, line)
		}
		reasons[strings.TrimSpace(id)] = strings.TrimSpace(reason)
	}
	return reasons, nil
}

// judgeGuards compares what was found with the list, which must hold exactly
// the guards that are not load-bearing, and say which of them protect the
// evaluation of the rest.
func judgeGuards(guards []guard, effects map[string]effect, reasons map[string]string) (gate.Result, error) {
	var errs []error
	var notes []string
	seen := map[string]bool{}
	killed := 0
	for _, g := range guards {
		id := g.id()
		if seen[id] {
			continue
		}
		seen[id] = true
		reason, listed := reasons[id]
		note, err := judgeGuard(id, effects[id], reason, listed)
		errs = append(errs, err)
		if note != "" {
			notes = append(notes, note)
		}
		if err == nil && effects[id] == differs {
			killed++
		}
	}
	for id := range reasons {
		if !seen[id] {
			errs = append(errs, fmt.Errorf("ci/equivalent.txt: there is no guard %s", id))
		}
	}
	return gate.Result{
		Checked: []gate.Count{gate.Of(len(seen), "guards")},
		Killed:  []gate.Count{gate.Of(killed, "dropped guards")},
		Notes:   notes,
	}, errors.Join(errs...)
}

// judgeGuard compares one guard's effect with its line of the list.
func judgeGuard(id string, e effect, reason string, listed bool) (note string, err error) {
	protecting := strings.HasPrefix(reason, protects)
	switch {
	case e == differs && listed:
		return "", fmt.Errorf("%s is listed as equivalent and is load-bearing", id)
	case e == differs:
		return "", nil
	case e == unevaluable && !protecting:
		return "", fmt.Errorf("without %s the action cannot be evaluated, and no graph is another; that is listed in ci/equivalent.txt with a reason that begins: %s", id, protects)
	case e == unevaluable:
		return id + " is needed to evaluate its action and changes no graph: " + reason, nil
	case protecting:
		return "", fmt.Errorf("%s is listed with the reason %q, and without it everything can be evaluated", id, protects)
	case listed:
		return id + " changes no graph: " + reason, nil
	}
	return "", fmt.Errorf("%s changes no graph; a guard that does nothing is removed, or listed in ci/equivalent.txt with the reason", id)
}
