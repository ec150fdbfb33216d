package tlc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/synod-paxos/synod/ci/proc"
)

// RunDistributed runs a job in TLC's distributed mode: a server that keeps the
// states and workers, processes of their own, that compute successors. Here all
// of them are on this machine and talk over loopback; on several machines only
// the address differs. The distinct states are those of Run; the depth and the
// states generated need not be, since the workers race. No result of an earlier
// run is used: what is shown is that the mode works.
func (r Runner) RunDistributed(ctx context.Context, job Job, workers int) Run {
	run := Run{Job: job, Log: r.logPath(job)}
	start := time.Now()
	run.Result, run.CPU, run.Err = r.distribute(ctx, job, workers, run.Log)
	run.Time = time.Since(start)
	return run
}

const loopback = "127.0.0.1"

// patience is how long workers are given to end when the server has ended, and
// the other way round.
const patience = 20 * time.Second

// errAlone is why a server without workers is ended.
var errAlone = errors.New("all workers have ended, and the server has not")

func (r Runner) distribute(ctx context.Context, job Job, workers int, logPath string) (Result, time.Duration, error) {
	work, err := os.MkdirTemp("", "synod-tlc-*")
	if err != nil {
		return Result{}, 0, fmt.Errorf("making a directory for TLC: %w", err)
	}
	defer os.RemoveAll(work)
	port, err := freePort()
	if err != nil {
		return Result{}, 0, err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	team := &team{runner: r, dir: work, port: port, outputs: make([]lockedBuffer, workers)}
	ready := &readiness{then: func() { team.start(ctx, stop) }}
	result, cpu, err := r.supervise(ctx, job, r.server(job, work, port), logPath, ready)
	team.end(stop)
	result.Verdict = distributedVerdict(result)
	if cause := context.Cause(ctx); err != nil && errors.Is(cause, errAlone) {
		err = fmt.Errorf("%w: %s", cause, team.lastWords())
	}
	return result, cpu, err
}

// distributedVerdict is what was found. A server says 0 at its end whatever that
// is, and shows a counterexample without saying to what: an invariant, unless the
// absence of deadlock is checked too.
func distributedVerdict(r Result) Verdict {
	switch {
	case r.Verdict != OK:
		return r.Verdict
	case len(r.Trace) > 0:
		return Invariant
	case len(r.Errors) > 0:
		return Broken
	}
	return OK
}

// freePort is a port that nobody listens on at the moment.
func freePort() (int, error) {
	l, err := net.Listen("tcp", loopback+":0")
	if err != nil {
		return 0, fmt.Errorf("looking for a free port: %w", err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

func distributedOptions(port int) []string {
	return []string{
		"-Djava.rmi.server.hostname=" + loopback,
		fmt.Sprintf("-Dtlc2.tool.distributed.TLCServer.port=%d", port),
		"-Dtlc2.tool.distributed.TLCWorker.threadCount=1",
	}
}

func (r Runner) server(job Job, work string, port int) proc.Cmd {
	files := []string{"-tool", "-fp", "0", "-metadir", filepath.Join(work, "states"), "-config", job.Config}
	args := slices.Concat(distributedOptions(port), r.jvm(work), []string{"tlc2.tool.distributed.TLCServer"}, files, job.Extra, []string{job.Root + ".tla"})
	return proc.Cmd{Dir: job.Dir, Name: r.Java, Args: args}
}

// A team is the workers of a server.
type team struct {
	runner  Runner
	dir     string
	port    int
	outputs []lockedBuffer
	workers sync.WaitGroup
}

// start starts the workers. When all of them have ended, so must the server, or
// it waits for ever.
func (t *team) start(ctx context.Context, stop context.CancelCauseFunc) {
	for i := range t.outputs {
		t.workers.Go(func() { t.work(ctx, i) })
	}
	go func() {
		t.workers.Wait()
		time.AfterFunc(patience, func() { stop(errAlone) })
	}()
}

// work runs one worker. It needs a directory of its own, because it unpacks the
// modules that the server sends it.
func (t *team) work(ctx context.Context, i int) {
	out := &t.outputs[i]
	dir := filepath.Join(t.dir, fmt.Sprintf("worker%d", i))
	if err := os.Mkdir(dir, 0o755); err != nil {
		fmt.Fprintln(out, err)
		return
	}
	args := slices.Concat(distributedOptions(t.port), t.runner.jvm(dir), []string{"tlc2.tool.distributed.TLCWorker", loopback})
	if _, err := (proc.Cmd{Dir: dir, Name: t.runner.Java, Args: args, Stdout: out, Stderr: out}).Run(ctx); err != nil {
		fmt.Fprintln(out, err)
	}
}

// end waits for the workers, which end by themselves soon after the server.
func (t *team) end(stop context.CancelCauseFunc) {
	timer := time.AfterFunc(patience, func() { stop(nil) })
	defer timer.Stop()
	t.workers.Wait()
}

// lastWords are the ends of what the workers said.
func (t *team) lastWords() string {
	var words []string
	for i := range t.outputs {
		words = append(words, fmt.Sprintf("worker %d: %s", i, proc.Tail(t.outputs[i].String(), 5)))
	}
	return strings.Join(words, "\n")
}

// A lockedBuffer may be read while it is written.
type lockedBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// A readiness calls then once, when the server says that it takes workers.
type readiness struct {
	then func()
	seen []byte
	done bool
}

var readyMessage = []byte("@!@!@STARTMSG 7000:")

func (r *readiness) Write(p []byte) (int, error) {
	if r.done {
		return len(p), nil
	}
	r.seen = append(r.seen, p...)
	if bytes.Contains(r.seen, readyMessage) {
		r.done, r.seen = true, nil
		r.then()
	} else if keep := len(readyMessage); len(r.seen) > keep {
		r.seen = slices.Clone(r.seen[len(r.seen)-keep:])
	}
	return len(p), nil
}
