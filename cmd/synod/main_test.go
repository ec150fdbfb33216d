package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/register"
	"github.com/synod-paxos/synod/impl/transport"
)

// limit is how long a test waits for what must happen.
const limit = 60 * time.Second

// TestMain makes this test binary the program itself when it is started as one
// of its nodes, so that tests run real processes.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && (os.Args[1] == "register" || os.Args[1] == "serve") {
		main()
	}
	os.Exit(m.Run())
}

// command runs a command line in this process.
func command(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	var out, errs bytes.Buffer
	code = run(ctx, args, &out, &errs)
	return code, out.String(), errs.String()
}

func expect(t *testing.T, code int, stdout string, args ...string) {
	t.Helper()
	gotCode, got, stderr := command(t, args...)
	if gotCode != code || !strings.Contains(got, stdout) {
		t.Errorf("synod %s: exit %d, %q, %q; not exit %d, %q", strings.Join(args, " "), gotCode, got, stderr, code, stdout)
	}
}

// TestInterrupted: of what somebody interrupts nothing can be said, but what was said.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, errs bytes.Buffer
	if code := run(ctx, []string{"bench", "--in-memory"}, &out, &errs); code != exitUnknown || !strings.HasPrefix(errs.String(), "synod: interrupted") {
		t.Errorf("exit %d, %q", code, errs.String())
	}
	for err, want := range map[error]int{
		exitError{exitFails, errors.New("lost")}: exitFails,
		errors.New("disk"):                       exitUnknown,
		fmt.Errorf("x: %w", context.Canceled):    exitUnknown,
	} {
		if got := exitCode(cutShort(err), &errs); got != want {
			t.Errorf("%v: exit %d", err, got)
		}
	}
}

func TestUsage(t *testing.T) {
	dir := t.TempDir()
	for _, tt := range []struct {
		code   int
		stderr string
		args   []string
	}{
		{0, "", []string{"--help"}},
		{0, "", []string{"register", "serve", "--help"}},
		{0, "", []string{"init", "--help"}},
		{0, "", []string{"serve", "--help"}},
		{0, "", []string{"status", "--help"}},
		{0, "", []string{"snapshot", "--help"}},
		{0, "", []string{"bench", "--help"}},
		{0, "", []string{"demo", "log", "--help"}},
		{2, "3 to 9", []string{"demo", "log", "--nodes", "1"}},
		{2, "at least one", []string{"demo", "log", "--rounds", "0"}},
		{2, "required", []string{"init"}},
		{2, "--dir is needed", []string{"serve"}},
		{2, "no data directory", []string{"serve", "--dir", dir}},
		{2, "1 to 9 nodes", []string{"serve", "--dir", dir, "--local", "10"}},
		{2, "no data directory", []string{"serve", "--dir", ".", "--local", "3"}},
		{2, "choose addresses", []string{"serve", "--dir", dir, "--local", "3", "--http", "h:1"}},
		{2, "no such file", []string{"serve", "--config", dir + "/none.toml"}},
		{2, "do without TLS", []string{"serve", "--dir", dir, "--local", "3", "--tls-key", "k"}},
		{2, "all three or none", []string{"status", "--addr", "127.0.0.1:1", "--tls-ca", "ca"}},
		{2, "at least one of the flags", []string{"status"}},
		{2, "accepts 1 arg", []string{"write"}},
		{2, "too short", []string{"write", "x", "--addr", "127.0.0.1:1", "--timeout", "0"}},
		{2, "--clients", []string{"bench", "--clients", "0"}},
		{2, "--size", []string{"bench", "--size", "-1"}},
		{2, "nothing would be measured", []string{"bench", "--duration", "0"}},
		{1, "is the node up?", []string{"read", "--addr", "127.0.0.1:1", "--timeout", "100ms"}},
		{2, "unknown command", []string{"nonsense"}},
		{2, "unknown flag", []string{"demo", "--nonsense"}},
		{2, "neither none, some nor all", []string{"demo", "--kill=few"}},
		{2, "at least one", []string{"demo", "--rounds", "0"}},
		{2, "not empty", []string{"demo", "--dir", "."}},
		{2, "required", []string{"register", "init"}},
		{2, "number=host:port", []string{"register", "init", "--dir", dir + "/x", "--node", "1", "--nodes", "1:h", "--cluster", "c"}},
		{2, "not one of", []string{"register", "init", "--dir", dir + "/x", "--node", "3", "--nodes", "1=h:1", "--cluster", "c"}},
		{2, "secret", []string{"register", "init", "--dir", dir + "/x", "--node", "1", "--nodes", "1=h:1", "--cluster", "c", "--secret-file", dir + "/none"}},
		{2, "no data directory", []string{"register", "serve", "--dir", dir}},
		{2, "neither block nor drop", []string{"register", "serve", "--dir", dir, "--trace-policy", "lose"}},
		{2, "persist:P", []string{"register", "serve", "--dir", dir, "--crash-at", "always:1"}},
		{2, "persist:P", []string{"register", "serve", "--dir", dir, "--crash-at", "persist:2"}},
		{2, "at least one of the flags", []string{"register", "get"}},
		{2, "no data directory", []string{"register", "get", "--dir", dir}},
		{2, "too short", []string{"register", "get", "--addr", "127.0.0.1:1", "--timeout", "0"}},
		{2, "required", []string{"register", "propose", "--addr", "127.0.0.1:1"}},
		{3, "dial tcp", []string{"register", "get", "--addr", "127.0.0.1:1", "--timeout", "100ms"}},
	} {
		code, stdout, stderr := command(t, tt.args...)
		if code != tt.code || !strings.Contains(stderr, tt.stderr) {
			t.Errorf("synod %s: exit %d, %q; not exit %d with %q", strings.Join(tt.args, " "), code, stderr, tt.code, tt.stderr)
		}
		if tt.code == 0 && !strings.Contains(stdout, "Examples:") {
			t.Errorf("synod %s shows no example", strings.Join(tt.args, " "))
		}
	}
}

