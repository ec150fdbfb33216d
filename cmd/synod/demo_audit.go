package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/synod-paxos/synod/trace"
	"github.com/synod-paxos/synod/trace/check"
	"github.com/synod-paxos/synod/trace/report"
)

// An auditLine is the outcome of the check of a round's traces.
type auditLine struct {
	Verdict  string   `json:"verdict"`
	Findings []string `json:"findings,omitempty"` // why it does not conform

	exitCode int
}

// audit checks the traces of a round and draws them into dir. Every process has
// stopped, so nothing may be missing.
func audit(traces, dir string) (auditLine, error) {
	r, err := checkTraces(traces)
	if err != nil {
		return auditLine{}, fmt.Errorf("checking the traces: %w", err)
	}
	if err := draw(filepath.Join(dir, "trace.html"), r); err != nil {
		return auditLine{}, fmt.Errorf("drawing the traces: %w", err)
	}
	line := auditLine{Verdict: r.Verdict.String(), exitCode: r.Verdict.ExitCode()}
	if r.Verdict != check.Conforms {
		line.Findings, err = findings(r)
	}
	return line, err
}

func checkTraces(dir string) (*check.Report, error) {
	files, err := trace.Files(dir)
	if err != nil {
		return nil, err
	}
	var inputs []check.Input
	for _, file := range files {
		source, err := trace.Open(file)
		if err != nil {
			return nil, err
		}
		defer source.Close()
		inputs = append(inputs, check.Input{Source: source})
	}
	return check.Run(inputs, check.Options{Closed: true})
}

func draw(path string, r *check.Report) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(report.HTML(f, r), f.Close())
}

// findings is the report for people, line by line.
func findings(r *check.Report) ([]string, error) {
	var text strings.Builder
	err := report.Text(&text, r)
	return strings.Split(strings.TrimRight(text.String(), "\n"), "\n"), err
}
