package chaos

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/node"
	"github.com/synod-paxos/synod/impl/transport"
	"github.com/synod-paxos/synod/mbt/chaos/clock"
)

// A Cluster is nodes that run as processes, each with links of its own to the
// others.
type Cluster struct {
	config Config
	nodes  []*process
	links  map[[2]int]*link // from, to
	spaces *spaces          // the network namespaces of nodes, or nil
	clocks *clock.Program   // nil where clocks cannot be set
	rand   *rand.Rand       // of what goes wrong
	seen   Troubles
	next   int // the kind of trouble
}

// A process is a node, whose operating system process comes and goes.
type process struct {
	number int
	addr   string // where it listens
	space  *space // where that is an address
	dir    string

	mu    sync.Mutex
	cmd   *exec.Cmd
	ended chan struct{} // closed when cmd has ended
	exit  error         // how
	clock *clock.Clock  // of cmd, once somebody has set it
}

const clusterName = "chaos"

// New makes a cluster's data directories and links. Whoever calls it closes the
// cluster.
func New(cfg Config) (*Cluster, error) {
	c := &Cluster{config: cfg, links: make(map[[2]int]*link), rand: rand.New(rand.NewPCG(cfg.Seed, 1)), next: cfg.First}
	if err := c.make(); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

func (c *Cluster) make() (err error) {
	if clock.Possible() == nil {
		if c.clocks, err = clock.Read(c.config.Program.Path); err != nil {
			return err
		}
	}
	if err := c.place(); err != nil {
		return err
	}
	if err := os.MkdirAll(c.Traces(), 0o755); err != nil {
		return err
	}
	for _, p := range c.nodes {
		if err := c.init(p); err != nil {
			return err
		}
	}
	return nil
}

// place decides where each node is.
func (c *Cluster) place() (err error) {
	addrs, err := transport.LoopbackAddrs(c.config.Nodes)
	if err == nil && c.config.Namespaces {
		c.spaces, err = newSpaces(c.config.Nodes)
	}
	if err != nil {
		return err
	}
	for i, addr := range addrs {
		p := &process{number: i + 1, addr: addr, dir: filepath.Join(c.config.Dir, fmt.Sprintf("node-%d", i+1))}
		if c.spaces != nil {
			p.addr, p.space = listens(p.number), c.spaces.of(p.number)
		}
		c.nodes = append(c.nodes, p)
	}
	return nil
}

// Start starts all nodes.
func (c *Cluster) Start(ctx context.Context) error {
	for _, p := range c.nodes {
		if err := c.start(ctx, p, 0); err != nil {
			return err
		}
	}
	return nil
}

// Traces is the directory of the nodes' traces.
func (c *Cluster) Traces() string { return filepath.Join(c.config.Dir, "traces") }

// init makes the data directory of a node, which finds the others through links.
func (c *Cluster) init(p *process) error {
	id := datadir.Identity{Cluster: clusterName, Run: "r1", Node: p.number, Machine: c.config.Program.Machine}
	for _, other := range c.nodes {
		addr := other.addr
		if other != p {
			l, err := c.link(p, other)
			if err != nil {
				return err
			}
			c.links[[2]int{p.number, other.number}] = l
			addr = l.addr()
		}
		id.Nodes = append(id.Nodes, datadir.Member{Node: other.number, Addr: addr})
	}
	_, err := node.Init(p.dir, id, []byte("the secret of this run"))
	return err
}

func (c *Cluster) link(from, to *process) (*link, error) {
	var over *path
	if c.spaces != nil {
		over = &path{spaces: c.spaces, from: from.number, to: to.number}
	}
	return newLink(to.addr, c.config.Seed+uint64(16*from.number+to.number), from.space, over)
}

// start starts a node that is not running, with further flags. A limit, if it is
// not 0, is the size in KiB of the largest file that it can write.
func (c *Cluster) start(ctx context.Context, p *process, limit int, flags ...string) error {
	log, err := os.OpenFile(p.dir+".log", os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return err
	}
	defer log.Close()
	args := append(c.config.Program.Args(p.number, p.dir, c.Traces()), flags...)
	name := c.config.Program.Path
	if limit > 0 {
		args = append([]string{"-c", "ulimit -f " + strconv.Itoa(limit) + ` && exec "$0" "$@"`, name}, args...)
		name = "sh"
	}
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stderr = log
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.space.do(cmd.Start); err != nil {
		return fmt.Errorf("starting node %d: %w", p.number, err)
	}
	p.cmd, p.ended, p.exit = cmd, make(chan struct{}), nil
	go p.watch(cmd, bufio.NewReader(out), p.ended)
	return nil
}

// watch waits for the end of a process.
func (p *process) watch(cmd *exec.Cmd, out *bufio.Reader, ended chan struct{}) {
	for {
		if _, err := out.ReadString('\n'); err != nil {
			break
		}
	}
	err := cmd.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.exit = err
	if p.clock != nil {
		p.clock.Close()
		p.clock = nil
	}
	close(ended)
}

// up tells whether the node's process runs.
func (p *process) up() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended == nil {
		return false
	}
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// signal sends a signal to the node's process, if it runs.
func (p *process) signal(s syscall.Signal) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd != nil {
		p.cmd.Process.Signal(s) // it may have ended
	}
}

