package tlc

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A counting java: it leaves a mark for each run.
const counting = `#!/bin/sh
echo run >> "$MARKS"
cat "$GOLDEN"
exit 12
`

func TestCache(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	marks := filepath.Join(dir, "marks")
	golden, err := filepath.Abs("testdata/never.out")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("MARKS", marks)
	t.Setenv("GOLDEN", golden)
	write("java", counting)
	write("MCT.tla", "EXTENDS T, Naturals")
	write("T.tla", "EXTENDS U")
	write("U.tla", "x == 1")
	write("V.tla", "y == 1")
	write("m.cfg", "\\* purpose: x\nINIT Init\n")
	runner := Runner{Java: filepath.Join(dir, "java"), Logs: filepath.Join(dir, "logs"), Cache: &Cache{Dir: filepath.Join(dir, "cache"), Jar: "1"}}
	job := Job{Name: "m", Dir: dir, Root: "MCT", Config: filepath.Join(dir, "m.cfg")}

	runs := 0
	expect := func(what string, fresh bool) {
		t.Helper()
		run := runner.Run(t.Context(), job)
		if run.Err != nil || run.Result.Verdict != Invariant || run.Result.Invariant != "Never" || run.Result.Last().Action != "Flip" {
			t.Fatalf("%s: %+v", what, run)
		}
		if run.Cached == fresh {
			t.Errorf("%s: cached %v", what, run.Cached)
		}
		if fresh {
			runs++
		}
		b, err := os.ReadFile(marks)
		if err != nil || strings.Count(string(b), "run") != runs {
			t.Errorf("%s: java ran %d times, want %d", what, strings.Count(string(b), "run"), runs)
		}
		if log, err := os.ReadFile(run.Log); err != nil || !strings.Contains(string(log), "Never is violated") {
			t.Errorf("%s: log %q, %v", what, log, err)
		}
	}
	expect("first", true)
	expect("again", false)
	write("m.cfg", "\\* purpose: x\n\\* distinct: 7\nINIT Init\n")
	expect("another header", false)
	write("V.tla", "y == 2")
	expect("a module out of reach", false)
	write("U.tla", "x == 2")
	expect("a module in reach", true)
	write("m.cfg", "INIT Init2\n")
	expect("another configuration", true)
	runner.Cache.Jar = "2"
	expect("another jar", true)
	expect("the same jar", false)
	entries, err := filepath.Glob(filepath.Join(dir, "cache", "*"))
	if err != nil || len(entries) != 4 {
		t.Errorf("cache holds %v, %v", entries, err)
	}
	for _, path := range entries {
		if err := os.WriteFile(path, []byte("{torn"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	expect("a damaged cache", true)
	expect("a mended cache", false)

	write("java", "#!/bin/sh\nexit 151\n")
	job.Root = "T"
	for range 2 {
		if run := runner.Run(t.Context(), job); run.Cached || run.Result.Verdict != Broken {
			t.Errorf("a broken run: %+v", run)
		}
	}
	job.Root = "None"
	if run := runner.Run(t.Context(), job); run.Err == nil {
		t.Error("no such module: no error")
	}
}
