package tlc

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// dumper is a java that finds the file to dump to behind -dump, writes a graph
// larger than any pipe's buffer, and prints a recorded output.
const dumper = `#!/bin/sh
while [ "$1" != -dump ]; do shift; done
i=0
while [ $i -lt 5000 ]; do echo "$i -> $i [label=\"Up\",color=\"black\",fontcolor=\"black\"];"; i=$((i+1)); done > "$3"
cat "$GOLDEN"
`

func dumpRunner(t *testing.T, java string) Runner {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "java")
	if err := os.WriteFile(path, []byte(java), 0o755); err != nil {
		t.Fatal(err)
	}
	golden, err := filepath.Abs("testdata/ok.out")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOLDEN", golden)
	return Runner{Java: path, Logs: dir}
}

func TestDump(t *testing.T) {
	var text string
	run := dumpRunner(t, dumper).Dump(t.Context(), Job{Name: "x"}, func(dot io.Reader) error {
		b, err := io.ReadAll(dot)
		text = string(b)
		return err
	})
	if run.Err != nil || run.Result.Verdict != OK || run.Result.Counts.Distinct != 8 {
		t.Errorf("%+v", run)
	}
	if strings.Count(text, "\n") != 5000 || !strings.HasSuffix(text, "fontcolor=\"black\"];\n") {
		t.Errorf("%d lines were read", strings.Count(text, "\n"))
	}
}

// A consumer that has read enough does not keep TLC from ending well.
func TestDumpReadInPart(t *testing.T) {
	run := dumpRunner(t, dumper).Dump(t.Context(), Job{Name: "x"}, func(dot io.Reader) error {
		_, err := io.ReadFull(dot, make([]byte, 10))
		return err
	})
	if run.Err != nil || run.Result.Verdict != OK {
		t.Errorf("%+v", run)
	}
}

func TestDumpConsumerFails(t *testing.T) {
	bad := errors.New("an edge too many")
	run := dumpRunner(t, dumper).Dump(t.Context(), Job{Name: "x"}, func(io.Reader) error { return bad })
	if !errors.Is(run.Err, bad) {
		t.Errorf("error %v", run.Err)
	}
}

// TLC that fails before it opens the dump must not leave the reader waiting.
func TestDumpNeverOpened(t *testing.T) {
	read := -1
	run := dumpRunner(t, "#!/bin/sh\nexit 151\n").Dump(t.Context(), Job{Name: "x"}, func(dot io.Reader) error {
		b, err := io.ReadAll(dot)
		read = len(b)
		return err
	})
	if run.Err != nil || run.Result.Verdict != Broken || read != 0 {
		t.Errorf("%+v, %d bytes read", run, read)
	}
}

// endless reports ever more states and stops only when it is stopped.
const endless = `#!/bin/sh
n=1
while :; do
  echo '@!@!@STARTMSG 2200:0 @!@!@'
  echo "Progress(9) at 2026-01-01 00:00:00: $n,000 states generated (1 s/min), 1 distinct states found (1 ds/min), 1 states left on queue."
  echo '@!@!@ENDMSG 2200 @!@!@'
  n=$((n+1))
done
`

func TestRunawayIsGivenUp(t *testing.T) {
	seen := 0
	run := dumpRunner(t, endless).Run(t.Context(), Job{Name: "x", Limit: 50_000, Progress: func(string) { seen++ }})
	if !errors.Is(run.Err, errTooMany) || seen < 51 {
		t.Errorf("error %v after %d reports", run.Err, seen)
	}
}
