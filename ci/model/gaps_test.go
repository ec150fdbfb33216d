package model

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// wholeSet is a small set without gaps: T refines U, has an implementation, and
// everything that its models check is violated by something.
func wholeSet() map[string]string {
	const constants, behaviour = "CONSTANTS\n  Max = 3\n", "INIT Init\nNEXT Next\n"
	header := func(kind, expect, more string) string {
		return fmt.Sprintf("\\* purpose: x\n\\* kind: %s\n\\* set: standard\n\\* expect: %s\n%s", kind, expect, more)
	}
	mutates := func(base string) string { return "\\* mutates: far\n\\* base: " + base + "\n" }
	return map[string]string{
		"MCT.tla": "", "MCU.tla": "",
		"U.tla":               "Spec == Init\n",
		"T.tla":               "EXTENDS Integers\n\\* W == INSTANCE U\nLOCAL I == INSTANCE Integers\nV == INSTANCE U WITH\n  x <- y\nRefinesU == V!Spec\nRefinesTop == V!C!Spec\n",
		"U_m3.cfg":            header("graph", "ok", "") + constants + behaviour + "INVARIANT Never\n",
		"U_m3_probe.cfg":      header("probe", "invariant Never", "") + constants + behaviour + "INVARIANT Never\n",
		"T_m3.cfg":            header("check", "ok", "") + constants + behaviour + "INVARIANTS Small Never\n",
		"T_m3_far.cfg":        header("mutant", "invariant Small", mutates("T_m3")) + constants + "  Guard <- Any\n" + behaviour + "INVARIANTS Small Never\n",
		"T_m3_probe.cfg":      header("probe", "invariant Never", "") + constants + behaviour + "INVARIANT Never\n",
		"T_m3_live.cfg":       header("liveness", "ok", "") + constants + behaviour + "PROPERTY Done\n",
		"T_m3_refinement.cfg": header("refinement", "ok", "") + constants + behaviour + "PROPERTIES RefinesU RefinesTop\n",
		"T_m4_refinement.cfg": header("refinement", "ok", "") + constants + behaviour + "PROPERTIES RefinesU RefinesTop\n",
		"T_m3_far1.cfg":       header("mutant", "property", mutates("T_m3_refinement")) + constants + "  Guard <- Any\n" + behaviour + "PROPERTY RefinesU\n",
		"T_m3_far2.cfg":       header("mutant", "property", mutates("T_m3_refinement")) + constants + "  Guard <- Any\n" + behaviour + "PROPERTY RefinesTop\n",
	}
}

// Each row makes one gap.
func TestGaps(t *testing.T) {
	for _, c := range []struct{ file, old, new, want string }{
		{"T.tla", "", "", ""},
		{"T_m3_far.cfg", "invariant Small", "invariant Never", "T_m3.cfg checks Small, which no mutant or probe of T"},
		{"T_m3_far.cfg", "set: standard", "set: deep", "T_m3.cfg checks Small, which no mutant or probe of T"},
		{"U_m3_probe.cfg", "Never", "Other", "U_m3.cfg checks Never, which no mutant or probe of U"},
		{"T_m3_live.cfg", "kind: liveness", "kind: refinement", "T has an implementation and no model of kind liveness"},
		{"T_m3_live.cfg", "set: standard", "set: deep", "T has an implementation and no model of kind liveness"},
		{"T_m3_far1.cfg", "RefinesU", "RefinesTop", "T_m3_refinement.cfg checks RefinesU, and no mutant"},
		{"T_m3_far2.cfg", "expect: property", "expect: ok\n\\* equivalent: so", "checks RefinesTop, and no mutant"},
		{"T_m3_far2.cfg", "PROPERTY RefinesTop", "PROPERTIES RefinesTop RefinesU", "checks RefinesTop, and no mutant"},
		{"T_m3_far2.cfg", "base: T_m3_refinement", "base: T_m3_live", "checks RefinesTop, and no mutant"},
		{"T.tla", "RefinesTop == ", "Top == ", "T.tla defines Top, which no model of kind refinement"},
		{"T.tla", "RefinesU == V!Spec\nRefinesTop == V!C!Spec\n", "", "T.tla instantiates U and has no refinement V!Spec"},
		{"T_m3_refinement.cfg", "kind: refinement", "kind: liveness", "checks RefinesU, and no mutant"},
		{"U.tla", "", "", "reading the module under test"},
	} {
		files := wholeSet()
		if files[c.file] = strings.Replace(files[c.file], c.old, c.new, 1); c.file == "U.tla" {
			delete(files, c.file)
		}
		dir := write(t, files)
		models, problems := Load(dir)
		err := errors.Join(append(problems, Gaps(models, dir, map[string]bool{"T": true})...)...)
		if c.want == "" && err == nil {
			err = errors.Join(Lint(models)...)
		}
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %q -> %q: error %v, want %q", c.file, c.old, c.new, err, c.want)
		}
	}
}

func TestUnlisted(t *testing.T) {
	models, problems := Load(write(t, wholeSet()))
	if err := errors.Join(problems...); err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, m := range models {
		list = append(list, m.Name+" standard")
	}
	for _, c := range []struct {
		name   string
		change func(list []string) []string
		want   string
	}{
		{"equal", func(l []string) []string { return l }, ""},
		{"a new model", func(l []string) []string { return l[1:] }, `T_m3.cfg is not in the list of models; if that is meant, edit ci/models.txt: add the line "T_m3 standard"`},
		{"a deleted model", func(l []string) []string { return append(l, "T_m9 quick") }, "there is no T_m9.cfg; if that is meant, edit ci/models.txt: delete its line"},
		{"a deferred model", func(l []string) []string { l[0] = "T_m3 quick"; return l }, `T_m3.cfg is of set standard, and the list of models says quick; if that is meant, edit ci/models.txt: change its line to "T_m3 standard"`},
		{"no set", func(l []string) []string { l[0] = "T_m3"; return l }, `not of the form "Name set", or stands twice: T_m3`},
		{"twice", func(l []string) []string { return append(l, l[0]) }, "stands twice: T_m3 standard"},
	} {
		problems := Unlisted(models, c.change(append([]string(nil), list...)))
		err := errors.Join(problems...)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// A mutant that only verify-deep would run covers no line of the catalogue.
func TestMissingWithinStandard(t *testing.T) {
	for set, want := range map[string]int{"quick": 0, "standard": 0, "deep": 1} {
		files := soundSet()
		files["T_m3_mutant_far.cfg"] = strings.Replace(files["T_m3_mutant_far.cfg"], "set: quick", "set: "+set, 1)
		models, _ := Load(write(t, files))
		if got := Missing(models, []string{"T: goes too far"}); len(got) != want {
			t.Errorf("%s: %v", set, got)
		}
	}
}

// A mutant may pick one of its base's properties, since TLC does not say which
// of several fails, but none that its base does not hold.
func TestMutantOfOneProperty(t *testing.T) {
	files := wholeSet()
	files["T_m3_far1.cfg"] = strings.Replace(files["T_m3_far1.cfg"], "PROPERTY RefinesU", "PROPERTY Other", 1)
	models, _ := Load(write(t, files))
	if err := errors.Join(Lint(models)...); err == nil || !strings.Contains(err.Error(), "PROPERTY Other is not among those of T_m3_refinement") {
		t.Errorf("error %v", err)
	}
}
