package clock

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// A reading is what such a process says.
type reading struct {
	wall  int64
	run   time.Duration
	ticks int
}

// A subject is such a process.
type subject struct {
	t   *testing.T
	in  io.Writer
	out *bufio.Reader
	*Clock
}

func newSubject(t *testing.T, path string) *subject {
	cmd := exec.Command(path)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		cmd.Wait()
	})
	s := &subject{t: t, in: in, out: bufio.NewReader(out)}
	s.read() // it is up
	program, err := Read(path)
	if err == nil {
		s.Clock, err = program.Of(cmd.Process.Pid)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Clock.Close() })
	return s
}

// read asks the process.
func (s *subject) read() (r reading) {
	s.t.Helper()
	if _, err := io.WriteString(s.in, "\n"); err != nil {
		s.t.Fatal(err)
	}
	if _, err := fmt.Fscan(s.out, &r.wall, &r.run, &r.ticks); err != nil {
		s.t.Fatal(err)
	}
	return r
}

// during asks it again and again for a while, which keeps it awake.
func (s *subject) during(d time.Duration) (r reading) {
	for until := time.Now().Add(d); time.Now().Before(until); {
		r = s.read()
	}
	return r
}

// racingTicks demands that the ticker of a process whose clock races fires more
// often than it should, at some time: it does when the process is awake, which is
// up to a machine that others use too.
func (s *subject) racingTicks() {
	s.t.Helper()
	var before, after reading
	for range 50 {
		before = s.read()
		after = s.during(100 * time.Millisecond)
		if after.ticks-before.ticks > 30 {
			return
		}
	}
	s.check("its ticker races", false, before, after)
}

func (s *subject) check(what string, ok bool, before, after reading) {
	s.t.Helper()
	if !ok {
		s.t.Errorf("%s: from %+v to %+v", what, before, after)
	}
}

// build builds the process: the binaries of tests have no symbols.
func build(t *testing.T) string {
	path := filepath.Join(t.TempDir(), "watch")
	cmd := exec.Command("go", "build", "-buildvcs=false", "-o", path, "./testdata/watch")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	return path
}

// TestClock: a process sees the clocks that it is given, and no other process
// does.
func TestClock(t *testing.T) {
	path := build(t)
	if err := Possible(); err != nil {
		t.Logf("nothing to see: %v", err)
		return
	}
	s, other := newSubject(t, path), newSubject(t, path)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	near := func(a, b int64) bool { return a-b < 60 && b-a < 60 }
	const hours = 7 * 3600
	before := s.read()
	s.check("nothing is set", near(before.wall, time.Now().Unix()), before, before)
	for _, h := range []int64{hours, -hours, 0} {
		must(s.SetWall(time.Duration(h) * time.Second))
		after := s.during(50 * time.Millisecond)
		s.check("the wall clock", near(after.wall, time.Now().Unix()+h), before, after)
		s.check("only the wall clock", after.run > before.run && after.run < before.run+time.Minute, before, after)
		before = after
	}
	must(s.Run(0, 0))
	before = s.read()
	after := s.during(300 * time.Millisecond)
	s.check("it stands still", after.run == before.run && after.ticks <= before.ticks+1, before, after)
	must(s.Run(1, 3*time.Hour))
	before = s.read()
	s.check("it jumps", before.run-after.run >= 3*time.Hour, after, before)
	must(s.Run(50, 0))
	after = s.during(100 * time.Millisecond)
	s.check("it races", after.run-before.run > 4*time.Second, before, after)
	s.racingTicks()
	must(s.Run(1, 0))
	before = s.read()
	after = s.during(100 * time.Millisecond)
	s.check("it runs as it should", after.run > before.run && after.run < before.run+time.Minute, before, after)
	if r := other.read(); r.run > 2*time.Minute || !near(r.wall, time.Now().Unix()) {
		t.Errorf("another process sees %+v", r)
	}
}

// TestPossible: where it is said to be possible it is, in the rest of the tests;
// elsewhere nothing pretends that it is.
func TestPossible(t *testing.T) {
	if Possible() == nil {
		return
	}
	if program, err := Read(build(t)); err == nil {
		if _, err := program.Of(os.Getpid()); err == nil {
			t.Error("a clock was taken over where that is said to be impossible")
		}
	}
}

// TestNoProgram: what is no program of Go has no clock that can be set.
func TestNoProgram(t *testing.T) {
	for _, path := range []string{"clock_test.go", "/nowhere"} {
		if _, err := Read(path); err == nil {
			t.Errorf("%s has one", path)
		}
	}
}
