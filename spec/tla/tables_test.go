package tla_test

import (
	"bufio"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/spec/tla"
)

// TestTables evaluates the expressions of testdata/tables, whose values and
// errors were recorded with TLC by Record.java there. The gate "language" compares
// the records with TLC.
func TestTables(t *testing.T) {
	files, err := filepath.Glob("testdata/tables/*.tlc")
	if err != nil || len(files) == 0 {
		t.Fatalf("no tables: %v", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".tlc")
		t.Run(name, func(t *testing.T) {
			s := loadFile(t, "tables", name)
			recorded, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			compared := 0
			for lines := bufio.NewScanner(bytes.NewReader(recorded)); lines.Scan(); compared++ {
				def, want, _ := strings.Cut(lines.Text(), " ")
				compareWithTLC(t, s, def, want)
			}
			defined := 0
			for _, def := range s.Module().Definitions() {
				if strings.HasPrefix(def, "X") {
					defined++
				}
			}
			if compared != defined || compared == 0 {
				t.Errorf("%d of %d definitions were compared", compared, defined)
			}
		})
	}
}

func compareWithTLC(t *testing.T, s *tla.Spec, def, want string) {
	v, err := s.Eval(def, tla.State{})
	text, isValue := strings.CutPrefix(want, "V ")
	switch {
	case !isValue && err == nil:
		t.Errorf("%s is %s, an error in TLC", def, v)
	case !isValue && !strings.Contains(err.Error(), ":"):
		t.Errorf("%s: the error has no place: %v", def, err)
	case isValue && err != nil:
		t.Errorf("%s: %v; TLC gives %s", def, err, text)
	case isValue && v.String() != text:
		if w, err := tla.ParseValue(text); err != nil || !v.Equal(w) {
			t.Errorf("%s is %s; TLC gives %s (%v)", def, v, text, err)
		}
	}
}
