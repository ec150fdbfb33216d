// Package report writes what a run of the gates gave: one table for the
// terminal, and the same as HTML, JSON and JUnit XML.
package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/synod-paxos/synod/ci/gate"
)

// A Run is all gates of one run.
type Run struct {
	Bounds  gate.Bounds   `json:"bounds"`
	Started time.Time     `json:"started"`
	Time    time.Duration `json:"nanoseconds"`
	TLC     string        `json:"tlc"`  // which jar, and its hash
	Java    string        `json:"java"` // which java
	Gates   []gate.Report `json:"gates"`
	Left    []string      `json:"left_out,omitempty"` // gates that were not asked for
}

// Partial tells whether gates were left out, so that a green run says less
// than it seems to.
func (r Run) Partial() bool { return len(r.Left) > 0 }

// Failed is the number of gates that failed.
func (r Run) Failed() int {
	n := 0
	for _, g := range r.Gates {
		if !g.Passed() {
			n++
		}
	}
	return n
}

// Summary is the last line of a run.
func (r Run) Summary() string {
	line := fmt.Sprintf("%d passed, %d failed", len(r.Gates)-r.Failed(), r.Failed())
	if r.Partial() {
		line += fmt.Sprintf(", %d left out (partial run)", len(r.Left))
	}
	return line
}

// Verdict is the word for a gate's outcome.
func Verdict(g gate.Report) string {
	if g.Passed() {
		return "pass"
	}
	return "FAIL"
}

// Seconds writes a time for people.
func Seconds(d time.Duration) string {
	if d >= time.Minute {
		return fmt.Sprintf("%dm%02ds", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%.1fs", d.Seconds())
}

// Write writes verify.html, verify.json and verify.xml into dir.
func Write(dir string, r Run) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("making the directory for the reports: %w", err)
	}
	data, err := JSON(r)
	if err != nil {
		return err
	}
	junit, err := JUnit(r)
	if err != nil {
		return err
	}
	page, err := HTML(r)
	if err != nil {
		return err
	}
	for name, b := range map[string][]byte{"verify.json": data, "verify.xml": junit, "verify.html": page} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			return fmt.Errorf("writing a report: %w", err)
		}
	}
	return nil
}

// JSON is the run as JSON.
func JSON(r Run) ([]byte, error) {
	type plain Run
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	err := enc.Encode(struct {
		Passed  int  `json:"passed"`
		Failed  int  `json:"failed"`
		Partial bool `json:"partial"`
		plain
	}{len(r.Gates) - r.Failed(), r.Failed(), r.Partial(), plain(r)})
	if err != nil {
		return nil, fmt.Errorf("writing the run as JSON: %w", err)
	}
	return b.Bytes(), nil
}

// valid removes what XML cannot hold, such as the escapes of a terminal.
func valid(text string) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' && c != '\n' && c != '\t' || c == 0xFFFE || c == 0xFFFF {
			return -1
		}
		return c
	}, text)
}
