package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/report"
)

func TestChoose(t *testing.T) {
	all := []gate.Gate{{ID: "a"}, {ID: "b"}, {ID: "c"}}
	for _, c := range []struct {
		only, skip, chosen, left []string
		err                      string
	}{
		{nil, nil, []string{"a", "b", "c"}, nil, ""},
		{[]string{"c", "a"}, nil, []string{"a", "c"}, []string{"b"}, ""},
		{nil, []string{"b"}, []string{"a", "c"}, []string{"b"}, ""},
		{[]string{"a", "b"}, []string{"b"}, []string{"a"}, []string{"b", "c"}, ""},
		{[]string{"x"}, nil, nil, nil, `no gate "x"; there are: a, b, c`},
		{nil, []string{"x"}, nil, nil, "no gate"},
		{[]string{"a"}, []string{"a"}, nil, nil, "no gate is left"},
	} {
		chosen, left, err := choose(all, c.only, c.skip)
		if c.err != "" {
			if err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("%v %v: error %v", c.only, c.skip, err)
			}
			continue
		}
		if err != nil || !slices.Equal(ids(chosen), c.chosen) || !slices.Equal(left, c.left) {
			t.Errorf("%v %v: %v, %v, %v", c.only, c.skip, ids(chosen), left, err)
		}
	}
}

func TestConclude(t *testing.T) {
	pass, fail := gate.Report{ID: "a"}, gate.Report{ID: "b", Failure: "no"}
	for _, c := range []struct {
		gates []gate.Report
		left  []string
		last  string
		err   error
	}{
		{[]gate.Report{pass, pass}, nil, "2 passed, 0 failed", nil},
		{[]gate.Report{pass, fail}, nil, "1 passed, 1 failed", errFails},
		{[]gate.Report{pass}, []string{"b"}, "1 passed, 0 failed, 1 left out (partial run)", nil},
	} {
		run := report.Run{Gates: c.gates, Left: c.left, Time: time.Second}
		var out, errOut bytes.Buffer
		if err := conclude(options{}, run, &out, &errOut); !errors.Is(err, c.err) {
			t.Errorf("error %v, want %v", err, c.err)
		}
		lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
		if last := lines[len(lines)-1]; last != c.last {
			t.Errorf("last line %q, want %q", last, c.last)
		}
		out.Reset()
		if err := conclude(options{json: true}, run, &out, &errOut); !errors.Is(err, c.err) || !json.Valid(out.Bytes()) {
			t.Errorf("JSON: %v\n%s", err, out.String())
		}
	}
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{{"--bounds", "slow"}, {"--nope"}, {"stray"}, {"--only", "nothing"}} {
		cmd := rootCommand()
		cmd.SetArgs(args)
		var out bytes.Buffer
		cmd.SetOut(&out)
		cmd.SetErr(&out)
		if err := cmd.ExecuteContext(t.Context()); err == nil || errors.Is(err, errFails) {
			t.Errorf("%v: error %v", args, err)
		}
	}
}

func TestHelpAndList(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"--help", "Examples:"},
		{"update-counts --help", "Examples:"},
		{"--list", "§7.2"},
		{"--list --json", `"id": "tlc"`},
	} {
		cmd := rootCommand()
		cmd.SetArgs(strings.Fields(c.args))
		var out bytes.Buffer
		cmd.SetOut(&out)
		if err := cmd.ExecuteContext(t.Context()); err != nil || !strings.Contains(out.String(), c.want) {
			t.Errorf("%s: %v\n%s", c.args, err, out.String())
		}
	}
}

func TestDisplayOffTerminal(t *testing.T) {
	var out bytes.Buffer
	d := newDisplay(&out)
	d.progress("half way")
	d.line("done %d", 1)
	d.clear()
	if out.String() != "done 1\n" {
		t.Errorf("%q", out.String())
	}
}

func TestDisplayOnTerminal(t *testing.T) {
	var out bytes.Buffer
	d := &display{w: &out, terminal: true}
	d.progress("%s", strings.Repeat("x", 100))
	d.line("done")
	if want := "\r\x1b[K" + strings.Repeat("x", 77) + "…" + "\r\x1b[K" + "done\n"; out.String() != want {
		t.Errorf("%q", out.String())
	}
}

func TestModuleRoot(t *testing.T) {
	here, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(here + "/ci/tlc/testdata")
	if got, err := moduleRoot(); got != here || err != nil {
		t.Errorf("%s, %v", got, err)
	}
	t.Chdir(t.TempDir())
	if got, err := moduleRoot(); err == nil {
		t.Errorf("outside of any module: %s", got)
	}
}
