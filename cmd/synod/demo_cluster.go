package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"syscall"

	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/register"
	"github.com/synod-paxos/synod/impl/transport"
)

// A cluster is the processes of one round.
type cluster struct {
	kind    clusterKind
	dir     string
	members []datadir.Member
	procs   []*process
	story   *story
	done    sync.WaitGroup
	giveUp  context.CancelFunc // what waits for the nodes
}

// A process is a node, whose operating system process comes and goes.
type process struct {
	datadir.Member
	dir   string // the data directory
	mu    sync.Mutex
	cmd   *exec.Cmd // the current one
	stop  bool      // it shall not be started again
	kills int
	err   error // an end that was no kill and no stop
}

// A clusterKind says what the nodes of a cluster are.
type clusterKind struct {
	make  func(dir string, id datadir.Identity, secret []byte) (datadir.Identity, error)
	serve []string // the arguments that run one, but for where it is
}

// registerCluster is one of nodes of the single-decree register.
var registerCluster = clusterKind{make: register.Init, serve: []string{"register", "serve", "--trace-values", "full"}}

// newCluster makes the data directories of size nodes.
func newCluster(kind clusterKind, dir string, size int, s *story) (*cluster, error) {
	stayForProcesses()
	c := &cluster{kind: kind, dir: dir, story: s}
	addrs, err := transport.LoopbackAddrs(size)
	if err != nil {
		return nil, err
	}
	for i, addr := range addrs {
		c.members = append(c.members, datadir.Member{Node: i + 1, Addr: addr})
	}
	for _, m := range c.members {
		p := &process{Member: m, dir: filepath.Join(dir, fmt.Sprintf("node-%d", m.Node))}
		id := datadir.Identity{Cluster: "demo", Run: "r1", Node: m.Node, Nodes: c.members}
		if _, err := kind.make(p.dir, id, []byte("demo")); err != nil {
			return nil, err
		}
		c.procs = append(c.procs, p)
	}
	return c, os.MkdirAll(c.logs(), 0o755)
}

func (c *cluster) logs() string   { return filepath.Join(c.dir, "logs") }
func (c *cluster) traces() string { return filepath.Join(c.dir, "traces") }

// start keeps every process alive until it is told to stop, and returns a context
// that ends when one ends by itself. The fault injection goes to the first
// incarnation of each.
func (c *cluster) start(ctx context.Context, crash func(p *process) []string) context.Context {
	ctx, c.giveUp = context.WithCancel(ctx)
	for _, p := range c.procs {
		faults := crash(p)
		c.done.Go(func() {
			for p.runOnce(ctx, c, faults) {
				faults = nil
			}
		})
	}
	return ctx
}

// runOnce runs the process until it ends, and tells whether to start it again.
func (p *process) runOnce(ctx context.Context, c *cluster, faults []string) bool {
	cmd, err := p.launch(ctx, c, faults)
	if err != nil || cmd == nil {
		p.fail(err)
		if err != nil {
			c.giveUp()
		}
		return false
	}
	err = cmd.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case wasKilled(err) && !p.stop:
		p.kills++
		c.story.tell("node %d is killed", p.Node)
		return ctx.Err() == nil
	case err != nil || !p.stop:
		p.err = fmt.Errorf("node %d ended by itself (%w); its log is %s", p.Node, orEnd(err), c.logFile(p))
		c.giveUp()
	}
	return false
}

func (p *process) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.err = err
}

func orEnd(err error) error {
	if err == nil {
		return errors.New("without an error")
	}
	return err
}

func wasKilled(err error) bool {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return false
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}

func (c *cluster) logFile(p *process) string {
	return filepath.Join(c.logs(), fmt.Sprintf("node-%d.log", p.Node))
}

// launch starts this very program as a node, unless the round is over.
func (p *process) launch(ctx context.Context, c *cluster, faults []string) (*exec.Cmd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding this program: %w", err)
	}
	log, err := os.OpenFile(c.logFile(p), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	args := slices.Concat(c.kind.serve, []string{"--dir", p.dir, "--trace", c.traces()}, faults)
	cmd := exec.CommandContext(ctx, self, args...)
	cmd.Stdout, cmd.Stderr = log, log
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stop {
		return nil, nil
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting node %d: %w", p.Node, err)
	}
	p.cmd = cmd
	return cmd, nil
}

// signal sends a signal to the current process.
func (p *process) signal(s syscall.Signal) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd != nil {
		p.cmd.Process.Signal(s) // an error says that it is dead already
	}
}

// stop asks every process to stop and waits for all of them.
func (c *cluster) stop() error {
	for _, p := range c.procs {
		p.mu.Lock()
		p.stop = true
		p.mu.Unlock()
		p.signal(syscall.SIGTERM)
	}
	c.done.Wait()
	return c.failed()
}

// failed says which processes ended in a way that the demo did not bring about.
func (c *cluster) failed() error {
	var all []error
	for _, p := range c.procs {
		p.mu.Lock()
		all = append(all, p.err)
		p.mu.Unlock()
	}
	return errors.Join(all...)
}

func (c *cluster) kills() int {
	sum := 0
	for _, p := range c.procs {
		p.mu.Lock()
		sum += p.kills
		p.mu.Unlock()
	}
	return sum
}
