package conformance

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const dir = "../testdata/conformance"

// TestRecorded compares the evaluator with what TLC said of every case.
func TestRecorded(t *testing.T) {
	cases, err := Cases(dir)
	if err != nil {
		t.Fatal(err)
	}
	var sum Compared
	for _, c := range cases {
		done, err := Check(c)
		if err != nil {
			t.Error(err)
		}
		sum.Add(done)
	}
	if sum.Outcomes == 0 || sum.Refusals == 0 || sum.Edges == 0 || sum.CalledEdges == 0 {
		t.Errorf("something was not compared: %+v", sum)
	}
	t.Logf("%d cases: %+v", len(cases), sum)
}

// TestWrongRecords compares cases with what TLC does not say of them.
func TestWrongRecords(t *testing.T) {
	for _, test := range []struct{ name, file, old, new, want string }{
		{"outcome", "tlc.json", `"ok"`, `"deadlock"`, "TLC gives deadlock"},
		{"count", "tlc.json", `"generated": 40`, `"generated": 41`, "TLC gives ok, 41 generated"},
		{"edge", "graph.dot", `1 -> 3 [label="Cond"]`, `1 -> 4 [label="Cond"]`, "1 edges only in TLC's graph"},
		{"label", "graph.dot", `"Sub"`, `"Sup"`, "action label on one side only: Sup"},
		{"callable", "Branch.cfg", `\* uncallable: more than one successor`, `\* uncallable: other`, "not for the reason"},
		{"not callable", "Branch.cfg", `\* uncallable`, `\* `, "more than one successor"},
		{"error", "tlc.json", `"ok"`, `"error"`, "graph.dot is there"},
		{"unparsed", "tlc.json", `"ok"`, `"unparsed"`, "graph.dot is there"},
		{"not one state", "tlc.json", `"generated": 40`, `"generated": 0`, "graph.dot is there"},
		{"view", "Branch.cfg", "INIT", "VIEW V INIT", "graph.dot is there"},
	} {
		c := Case{"Branch", t.TempDir()}
		if err := os.CopyFS(c.Dir, os.DirFS(filepath.Join(dir, "Branch"))); err != nil {
			t.Fatal(err)
		}
		if done, err := Check(c); err != nil || done.Outcomes != 1 || done.Edges == 0 {
			t.Fatalf("%+v, %v", done, err)
		}
		path := filepath.Join(c.Dir, test.file)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		changed := strings.ReplaceAll(string(text), test.old, test.new)
		if changed == string(text) {
			t.Fatalf("%s: %q does not occur", test.name, test.old)
		}
		if err := os.WriteFile(path, []byte(changed), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Check(c); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want %q", test.name, err, test.want)
		}
	}
}

// TestMissingRecords removes what TLC and its parser made of a case.
func TestMissingRecords(t *testing.T) {
	for _, test := range []struct {
		verdict string // in place of "ok"
		remove  []string
		want    string
	}{
		{OK, []string{"graph.dot"}, "graph.dot: no such file"},
		{OK, []string{"tlc.json"}, "is not recorded"},
		{OK, []string{"Branch.ir"}, "Branch.ir: no such file"},
		{OK, []string{"Branch.cfg"}, "Branch.cfg: no such file"},
		{Unparsed, []string{"graph.dot"}, "Branch.ir is there"},
		{Error, []string{"graph.dot"}, "no line is marked"},
	} {
		c := Case{"Branch", t.TempDir()}
		if err := os.CopyFS(c.Dir, os.DirFS(filepath.Join(dir, "Branch"))); err != nil {
			t.Fatal(err)
		}
		o, err := c.recorded()
		if err != nil {
			t.Fatal(err)
		}
		o.Verdict = test.verdict
		text, err := o.JSON()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(c.Outcome(), text, 0o644); err != nil {
			t.Fatal(err)
		}
		for _, file := range test.remove {
			if err := os.Remove(filepath.Join(c.Dir, file)); err != nil {
				t.Fatal(err)
			}
		}
		if done, err := Check(c); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s without %v: %+v, error %v, want %q", test.verdict, test.remove, done, err, test.want)
		}
	}
}
