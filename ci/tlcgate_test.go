package ci

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/tools"
)

// fakeJava answers with a recorded output of TLC: that which stands in the
// directory "answers" under the name of the cfg, with its exit code.
const fakeJava = `#!/bin/sh
while [ "$1" != -config ]; do shift; done
name=$(basename "$2" .cfg)
cat "$ANSWERS/$name.out"
exit "$(cat "$ANSWERS/$name.exit")"
`

// A project is a module with specifications, models and recorded answers.
type project struct {
	t       *testing.T
	env     *gate.Env
	answers string
}

const (
	constants = "CONSTANTS\n  Max = 3\n"
	behaviour = "INIT Init\nNEXT Next\nINVARIANT Never\n"
	okCounts  = "\\* distinct: 8\n\\* generated: 15\n\\* depth: 5\n\\* seconds: 1\n"
	badCounts = "\\* distinct: 7\n\\* generated: 9\n\\* depth: 4\n\\* seconds: 1\n"
)

func newProject(t *testing.T) *project {
	t.Helper()
	root := t.TempDir()
	p := &project{t: t, answers: filepath.Join(root, "answers")}
	p.env = &gate.Env{Root: root, Out: filepath.Join(root, "out"), Bounds: "quick",
		Tools: tools.Tools{Java: filepath.Join(root, "java"), Jar: tools.Jar{Path: "x.jar"}}, Progress: func(string, ...any) {}}
	p.write("java", fakeJava)
	if err := os.Chmod(p.env.Tools.Java, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("ANSWERS", p.answers)
	p.write("ci/mutants.txt", "T: goes too far\n")
	p.write("spec/T.tla", "Guard(n) == x < n\nUp == Guard(Max) /\\ x' = x + 1\nFlip == y' = 1 - y\nNext == Up \\/ Flip\n")
	p.write("spec/models/MCT.tla", "")
	p.write("ci/models.txt", "T_m3 quick\nT_m3_mutant quick\nT_m3_probe quick\nT_m3_graph quick\n")
	p.write("spec/models/T_m3.cfg", "\\* purpose: base\n\\* kind: check\n\\* set: quick\n\\* expect: ok\n"+okCounts+constants+behaviour)
	p.write("spec/models/T_m3_mutant.cfg", "\\* purpose: far\n\\* kind: mutant\n\\* set: quick\n\\* expect: invariant Never\n\\* mutates: goes too far\n\\* base: T_m3.cfg\n"+badCounts+constants+"  Guard <- Any\n"+behaviour)
	p.write("spec/models/T_m3_probe.cfg", "\\* purpose: two\n\\* kind: probe\n\\* set: quick\n\\* expect: invariant Never\n"+badCounts+constants+behaviour)
	p.write("spec/models/T_m3_graph.cfg", "\\* purpose: edges\n\\* kind: graph\n\\* set: quick\n\\* expect: ok\n"+okCounts+constants+behaviour)
	p.answer("T_m3", "ok", "0")
	p.answer("T_m3_mutant", "never", "12")
	p.answer("T_m3_probe", "never", "12")
	return p
}

func (p *project) write(name, text string) {
	p.t.Helper()
	path := filepath.Join(p.env.Root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		p.t.Fatal(err)
	}
}

func (p *project) remove(name string) {
	p.t.Helper()
	if err := os.Remove(filepath.Join(p.env.Root, name)); err != nil {
		p.t.Fatal(err)
	}
}

func (p *project) read(name string) string {
	p.t.Helper()
	b, err := os.ReadFile(filepath.Join(p.env.Root, name))
	if err != nil {
		p.t.Fatal(err)
	}
	return string(b)
}

// answer makes TLC answer for a model with a golden output of package tlc.
func (p *project) answer(model, golden, exit string) {
	p.t.Helper()
	b, err := os.ReadFile(filepath.Join("tlc", "testdata", golden+".out"))
	if err != nil {
		p.t.Fatal(err)
	}
	p.write(filepath.Join("answers", model+".out"), string(b))
	p.write(filepath.Join("answers", model+".exit"), exit)
}

func TestTLCGatePasses(t *testing.T) {
	p := newProject(t)
	r := tlcGate().Execute(t.Context(), p.env)
	if !r.Passed() {
		t.Fatal(r.Failure)
	}
	if got, want := gate.Describe(r.Result.Checked), "3 models, 22 distinct states, 33 states generated"; got != want {
		t.Errorf("checked %s, want %s", got, want)
	}
	if got, want := gate.Describe(r.Result.Killed), "1 mutants, 1 probes"; got != want {
		t.Errorf("killed %s, want %s", got, want)
	}
	log := p.read("out/tlc/T_m3_mutant.log")
	if !strings.Contains(log, "tlc2.TLC") || !strings.Contains(log, "Invariant Never is violated.") {
		t.Errorf("log:\n%s", log)
	}
}

func TestTLCGateFails(t *testing.T) {
	replace := func(p *project, name, old, new string) {
		p.write(name, strings.Replace(p.read(name), old, new, 1))
	}
	for _, c := range []struct {
		name  string
		spoil func(p *project)
		want  []string
	}{
		{"a guard is gone", func(p *project) { p.answer("T_m3", "never", "12"); replace(p, "spec/T.tla", "Guard(Max) /\\ ", "") },
			[]string{"T_m3: Never is violated after 3 steps, the last of them Flip (T.tla, line 7); expected is: ok", "look at Guard: no action uses it any more", "T_m3.log"}},
		{"a mutant lives", func(p *project) { p.answer("T_m3_mutant", "ok", "0") }, []string{`the mutant "goes too far" lives`}},
		{"a mutant breaks TLC", func(p *project) { p.answer("T_m3_mutant", "broken", "151") }, []string{"could not check the model (exit code 151", "Nxt"}},
		{"counts drift", func(p *project) { replace(p, "spec/models/T_m3.cfg", "distinct: 8", "distinct: 80") }, []string{"gives distinct 8", "recorded is distinct 80"}},
		{"no counts", func(p *project) { replace(p, "spec/models/T_m3.cfg", okCounts, "") }, []string{"T_m3.cfg: no distinct, generated and depth are recorded"}},
		{"a mutant is forgotten", func(p *project) { p.write("ci/mutants.txt", "T: goes too far\nT: stops\n") }, []string{`"T: stops"`}},
		{"a model is deleted", func(p *project) { p.remove("spec/models/T_m3_probe.cfg") }, []string{"there is no T_m3_probe.cfg"}},
		{"a model is put off", func(p *project) { replace(p, "spec/models/T_m3_probe.cfg", "set: quick", "set: deep") }, []string{"T_m3_probe.cfg is of set deep, and the list of models says quick"}},
		{"an idle invariant", func(p *project) { replace(p, "spec/models/T_m3.cfg", "INVARIANT ", "INVARIANTS Small ") }, []string{"T_m3.cfg checks Small, which no mutant or probe of T"}},
		{"a refinement is not checked", func(p *project) { replace(p, "spec/T.tla", "Up ==", "U == INSTANCE T\nUp ==") }, []string{"T.tla instantiates T and has no refinement"}},
		{"an unsound model", func(p *project) { replace(p, "spec/models/T_m3.cfg", "kind: check", "kind: guess") }, []string{`kind: "guess"`}},
		{"a run that says nothing", func(p *project) { p.write("answers/T_m3.out", "") }, []string{"could not check the model"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newProject(t)
			c.spoil(p)
			r := tlcGate().Execute(t.Context(), p.env)
			for _, want := range c.want {
				if !strings.Contains(r.Failure, want) {
					t.Errorf("failure\n%s\nwant %q", r.Failure, want)
				}
			}
		})
	}
}

func TestUpdateCounts(t *testing.T) {
	p := newProject(t)
	name := "spec/models/T_m3.cfg"
	sound := p.read(name)
	p.write(name, strings.Replace(sound, "distinct: 8", "distinct: 80", 1))
	p.answer("T_m3_mutant", "ok", "0") // lives, so its counts must stay
	before := p.read("spec/models/T_m3_mutant.cfg")
	said := 0
	err := UpdateCounts(t.Context(), p.env, []string{"T_m3", "T_m3_mutant", "T_m3_probe"}, func(string, ...any) { said++ })
	if err == nil || !strings.Contains(err.Error(), "lives") {
		t.Errorf("error %v", err)
	}
	if p.read(name) != sound || said != 1 {
		t.Errorf("%d files written; now\n%s", said, p.read(name))
	}
	if p.read("spec/models/T_m3_mutant.cfg") != before {
		t.Error("counts of a living mutant were recorded")
	}
	if err := UpdateCounts(t.Context(), p.env, []string{"T_m4"}, nil); err == nil {
		t.Error("an unknown model: no error")
	}
}

// The models as they are have no gaps, and the lists are those of the models.
func TestModelsHaveNoGaps(t *testing.T) {
	env := &gate.Env{Root: ".."}
	models, err := loadModels(env)
	if err != nil {
		t.Fatal(err)
	}
	problems, err := gaps(env, models)
	if err := errors.Join(append(problems, err)...); err != nil {
		t.Error(err)
	}
}