// A proc is a node that runs as a process of its own.
type proc struct {
	cmd *exec.Cmd
	log bytes.Buffer
}

func startProc(t *testing.T, dir, traces string, more ...string) *proc {
	t.Helper()
	return startSelf(t, append([]string{"register", "serve", "--dir", dir, "--trace", traces}, more...)...)
}

func startSelf(t *testing.T, args ...string) *proc {
	t.Helper()
	p := new(proc)
	p.cmd = exec.Command(os.Args[0], args...)
	p.cmd.Stdout, p.cmd.Stderr = &p.log, &p.log
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.cmd.Process.Kill() })
	return p
}

func (p *proc) end(t *testing.T, s syscall.Signal) {
	t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil && s != syscall.SIGKILL {
		t.Errorf("the node ends with %v:\n%s", err, &p.log)
	}
}

// TestProcesses runs three real processes through a decision, a kill, a restart
// and a stop, by the commands that a user would give.
func TestProcesses(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	base := t.TempDir()
	addrs, err := transport.LoopbackAddrs(3)
	if err != nil {
		t.Fatal(err)
	}
	nodes := "3=" + addrs[2] + ",1=" + addrs[0] + ", 2=" + addrs[1]
	traces := filepath.Join(base, "traces")
	dir := func(n string) string { return filepath.Join(base, "n"+n) }
	for _, n := range []string{"1", "2", "3"} {
		expect(t, 0, "belongs to node "+n, "register", "init", "--dir", dir(n), "--node", n, "--nodes", nodes, "--cluster", "c")
	}
	one := startProc(t, dir("1"), traces)
	two := startProc(t, dir("2"), traces)
	for _, addr := range addrs[:2] {
		if err := untilReady(ctx, addr); err != nil {
			t.Fatal(err)
		}
	}
	expect(t, 1, "undecided\n", "register", "get", "--dir", dir("1"))
	expect(t, 0, "blue\n", "register", "propose", "--value", "blue", "--addr", addrs[0])
	expect(t, 1, "blue\n", "register", "propose", "--value", "red", "--dir", dir("2"))
	expect(t, 0, `{"outcome":"decided","value":"blue"}`, "register", "get", "--dir", dir("2"), "--json")

	one.end(t, syscall.SIGKILL)
	two.end(t, syscall.SIGTERM)
	three := startProc(t, dir("3"), traces)
	if err := untilReady(ctx, addrs[2]); err != nil {
		t.Fatal(err)
	}
	expect(t, 3, "unknown\n", "register", "get", "--dir", dir("3"), "--timeout", "100ms")
	one = startProc(t, dir("1"), traces)
	expect(t, 0, "blue\n", "register", "get", "--dir", dir("3"))
	three.end(t, syscall.SIGINT)
	one.end(t, syscall.SIGTERM)

	line, err := audit(traces, base)
	if err != nil || line.Verdict != "conforms" {
		t.Errorf("the traces: %+v, %v", line, err)
	}
	c, err := countTraces(traces)
	if err != nil || c.Restarts != 1 || c.Events == 0 {
		t.Errorf("counted %+v, %v", c, err)
	}
}

// TestCrashAt: fault injection kills the process as SIGKILL does.
func TestCrashAt(t *testing.T) {
	base := t.TempDir()
	id := datadir.Identity{Cluster: "c", Run: "r", Node: 1, Nodes: []datadir.Member{{Node: 1, Addr: "127.0.0.1:0"}}}
	if _, err := register.Init(filepath.Join(base, "n1"), id, nil); err != nil {
		t.Fatal(err)
	}
	p := startProc(t, filepath.Join(base, "n1"), filepath.Join(base, "traces"), "--crash-at", "persist:1", "--seed", "1")
	if err := p.cmd.Wait(); !wasKilled(err) {
		t.Errorf("the process ends with %v:\n%s", err, &p.log)
	}
}

// TestDemo runs a round of the demo, with every process killed, and one without.
func TestDemo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	for _, args := range [][]string{
		{"demo", "--dir", dir, "--kill", "--seed", "3", "--rounds", "2", "--json"},
		{"demo", "--dir", dir, "--kill=none", "--seed", "4", "--json"}, // it may replace the first
	} {
		code, stdout, stderr := command(t, args...)
		lines := strings.Split(strings.TrimSpace(stdout), "\n")
		var r round
		var sum totals
		if err := json.Unmarshal([]byte(lines[0]), &r); err != nil {
			t.Fatalf("%v in %q, %q", err, stdout, stderr)
		}
		if err := json.Unmarshal([]byte(lines[len(lines)-1]), &sum); err != nil {
			t.Fatal(err)
		}
		if code != 0 || len(r.Decided) != 1 || r.Audit.Verdict != "conforms" || sum.OneValue != sum.Rounds {
			t.Errorf("synod %s: exit %d, %s%s", strings.Join(args, " "), code, stdout, stderr)
		}
		if killed := strings.Contains(strings.Join(args, " "), "--kill "); killed != (r.Kills >= demoSize) || !killed && r.Kills > 0 {
			t.Errorf("synod %s: %d kills", strings.Join(args, " "), r.Kills)
		}
	}
	if page, err := os.ReadFile(filepath.Join(dir, "trace.html")); err != nil || !bytes.Contains(page, []byte("<svg")) {
		t.Errorf("no drawing: %v", err)
	}
	expect(t, 0, "conforms", "demo", "--dir", dir, "--seed", "5")
}
