package ci

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// checkerScript is a trace-check that objects to rounds with a file "bad", and
// to not being told that nothing may be missing.
const checkerScript = `#!/bin/sh
[ "$1" = --closed ] || exit 2
echo "verdict on $2"
[ ! -e "$2/bad" ]
`

func TestAuditRounds(t *testing.T) {
	write := func(path, text string) {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	checker := filepath.Join(dir, "checker")
	write(checker, checkerScript)
	for round := 1; round <= 7; round++ {
		for node := 1; node <= demoNodes; node++ {
			write(filepath.Join(dir, fmt.Sprintf("round-%03d", round), fmt.Sprintf("node-%d", node), "wal"), "")
		}
	}
	if logs, err := auditRounds(t.Context(), checker, dir, 7); logs != 35 || err != nil {
		t.Errorf("%d logs, %v", logs, err)
	}
	for _, c := range []struct {
		name  string
		spoil func()
		want  []string
	}{
		{"too few rounds", func() { os.RemoveAll(filepath.Join(dir, "round-007")) }, []string{"left 6 rounds", "not 7"}},
		{"two bad rounds", func() {
			write(filepath.Join(dir, "round-002/bad"), "")
			write(filepath.Join(dir, "round-005/bad"), "")
			write(filepath.Join(dir, "round-007/node-1/wal"), "")
		}, []string{"verdict on " + filepath.Join(dir, "round-002"), "verdict on " + filepath.Join(dir, "round-005"),
			"round-007 holds the logs of 1 nodes, not of 5"}},
	} {
		c.spoil()
		_, err := auditRounds(t.Context(), checker, dir, 7)
		for _, want := range c.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: no %q in %v", c.name, want, err)
			}
		}
	}
}

func TestJudgeDemo(t *testing.T) {
	good := demoTotals{Rounds: 10, OneValue: 10, DuelAndBetween: 3, RecoveredIn: 1, Verdicts: map[string]int{"conforms": 10}}
	for _, c := range []struct {
		change func(*demoTotals)
		want   string
	}{
		{func(*demoTotals) {}, ""},
		{func(d *demoTotals) { d.Rounds = 9 }, "9 were run"},
		{func(d *demoTotals) { d.OneValue = 9 }, "decided in 9 of 10"},
		{func(d *demoTotals) { d.Verdicts = map[string]int{"conforms": 9, "violation": 1} }, "not all of 10 rounds conform"},
		{func(d *demoTotals) { d.DuelAndBetween = 2 }, "too tame"},
		{func(d *demoTotals) { d.RecoveredIn = 0 }, "in none of 10 rounds"},
	} {
		d := good
		c.change(&d)
		err := d.judge(10)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", d, err, c.want)
		}
	}
}