// kill kills the node and waits for that.
func (p *process) kill() {
	p.signal(syscall.SIGKILL)
	p.wait(context.Background())
}

// wait waits until the process has ended, and returns how.
func (p *process) wait(ctx context.Context) error {
	p.mu.Lock()
	ended := p.ended
	p.mu.Unlock()
	if ended == nil {
		return nil
	}
	select {
	case <-ended:
	case <-ctx.Done():
		return fmt.Errorf("node %d does not end: %w", p.number, ctx.Err())
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.exit
}

// failure is why a process has ended that nobody killed, or nil.
func (p *process) failure() error {
	if p.up() {
		return nil
	}
	var exit *exec.ExitError
	switch err := p.wait(context.Background()); {
	case errors.As(err, &exit) && wasKilled(exit):
		return nil
	default:
		return fmt.Errorf("node %d has ended by itself: %v\n%s", p.number, err, lastLines(p.dir+".log"))
	}
}

func wasKilled(exit *exec.ExitError) bool {
	status, ok := exit.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}

// lastLines are the last lines of a file, for people.
func lastLines(path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(lines[max(0, len(lines)-8):], "\n")
}

// linksOf are all links of a node, in both directions.
func (c *Cluster) linksOf(p *process) []*link {
	var ls []*link
	for _, other := range c.nodes {
		if other != p {
			ls = append(ls, c.links[[2]int{p.number, other.number}], c.links[[2]int{other.number, p.number}])
		}
	}
	return ls
}

// dial connects to a node, whatever links are cut.
func (c *Cluster) dial(ctx context.Context, p *process) (client *node.Client, err error) {
	err = p.space.do(func() (err error) {
		client, err = node.Dial(ctx, p.addr, clusterName, nil)
		return err
	})
	return client, err
}

// setAll sets all links alike.
func (c *Cluster) setAll(cut bool, loss float64) error {
	return set(slices.Collect(maps.Values(c.links)), cut, loss)
}

func set(links []*link, cut bool, loss float64) error {
	var failed []error
	for _, l := range links {
		failed = append(failed, l.set(cut, loss))
	}
	return errors.Join(failed...)
}

// stopping is how long a node may take to stop in good order.
const stopping = 20 * time.Second

// Stop stops all nodes in good order.
func (c *Cluster) Stop(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, stopping)
	defer cancel()
	for _, p := range c.nodes {
		p.signal(syscall.SIGTERM)
	}
	var failed []error
	for _, p := range c.nodes {
		if err := p.wait(ctx); err != nil {
			failed = append(failed, fmt.Errorf("stopping node %d: %w\n%s", p.number, err, lastLines(p.dir+".log")))
		}
	}
	return errors.Join(failed...)
}

// Close ends all that is left.
func (c *Cluster) Close() {
	for _, p := range c.nodes {
		p.signal(syscall.SIGCONT)
		p.kill()
	}
	for _, l := range c.links {
		l.close()
	}
	if c.spaces != nil {
		c.spaces.close()
	}
}
