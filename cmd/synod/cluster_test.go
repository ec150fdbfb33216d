package main

import (
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

	"github.com/synod-paxos/synod/impl/builtin"
	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/node"
)

// untilLeader waits until all nodes of the cluster know one leader, and returns
// who that is.
func untilLeader(t *testing.T, dir string, nodes int) int {
	t.Helper()
	for deadline := time.Now().Add(limit); ; {
		_, stdout, stderr := command(t, "status", "--dir", dir, "--json", "--timeout", "1s")
		var all []standing
		if err := json.Unmarshal([]byte(stdout), &all); err != nil {
			t.Fatalf("%v in %q, %q", err, stdout, stderr)
		}
		follow := make(map[int]int)
		for _, s := range all {
			if s.Status != nil && s.Status.HasLeader {
				follow[s.Status.Leader]++
			}
		}
		for leader, n := range follow {
			if n == nodes {
				return leader
			}
		}
		if time.Now().After(deadline) {
			t.Fatalf("no leader: %s", stdout)
		}
	}
}

// TestLocalCluster: one command starts three nodes; clients write, read and look
// at them; one is killed and started again; and what they did conforms.
func TestLocalCluster(t *testing.T) {
	base := filepath.Join(t.TempDir(), "cluster")
	traces := filepath.Join(t.TempDir(), "traces")
	dir := func(n int) string { return filepath.Join(base, fmt.Sprintf("node-%d", n)) }
	all := startSelf(t, "serve", "--local", "3", "--dir", base, "--trace", traces, "--snapshot-slots", "5", "--keep-slots", "2")
	for _, err := os.Stat(dir(3)); err != nil; _, err = os.Stat(filepath.Join(dir(3), "identity.json")) {
		time.Sleep(time.Millisecond) // until the directories are there
	}
	leader := untilLeader(t, dir(1), 3)
	expect(t, 0, "", "write", "blue", "--dir", dir(1))
	expect(t, 0, "blue\n", "read", "--dir", dir(2))
	expect(t, 0, `{"outcome":"done","result":"blue"}`, "read", "--dir", dir(3), "--json")
	expect(t, 1, "", "read", "--dir", dir(3), "--position", "7")
	expect(t, 0, "leader", "status", "--dir", dir(1))
	for i := range 20 {
		expect(t, 0, "", "write", fmt.Sprint(i), "--dir", dir(1+i%3))
	}
	expect(t, 0, "\n", "snapshot", "--dir", dir(2))

	killNode(t, dir(leader))
	other := dir(1 + leader%3)
	untilLeader(t, other, 2)
	expect(t, 0, "", "write", "red", "--dir", other)
	expect(t, 0, "is down", "status", "--dir", other)
	again := startSelf(t, "serve", "--dir", dir(leader), "--trace", traces, "--trace-form", "cbor")
	untilLeader(t, other, 3)
	expect(t, 0, "red\n", "read", "--dir", dir(leader))
	code, stdout, stderr := command(t, "bench", "--dir", other, "--operations", "200", "--clients", "8", "--json")
	var m measurement
	if err := json.Unmarshal([]byte(stdout), &m); err != nil || code != 0 || m.Operations != 200 || m.P99 < m.P50 || m.P50 <= 0 {
		t.Errorf("measured: exit %d, %+v, %v, %s", code, m, err, stderr)
	}

	again.end(t, syscall.SIGTERM)
	if err := all.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := all.cmd.Wait(); err == nil {
		t.Error("that a node was killed is not told")
	}
	line, err := audit(traces, filepath.Dir(base))
	if err != nil || line.Verdict != "conforms" {
		t.Errorf("the traces: %+v, %v", line, err)
	}
	expect(t, 1, "is down", "status", "--dir", dir(1), "--timeout", "100ms")
}

// TestLocalClusterUnread: what runs a cluster stays to stop it when nobody reads what
// it prints.
func TestLocalClusterUnread(t *testing.T) {
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	reader.Close()
	defer writer.Close()
	base := t.TempDir()
	dir := filepath.Join(base, "node-1")
	cmd := exec.Command(os.Args[0], "serve", "--local", "1", "--dir", base)
	cmd.Stdout = writer
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	for _, err := os.Stat(filepath.Join(dir, "identity.json")); err != nil; _, err = os.Stat(filepath.Join(dir, "identity.json")) {
		time.Sleep(time.Millisecond)
	}
	untilLeader(t, dir, 1) // it says that it is ready before
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	expect(t, 1, "is down", "status", "--dir", dir, "--timeout", "100ms")
}

// killNode kills the process that has a data directory open.
func killNode(t *testing.T, dir string) {
	t.Helper()
	processes, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range processes {
		text, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(text), "\x00"+dir+"\x00") {
			continue
		}
		var pid int
		if _, err := fmt.Sscanf(path, "/proc/%d/", &pid); err != nil {
			t.Fatal(err)
		}
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Fatalf("no process serves %s", dir)
}

