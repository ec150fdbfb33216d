package tlc

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/ci/model"
)

// fakeDistributed stands for java: the worker says that it is there, and the
// server waits for both of them before it shows the end that it was given.
const fakeDistributed = `#!/bin/sh
case "$*" in
*"TLCWorker 127.0.0.1"*)
	touch "$OURS/$$.worker"
	while [ ! -e "$OURS/over" ]; do sleep 0.01; done
	;;
*)
	echo '@!@!@STARTMSG 7000:0 @!@!@'
	echo 'TLC server is ready'
	echo '@!@!@ENDMSG 7000 @!@!@'
	while [ "$(ls "$OURS" | grep -c worker)" -lt 2 ]; do sleep 0.01; done
	cat "$OURS/answer"
	touch "$OURS/over"
	;;
esac
`

func TestRunDistributed(t *testing.T) {
	golden := func(name string) string {
		b, err := os.ReadFile(filepath.Join("testdata", name+".out"))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	for _, c := range []struct {
		answer string
		want   Verdict
	}{{"ok", OK}, {"never", Invariant}, {"broken", Broken}} {
		dir := t.TempDir()
		for name, text := range map[string]string{"java": fakeDistributed, "answer": golden(c.answer)} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		t.Setenv("OURS", dir)
		r := Runner{Java: filepath.Join(dir, "java"), Jar: "x.jar", Logs: filepath.Join(dir, "logs")}
		run := r.RunDistributed(t.Context(), Job{Name: "T", Dir: dir, Root: "T", Config: "T.cfg"}, 2)
		if run.Err != nil || run.Result.Verdict != c.want {
			t.Errorf("%s: verdict %q, %v", c.answer, run.Result.Verdict, run.Err)
		}
		if want := (model.Counts{Distinct: 8, Generated: 15, Depth: 5}); c.want == OK && run.Result.Counts != want {
			t.Errorf("counts %s", run.Result.Counts)
		}
		log, err := os.ReadFile(run.Log)
		if err != nil || !strings.Contains(string(log), "tlc2.tool.distributed.TLCServer") {
			t.Errorf("log %q, %v", log, err)
		}
	}
}

// The message may arrive in pieces, and counts once.
func TestReadiness(t *testing.T) {
	ready := 0
	r := &readiness{then: func() { ready++ }}
	text := strings.Repeat("x", 100) + string(readyMessage) + "0 @!@!@\n" + string(readyMessage)
	for i := 0; i < len(text); i += 7 {
		piece := text[i:min(i+7, len(text))]
		if n, err := r.Write([]byte(piece)); n != len(piece) || err != nil {
			t.Fatal(n, err)
		}
	}
	if ready != 1 {
		t.Errorf("ready %d times", ready)
	}
}
