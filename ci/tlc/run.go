package tlc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/synod-paxos/synod/ci/proc"
)

// A Runner runs TLC.
type Runner struct {
	Java    string   // the java program
	Jar     string   // the archive that holds TLC
	Library []string // directories of further modules
	Logs    string   // directory for TLC's whole output, one file a job
	Cache   *Cache   // results of earlier runs; nil for none
}

// A Job is one run of TLC.
type Job struct {
	Name   string   // of the log file
	Dir    string   // where the root module is
	Root   string   // root module, without .tla
	Config string   // path of the cfg
	Extra  []string // further options
	Cost   int64    // guess of how long it takes, in any unit
	Limit  int64    // states generated beyond which the run is given up; 0 for none
	// Progress gets TLC's lines of progress; nil for none.
	Progress func(line string)
}

// A Run is what became of a Job.
type Run struct {
	Job    Job
	Result Result
	Time   time.Duration
	CPU    time.Duration // of the JVM, its start included
	Log    string        // path of TLC's whole output
	Cached bool          // the result is that of an earlier run
	Err    error         // the run itself failed; Result says nothing
}

// options make every run of TLC give the same figures: one worker, the same
// fingerprints, liveness checked once at the end.
var options = []string{"-tool", "-workers", "1", "-fp", "0", "-seed", "0", "-lncheck", "final"}

// heapShare is the percentage of the machine's memory that all JVMs together
// may use for their heaps.
const heapShare = 60

// Run runs one job, or takes the result of an earlier run of the same.
func (r Runner) Run(ctx context.Context, job Job) Run {
	if r.Cache == nil {
		return r.runAnew(ctx, job)
	}
	key, err := r.Cache.key(job, r.Library)
	if err != nil {
		return Run{Job: job, Err: err}
	}
	if e, ok := r.Cache.load(key); ok {
		return r.recall(job, e)
	}
	run := r.runAnew(ctx, job)
	if run.Err == nil && run.Result.Verdict != Broken {
		run.Err = r.keep(key, run)
	}
	return run
}

// recall makes a Run of what is kept from an earlier one.
func (r Runner) recall(job Job, e entry) Run {
	run := Run{Job: job, Result: e.Result, Time: e.Time, CPU: e.CPU, Log: r.logPath(job), Cached: true}
	run.Err = os.MkdirAll(r.Logs, 0o755)
	if run.Err == nil {
		run.Err = os.WriteFile(run.Log, []byte(e.Log), 0o644)
	}
	return run
}

// keep puts a run into the cache.
func (r Runner) keep(key string, run Run) error {
	log, err := os.ReadFile(run.Log)
	if err != nil {
		return fmt.Errorf("keeping a result of TLC: %w", err)
	}
	return r.Cache.store(key, entry{Result: run.Result, Time: run.Time, CPU: run.CPU, Log: string(log)})
}

func (r Runner) logPath(job Job) string { return filepath.Join(r.Logs, job.Name+".log") }

// runAnew runs one job. Everything that TLC writes beside its output goes to a
// directory of its own that is gone afterwards: two runs must not share one,
// since TLC names its files after the second in which it started.
func (r Runner) runAnew(ctx context.Context, job Job) Run {
	run := Run{Job: job, Log: r.logPath(job)}
	start := time.Now()
	run.Result, run.CPU, run.Err = r.run(ctx, job, run.Log)
	run.Time = time.Since(start)
	return run
}

func (r Runner) run(ctx context.Context, job Job, logPath string) (Result, time.Duration, error) {
	work, err := os.MkdirTemp("", "synod-tlc-*")
	if err != nil {
		return Result{}, 0, fmt.Errorf("making a directory for TLC: %w", err)
	}
	defer os.RemoveAll(work)
	return r.supervise(ctx, job, r.command(job, work), logPath)
}

// supervise runs TLC, keeps its output and reads it.
func (r Runner) supervise(ctx context.Context, job Job, cmd proc.Cmd, logPath string, listeners ...io.Writer) (Result, time.Duration, error) {
	if err := os.MkdirAll(r.Logs, 0o755); err != nil {
		return Result{}, 0, fmt.Errorf("making the directory for TLC's output: %w", err)
	}
	log, err := os.Create(logPath)
	if err != nil {
		return Result{}, 0, fmt.Errorf("keeping TLC's output: %w", err)
	}
	defer log.Close()
	fmt.Fprintf(log, "cd %s && %s\n", job.Dir, cmd)
	ctx, giveUp := context.WithCancelCause(ctx)
	defer giveUp(nil)
	reader, writer := io.Pipe()
	output := io.MultiWriter(append(listeners, writer)...)
	cmd.Stdout, cmd.Stderr = output, output
	type parsed struct {
		result Result
		err    error
	}
	done := make(chan parsed, 1)
	go func() {
		result, err := Parse(io.TeeReader(reader, log), job.watch(giveUp))
		// Whatever stopped the parser, TLC must not block on a full pipe.
		_, _ = io.Copy(log, reader)
		done <- parsed{result, err}
	}()
	exit, usage, err := cmd.Measure(ctx)
	if cause := context.Cause(ctx); err != nil && errors.Is(cause, errTooMany) {
		err = cause
	}
	writer.Close()
	p := <-done
	if err == nil {
		err = p.err
	}
	p.result.Exit, p.result.Verdict = exit, verdictOf(exit)
	if p.result.Verdict == OK && !p.result.Finished {
		p.result.Verdict = Broken
	}
	return p.result, usage.CPU, err
}

// errTooMany is why a run is given up.
var errTooMany = errors.New("the state graph is far larger than the one recorded")

// watch passes TLC's lines of progress on, and gives up a run that generates
// more states than it may: where a guard is lost a graph can grow without end.
func (job Job) watch(giveUp func(error)) func(line string) {
	return func(line string) {
		if m := progressText.FindStringSubmatch(line); m != nil && job.Limit > 0 && figure(m[1]) > job.Limit {
			giveUp(fmt.Errorf("%w: TLC was stopped after generating %s states", errTooMany, m[1]))
		}
		if job.Progress != nil {
			job.Progress(line)
		}
	}
}

// command is TLC with everything that could vary from run to run nailed down.
func (r Runner) command(job Job, work string) proc.Cmd {
	files := []string{"-metadir", filepath.Join(work, "states"), "-config", job.Config}
	args := slices.Concat(r.jvm(work), []string{"tlc2.TLC"}, options, files, job.Extra, []string{job.Root + ".tla"})
	return proc.Cmd{Dir: job.Dir, Name: r.Java, Args: args}
}

// jvm are the options of a JVM that has TLC.
func (r Runner) jvm(work string) []string {
	return []string{
		"-XX:+UseParallelGC", "-XX:ParallelGCThreads=1",
		fmt.Sprintf("-XX:MaxRAMPercentage=%d", max(heapShare/min(runtime.NumCPU(), heapShare), 2)),
		"-Djava.io.tmpdir=" + work,
		"-DTLA-Library=" + strings.Join(r.Library, string(filepath.ListSeparator)),
		"-cp", r.Jar,
	}
}