// TestConfig: settings come from a file where they are not on the command line.
func TestConfig(t *testing.T) {
	base := t.TempDir()
	id := datadir.Identity{Cluster: "c", Run: "r", Node: 1, Nodes: []datadir.Member{{Node: 1, Addr: "127.0.0.1:0"}}}
	for _, machine := range []string{"queue", builtin.Kinds[1]} {
		id.Machine = machine
		if _, err := node.Init(filepath.Join(base, machine), id, nil); err != nil {
			t.Fatal(err)
		}
	}
	for text, want := range map[string]string{
		`odd = 1`:                    `no setting "odd"`,
		`config = "x"`:               `no setting "config"`,
		`dir = ["x"]`:                "dir: a text",
		`dir = "` + base + `/none"`:  "no data directory",
		`dir = "` + base + `/queue"`: `none called "queue"`,
		"dir =":                      "config.toml",
		"timeout = \"5\"":            "timeout",
		"trace-policy = \"lose\"\ndir = \"" + base + "/log\"": "neither block nor drop",
		"trace-values = \"odd\"\ndir = \"" + base + "/log\"":  "odd",
		"http = \"nowhere:x\"\ndir = \"" + base + "/log\"":    "HTTP",
	} {
		path := filepath.Join(base, "config.toml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		code, _, stderr := command(t, "serve", "--config", path)
		if code != exitUsage || !strings.Contains(stderr, want) {
			t.Errorf("%q: exit %d, %q; not %q", text, code, stderr, want)
		}
	}
	path := filepath.Join(base, "config.toml")
	if err := os.WriteFile(path, []byte(`dir = "`+base+`/queue"`), 0o600); err != nil {
		t.Fatal(err)
	}
	p := startSelf(t, "serve", "--config", path, "--dir", filepath.Join(base, "log"), "--crash-at", "persist:1")
	if err := p.cmd.Wait(); !wasKilled(err) {
		t.Errorf("the process ends with %v:\n%s", err, &p.log)
	}
}

// TestBench measures nodes in this process.
func TestBench(t *testing.T) {
	for _, args := range [][]string{{"--in-memory"}, {}} {
		args = append([]string{"bench", "--operations", "300", "--clients", "4"}, args...)
		expect(t, 0, "300 of 16 bytes by 4 clients", args...)
	}
}

// TestDemoLog runs a short round of the demo of a log.
func TestDemoLog(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	code, stdout, stderr := command(t, "demo", "log", "--dir", dir, "--operations", "120", "--seed", "3", "--json")
	var r logRound
	if err := json.NewDecoder(strings.NewReader(stdout)).Decode(&r); err != nil {
		t.Fatalf("%v in %q, %q", err, stdout, stderr)
	}
	if code != 0 || r.Audit.Verdict != "conforms" || r.Appended == 0 || r.Kills == 0 || r.Actions["Lead"] == 0 {
		t.Errorf("exit %d, %s%s", code, stdout, stderr)
	}
}

// TestDemoLogAfterKills: the log of nodes that have just been killed is read when
// they are back, but a node that ended by itself is not waited for.
func TestDemoLogAfterKills(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	c, err := newCluster(logCluster, t.TempDir(), 3, &story{start: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	defer c.done.Wait()
	defer cancel()
	ctx = c.start(ctx, func(*process) []string { return nil })
	for _, p := range c.procs {
		if err := untilReady(ctx, p.Addr); err != nil {
			t.Fatal(err)
		}
	}
	r := &logRound{fates: make(map[string]fate)}
	r.append(ctx, c.procs[0].Addr, "entry")
	for _, p := range c.procs {
		p.signal(syscall.SIGKILL)
	}
	if err := r.compare(ctx, c); err != nil || len(r.Wrong) > 0 {
		t.Errorf("after kills: %v, %q", err, r.Wrong)
	}
	c.procs[1].signal(syscall.SIGTERM)
	<-ctx.Done()
	if err := r.compare(ctx, c); err == nil || c.failed() == nil || !errors.Is(ctx.Err(), context.Canceled) {
		t.Errorf("without a node: %v, %v, %v", err, c.failed(), ctx.Err())
	}
}

// TestLogIsJudged: entries that are lost, doubled or out of nowhere are told of.
func TestLogIsJudged(t *testing.T) {
	for name, tt := range map[string]struct {
		log  []string
		want string // in the only complaint, or none
	}{
		"right":     {[]string{"a", "u"}, ""},
		"not yet":   {[]string{"a"}, ""},
		"lost":      {[]string{"u"}, `"a" is in the log 0 times`},
		"doubled":   {[]string{"a", "u", "u"}, `"u" is in the log 2 times`},
		"rejected":  {[]string{"r", "a"}, `"r" is in the log 1 times`},
		"not asked": {[]string{"a", "x"}, `nobody appended "x"`},
	} {
		r := &logRound{fates: map[string]fate{"a": appended, "u": unknown, "r": rejected}}
		r.judge(tt.log)
		if (tt.want == "") != (len(r.Wrong) == 0) || tt.want != "" && (len(r.Wrong) != 1 || !strings.Contains(r.Wrong[0], tt.want)) {
			t.Errorf("%s: %q", name, r.Wrong)
		}
	}
}
