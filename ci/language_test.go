package ci

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/ci/model"
	"github.com/synod-paxos/synod/spec/tla/conformance"
)

// A record that is not what the evaluator gives is found, and so is one that
// TLC no longer gives.
func TestLanguageRejects(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"Overlay", "ErrHeadEmpty"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join("..", conformance.Dir, name))); err != nil {
			t.Fatal(err)
		}
	}
	cases, err := conformance.Cases(dir)
	if err != nil {
		t.Fatal(err)
	}
	done, err := compareRecorded(cases)
	if err != nil || done.Outcomes != 2 || done.Refusals != 1 || done.Edges == 0 {
		t.Fatalf("%+v, %v", done, err)
	}
	graph := filepath.Join(dir, "Overlay", "graph.dot")
	text, err := os.ReadFile(graph)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(text), "<<1, 2, 9>>", "<<7, 8, 9>>", 1)
	if changed == string(text) {
		t.Fatal("nothing was changed")
	}
	if err := os.WriteFile(graph, []byte(changed), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := compareRecorded(cases); err == nil || !strings.Contains(err.Error(), "<<7, 8, 9>>") {
		t.Errorf("error %v", err)
	}
}

// The sample of quick bounds is drawn from the seed.
func TestLanguageSample(t *testing.T) {
	cases := make([]conformance.Case, 100)
	for i := range cases {
		cases[i].Name = string(rune(i))
	}
	a, note := sampleCases(model.Quick, cases, 5)
	b, _ := sampleCases(model.Quick, cases, 5)
	if len(a) != languageSample || a[0] != b[0] || a[9] != b[9] || !strings.Contains(note, "=5 ") {
		t.Errorf("%v, %v, %s", a, b, note)
	}
	if all, _ := sampleCases(model.Standard, cases, 5); len(all) != len(cases) {
		t.Errorf("%d cases at standard bounds", len(all))
	}
}
