package main

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/spec/tla"
)

var update = flag.Bool("update", false, "write the golden files")

const exploredModule = "../../spec/tla/testdata/explore/Outcomes.ir"

// configFile writes a configuration.
func configFile(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "C.cfg")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestSpecCheckExitCodes gives what TLC 2.18 exits with, next to ours.
func TestSpecCheckExitCodes(t *testing.T) {
	const constant = "CONSTANT Limit = 3 "
	for _, tt := range []struct {
		config    string
		code, tlc int
		says      string
		flags     []string
	}{
		{constant + "INIT Init NEXT Next INVARIANT Bad4", 0, 0, "no violation: 1 invariant, 0 properties, no deadlock", nil},
		{constant, 0, 0, "the assumptions hold; the configuration names no behaviour", nil},
		{"CONSTANT Limit = 10 INIT Init NEXT Next", 1, 10, "the assumption does not hold", nil},
		{constant + "INIT Init NEXT Stuck", 1, 11, "deadlock: a state has no successor", nil},
		{constant + "INIT Init NEXT Stuck", 0, 0, "no violation: 0 invariants, 0 properties\n", []string{"--no-deadlock"}},
		{constant + "INIT Init NEXT Stuck", 0, 0, "8 distinct states", []string{"-deadlock"}},
		{constant + "INIT Init NEXT Next INVARIANT Below2", 1, 12, "invariant Below2 is violated", nil},
		{constant + "INIT Init NEXT Next INVARIANT Fails", 1, 76, "invariant Fails cannot be evaluated", nil},
		{constant + "INIT Init NEXT Next INVARIANT NotBool", 1, 75, "invariant NotBool cannot be evaluated", nil},
		{constant + "SPECIFICATION Spec PROPERTY InitP", 1, 13, "property InitP", nil},
		{constant + "SPECIFICATION Spec PROPERTY StepP", 1, 13, "property StepP", nil},
		{constant + "SPECIFICATION Spec PROPERTY StepFails", 1, 75, "property StepFails", nil},
		{constant + "SPECIFICATION Spec PROPERTY AlwaysP", 1, 12, "property AlwaysP", nil},
		{constant + "INIT Init NEXT Half", 2, 75, "does not give y a value", nil},
		{constant + "INIT Init NEXT Outside", 2, 75, "is not in the domain", nil},
		{constant + "INIT Init NEXT Asserts", 2, 14, "Assert failed", nil},
		{constant + "INIT Init NEXT Nowhere", 2, 151, "no definition Nowhere", nil},
		{constant + "INIT Init NEXT Next INVARIANT Nope", 2, 151, "Nope", nil},
		{"INIT Init NEXT Next", 2, 151, "constant Limit", nil},
		{constant + "INIT Init NEXT Next FOO Bar", 2, 255, "FOO", nil},
		{constant + "SPECIFICATION Spec PROPERTY Live", 2, 255, "Outcomes:28:9: property Live: <>(x = 1)", nil},
		{constant + "SPECIFICATION Spec PROPERTY Live", 2, 255, "--safety-only checks the rest", nil},
		{constant + "SPECIFICATION Spec PROPERTY Live", 0, 0, "not checked: property Live: <>(x = 1) (Outcomes:28:9)", []string{"--safety-only"}},
		{constant + "INIT Init NEXT Next", 3, 3, "more than 2 states", []string{"--max-states", "2"}},
	} {
		for _, code := range []int{tt.code, tt.tlc} {
			args := append([]string{"spec", "check", exploredModule, "-config", configFile(t, tt.config)}, tt.flags...)
			if code == tt.tlc && code != tt.code {
				args = append(args, "--tlc-exit")
			}
			got, stdout, stderr := command(t, args...)
			if got != code || !strings.Contains(stdout+stderr, tt.says) {
				t.Errorf("%q %v: exit %d, %q, %q; not %d, %q", tt.config, tt.flags, got, stdout, stderr, code, tt.says)
			}
		}
	}
	expect(t, exitUnknown, "more than 1 MiB of memory; --memory allows more", "spec", "check", "MCVoting", "--config", "Voting_n3_b3_v2", "--memory", "1MiB")
	expect(t, exitUsage, "", "spec", "check", exploredModule, "--memory", "much")
	expect(t, exitUsage, "", "spec", "check", exploredModule, "--workers", "-1")
	expect(t, exitUsage, "", "spec", "check", "Nowhere.ir", "--config", "x")
}

