package irgen

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWriteAndCheck(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"A.ir": "old", "Gone.ir": "x", "README": "kept"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	generated := map[string][]byte{"A.ir": []byte("new"), "B.ir": []byte("b")}
	diffs, err := Check(generated, dir)
	if err != nil {
		t.Fatal(err)
	}
	want := []Difference{{"A.ir", "changed"}, {"B.ir", "missing"}, {"Gone.ir", "left over"}}
	if len(diffs) != len(want) || diffs[0] != want[0] || diffs[1] != want[1] || diffs[2] != want[2] {
		t.Errorf("%v, want %v", diffs, want)
	}
	if err := Write(generated, dir); err != nil {
		t.Fatal(err)
	}
	if diffs, err = Check(generated, dir); err != nil || len(diffs) != 0 {
		t.Errorf("after Write: %v, %v", diffs, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "README")); err != nil {
		t.Error("Write removed what is no IR")
	}
}

func TestMissingJar(t *testing.T) {
	dir := t.TempDir()
	root := filepath.Join(dir, "A.tla")
	if err := os.WriteFile(root, []byte("---- MODULE A ----\n===="), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Parse(t.Context(), filepath.Join(dir, "none.jar"), root); err == nil || !strings.Contains(err.Error(), "TLA2TOOLS_JAR") {
		t.Errorf("error %v", err)
	}
	if _, err := Generate(t.Context(), "none.jar", dir); err == nil {
		t.Error("a tree without models was accepted")
	}
}
