package model

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

const good = `\* purpose: all of it,
\*   in two lines
\* kind: check
\* set: quick
\* expect: ok
\* distinct: 8
\* generated: 15
\* depth: 5
CONSTANTS
  Node = {1, 2, 3}   \* a comment
  Quorum <- Majorities (* another *)
  None = None
INIT Init
NEXT Next
INVARIANTS TypeOK
  Agreement
CHECK_DEADLOCK FALSE
`

func TestParseHeader(t *testing.T) {
	h, err := parseHeader(good)
	want := Header{Purpose: "all of it, in two lines", Kind: Check, Set: Quick,
		Expect: Expectation{Verdict: "ok"}, Counts: &Counts{8, 15, 5}}
	if err != nil || !reflect.DeepEqual(h, want) {
		t.Errorf("got %+v, %v", h, err)
	}
}

func TestParseHeaderErrors(t *testing.T) {
	for text, want := range map[string]string{
		`\* colour: red`:                      "colour: no such key",
		"\\* kind: check\n\\* kind: mutant":   "stands twice",
		`\*   goes on`:                        "neither a key",
		`\* expect: invariant`:                "is not one of",
		`\* expect: fine`:                     "is not one of",
		`\* purpose:`:                         "has no value",
		`\* distinct: 3`:                      "stand together",
		"\\* distinct: x\n\\* generated: 1":   "distinct",
		"\\* purpose: a\n\\*no space\nINIT I": "neither a key",
	} {
		if _, err := parseHeader(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
}

func TestParseConfig(t *testing.T) {
	c, err := parseConfig(good)
	want := Config{
		Constants:  []Assignment{{"Node", false, "{ 1 , 2 , 3 }"}, {"Quorum", true, "Majorities"}, {"None", false, "None"}},
		Invariants: []string{"TypeOK", "Agreement"},
		Deadlock:   "FALSE",
		Behaviour:  map[string][]string{"INIT": {"Init"}, "NEXT": {"Next"}},
	}
	if err != nil || !reflect.DeepEqual(c, want) {
		t.Errorf("got %+v, %v", c, err)
	}
	for _, text := range []string{"Init\nNEXT Next", "CONSTANT a b = 3", "CONSTANT X ="} {
		if c, err := parseConfig(text); err == nil {
			t.Errorf("%q: no error, got %+v", text, c)
		}
	}
}

func TestWithCounts(t *testing.T) {
	got := WithCounts(good, Counts{9, 16, 0}, 7)
	h, err := parseHeader(got)
	if err != nil || *h.Counts != (Counts{9, 16, 0}) || h.Seconds != 7 {
		t.Errorf("%+v, %d seconds, %v", h.Counts, h.Seconds, err)
	}
	if again := WithCounts(got, Counts{8, 15, 5}, 0); again != good {
		t.Errorf("writing the old counts back gives\n%s", again)
	}
	without := strings.Replace(good, "\\* distinct: 8\n\\* generated: 15\n\\* depth: 5\n", "", 1)
	if WithCounts(without, Counts{8, 15, 5}, 0) != good {
		t.Error("counts were not added where there were none")
	}
}

// write makes a directory of models from file names and texts.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// A small sound set: a base, a mutant, an equivalent one and a probe.
func soundSet() map[string]string {
	constants := "CONSTANTS\n  Max = 3\n"
	behaviour := "INIT Init\nNEXT Next\nINVARIANTS Small Never\n"
	return map[string]string{
		"MCT.tla":   "",
		"T_m3.cfg":  "\\* purpose: base\n\\* kind: check\n\\* set: quick\n\\* expect: ok\n" + constants + behaviour,
		"T_m3g.cfg": "\\* purpose: graph\n\\* kind: graph\n\\* set: quick\n\\* expect: ok\n" + constants + behaviour,
		"T_m3_mutant_far.cfg": "\\* purpose: too far\n\\* kind: mutant\n\\* set: quick\n\\* expect: invariant Small\n" +
			"\\* mutates: goes too far\n\\* base: T_m3.cfg\n" + constants + "  Guard <- Any\n" + behaviour,
		"T_m3_mutant_same.cfg": "\\* purpose: no matter\n\\* kind: mutant\n\\* set: standard\n\\* expect: ok\n" +
			"\\* mutates: flips twice\n\\* base: T_m3.cfg\n\\* equivalent: twice is never\n" + constants + "  Turn <- Twice\n" + behaviour,
		"T_m3_probe_two.cfg": "\\* purpose: two is reached\n\\* kind: probe\n\\* set: deep\n\\* expect: invariant Never\n" + constants + behaviour,
		"ReplayT.cfg":        "not a model",
	}
}

func TestSoundSet(t *testing.T) {
	models, problems := Load(write(t, soundSet()))
	problems = append(problems, Lint(models)...)
	if err := errors.Join(problems...); err != nil {
		t.Fatal(err)
	}
	names := func(models []Model) (names []string) {
		for _, m := range models {
			names = append(names, m.Name)
		}
		return names
	}
	if got, want := names(Select(models, Quick)), []string{"T_m3", "T_m3_mutant_far", "T_m3g"}; !slices.Equal(got, want) {
		t.Errorf("quick: %v, want %v", got, want)
	}
	if got := len(Select(models, Standard)); got != 4 {
		t.Errorf("standard: %d models", got)
	}
	if got := len(Select(models, Deep)); got != 5 {
		t.Errorf("deep: %d models", got)
	}
	mutant, _ := Find(models, "T_m3_mutant_far.cfg")
	if got := Mutated(models, mutant); !slices.Equal(got, []string{"Guard"}) || mutant.Root != "MCT" || mutant.Spec != "T" {
		t.Errorf("mutated %v, %+v", got, mutant)
	}
	if got := len(Uncounted(models)); got != 5 {
		t.Errorf("%d models without counts, want 5", got)
	}
	if got := Missing(models, []string{"T: goes too far", "T: flips twice", "T: forgotten", "U: goes too far"}); len(got) != 2 {
		t.Errorf("missing: %v", got)
	}
}

// Each row spoils one file of the sound set in one way.
func TestLint(t *testing.T) {
	for _, c := range []struct{ file, old, new, want string }{
		{"T_m3.cfg", "purpose: base", "expect: ok", "stands twice"},
		{"T_m3.cfg", "\\* purpose: base\n", "", "purpose: is missing"},
		{"T_m3.cfg", "kind: check", "kind: chess", "kind:"},
		{"T_m3.cfg", "set: quick", "set: never", "set:"},
		{"T_m3.cfg", "\\* set: quick\n", "", "set:"},
		{"T_m3.cfg", "kind: check", "kind: liveness", "asks for expect: ok and a PROPERTY"},
		{"T_m3.cfg", "\\* expect: ok\n", "", "expect: is missing"},
		{"T_m3.cfg", "expect: ok", "expect: invariant Small", "kind: check asks for"},
		{"T_m3.cfg", "expect: ok", "expect: ok\n\\* base: T_m3g", "belong to mutants only"},
		{"T_m3_probe_two.cfg", "expect: invariant Never", "expect: invariant Nix", "not among the INVARIANTS"},
		{"T_m3_probe_two.cfg", "expect: invariant Never", "expect: ok", "an expected violation"},
		{"T_m3_probe_two.cfg", "expect: invariant Never", "expect: property", "exactly one PROPERTY"},
		{"T_m3g.cfg", "INIT", "SYMMETRY S\nINIT", "neither SYMMETRY"},
		{"T_m3g.cfg", "INIT", "Add <- A\nINIT", "neither SYMMETRY"},
		{"T_m3_mutant_far.cfg", "\\* mutates: goes too far\n", "", "mutates: is missing"},
		{"T_m3_mutant_far.cfg", "base: T_m3.cfg", "base: T_m4.cfg", "there is no model"},
		{"T_m3_mutant_far.cfg", "base: T_m3.cfg", "base: T_m3_probe_two.cfg", "is not expected to be ok"},
		{"T_m3_mutant_far.cfg", "  Guard <- Any\n", "", "overrides no operator"},
		{"T_m3_mutant_far.cfg", "Max = 3", "Max = 4", "Max is not as in"},
		{"T_m3_mutant_far.cfg", "NEXT Next", "NEXT Nxt", "NEXT is not as in"},
		{"T_m3_mutant_far.cfg", "expect: invariant Small", "expect: ok", "no equivalent: says why"},
		{"T_m3.cfg", "INVARIANTS Small Never", "INVARIANTS Never", "nothing says that it holds"},
		{"T_m3_mutant_same.cfg", "expect: ok", "expect: invariant Small", "contradict each other"},
		{"T_m3.cfg", "set: quick", "set: deep", "is not run where this mutant is"},
		{"MCT.tla", "", "", ""},
	} {
		files := soundSet()
		files[c.file] = strings.Replace(files[c.file], c.old, c.new, 1)
		if c.want == "" {
			delete(files, c.file)
			c.want = "no root module"
		}
		models, problems := Load(write(t, files))
		err := errors.Join(append(problems, Lint(models)...)...)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %q -> %q: error %v, want %q", c.file, c.old, c.new, err, c.want)
		}
	}
}

func TestLoadErrors(t *testing.T) {
	for _, name := range []string{"t.cfg", "T.cfg", "T_M3.cfg", "T_m3_.cfg"} {
		if _, problems := Load(write(t, map[string]string{name: good})); len(problems) != 1 {
			t.Errorf("%s: problems %v", name, problems)
		}
	}
	if _, problems := Load(filepath.Join(t.TempDir(), "none")); len(problems) != 1 {
		t.Error("no directory: no problem")
	}
}

func TestReadList(t *testing.T) {
	dir := write(t, map[string]string{"list.txt": "# head\n\nT: a\n  T: b c  \n"})
	got, err := ReadList(filepath.Join(dir, "list.txt"))
	if err != nil || !slices.Equal(got, []string{"T: a", "T: b c"}) {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := ReadList(filepath.Join(dir, "none.txt")); err == nil {
		t.Error("a missing list: no error")
	}
}