// TestSpecCheckFindsConfiguration looks for M.cfg beside M.ir, as beside M.tla.
func TestSpecCheckFindsConfiguration(t *testing.T) {
	ir, err := os.ReadFile(exploredModule)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	module := filepath.Join(dir, "Outcomes.ir")
	if err := os.WriteFile(module, ir, 0o600); err != nil {
		t.Fatal(err)
	}
	code, _, stderr := command(t, "spec", "check", module)
	if code != exitUsage || !strings.Contains(stderr, "Outcomes.cfg") || strings.Contains(stderr, "Voting") {
		t.Errorf("without a configuration: exit %d, %q", code, stderr)
	}
	if err := os.WriteFile(filepath.Join(dir, "Outcomes.cfg"), []byte("CONSTANT Limit = 3 INIT Init NEXT Next"), 0o600); err != nil {
		t.Fatal(err)
	}
	expect(t, 0, "8 distinct states", "spec", "check", module)
	if code, _, stderr := command(t, "spec", "check", "MCVoting"); code != exitUsage || !strings.Contains(stderr, "Voting_n3_b3_v2") {
		t.Errorf("without a configuration: exit %d, %q", code, stderr)
	}
}

// TestSpecIRWantsModule names a file that is no module.
func TestSpecIRWantsModule(t *testing.T) {
	if code, _, stderr := command(t, "spec", "ir", exploredModule); code != exitUsage || !strings.Contains(stderr, "is no .tla file") {
		t.Errorf("exit %d, %q", code, stderr)
	}
}

// TestSpecCheckGolden compares all that is printed with golden files.
func TestSpecCheckGolden(t *testing.T) {
	for name, tt := range map[string]struct {
		config string
		flags  []string
	}{
		"holds.json":    {"SPECIFICATION Spec INVARIANT Bad4 PROPERTY Live", []string{"--safety-only", "--json"}},
		"violated.txt":  {"SPECIFICATION Spec PROPERTY Both", nil},
		"violated.json": {"SPECIFICATION Spec PROPERTY Both", []string{"--json"}},
		"failed.txt":    {"INIT Init NEXT Outside", nil},
		"failed.json":   {"INIT Init NEXT Outside", []string{"--json"}},
		"edges.jsonl":   {"INIT Init NEXT Next", []string{"--edges", "-"}},
		"graph.dot":     {"INIT Init NEXT Next", []string{"--dot", "-"}},
	} {
		config := configFile(t, "CONSTANT Limit = 3 "+tt.config)
		_, stdout, _ := command(t, append([]string{"spec", "check", exploredModule, "--workers", "2", "--config", config}, tt.flags...)...)
		got := strings.ReplaceAll(stdout, config, "C.cfg")
		golden := filepath.Join("testdata", "spec_check", name)
		if *update {
			if err := os.MkdirAll(filepath.Dir(golden), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is\n%s\nand should be\n%s", name, got, want)
		}
		if strings.HasSuffix(name, ".json") && !json.Valid([]byte(got)) {
			t.Errorf("%s is not JSON", name)
		}
	}
}

// TestSpecDiffReadsOurDot compares the graph that check writes with the one that
// diff explores.
func TestSpecDiffReadsOurDot(t *testing.T) {
	config := configFile(t, "CONSTANT Limit = 3 INIT Init NEXT Next")
	file := filepath.Join(t.TempDir(), "g.dot")
	expect(t, exitHolds, "no violation", "spec", "check", exploredModule, "--config", config, "--dot", file)
	expect(t, exitHolds, "the graphs are equal", "spec", "diff", exploredModule, "--config", config, "--dot", file)
	other := configFile(t, "CONSTANT Limit = 4 INIT Init NEXT Next")
	expect(t, exitFails, "only in the evaluator's graph", "spec", "diff", exploredModule, "--config", other, "--dot", file)
}

// TestSpecCheckIsInterrupted by a context that has ended, as by a signal.
func TestSpecCheckIsInterrupted(t *testing.T) {
	s, err := (&specSource{config: "Voting_n3_b3_v2"}).load(t.Context(), "MCVoting")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r, err := tla.Check(ctx, s, tla.ExploreOptions{}, nil)
	o := newCheckOutcome(s, r, err, tla.ExploreOptions{})
	if o == nil || o.Result != resultIncomplete || exitCode(o.exit(), os.Stderr) != exitUnknown {
		t.Errorf("%+v, %v", o, err)
	}
}

func TestByteSize(t *testing.T) {
	for text, want := range map[string]string{"4GiB": "4GiB", "1.5 GiB": "1.5GiB", "2M": "2MiB", "1000": "1000", "1GB": "976562.5KiB",
		"2048": "2KiB", "0": "", "-1G": "", "GiB": "", "4XiB": "", "NaN": "", "1e30": ""} {
		var b byteSize
		err := b.Set(text)
		if (err != nil) != (want == "") || err == nil && b.String() != want {
			t.Errorf("%q is %v, %v, not %q", text, b, err, want)
		}
	}
	if n := defaultMemory(); n < 1<<26 {
		t.Errorf("the default is %d bytes", n)
	}
}
