package chaos

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/synod-paxos/synod/impl/builtin"
)

// A Config says what to run.
type Config struct {
	Program Program
	Dir     string // where to keep everything; it must not exist
	Nodes   int
	Loss    float64 // of messages between nodes, when there is no trouble
	Seed    uint64  // of what goes wrong
	First   int     // the kind of trouble to begin with; they follow on each other
	// Namespaces: nodes have network namespaces of their own, which are cut in place
	// of the links.
	Namespaces bool
	Note       func(format string, args ...any) // what happens, for people

	// For Run.
	Clients int
	Time    time.Duration
}

// A Program is what the nodes of a cluster run. Built by Go, with its symbols.
type Program struct {
	Path    string
	Machine string // the name of the state machine that it serves
	Args    func(number int, dir, traces string) []string
	Crashes bool // it takes --crash-at and --seed, and kills itself there
}

// Synod is the program synod, which serves a log and traces what it does.
func Synod(path string, flags ...string) Program {
	return Program{Path: path, Machine: "log", Crashes: true, Args: func(_ int, dir, traces string) []string {
		return append([]string{"serve", "--dir", dir, "--trace", traces}, flags...)
	}}
}

// Untraced is the same without a trace: what it does stands in its logs alone.
func Untraced(path string, flags ...string) Program {
	p := Synod(path)
	p.Args = func(_ int, dir, _ string) []string { return append([]string{"serve", "--dir", dir}, flags...) }
	return p
}

// A Result is what a run came to.
type Result struct {
	Troubles Troubles
	Served   int // commands that were acknowledged
	Expired  int // commands whose session had expired
	Entries  int // of the log, in the end
	Next     int // the kind of trouble that would have come next
}

func (c *Cluster) note(format string, args ...any) {
	if c.config.Note != nil {
		c.config.Note(format, args...)
	}
}

// Run runs a cluster through its troubles and out of them.
func Run(ctx context.Context, cfg Config) (r Result, err error) {
	c, err := New(cfg)
	if err != nil {
		return r, err
	}
	defer c.Close()
	defer func() {
		if err != nil {
			err = fmt.Errorf("%d nodes, seed %d: %w", cfg.Nodes, cfg.Seed, err)
		}
	}()
	if err := c.Start(ctx); err != nil {
		return r, err
	}
	l := c.load(ctx)
	defer l.end()
	if err := c.serves(ctx, l); err != nil {
		return r, fmt.Errorf("at the start: %w", err)
	}
	if err := c.Trouble(ctx, cfg.Time); err != nil {
		return r, err
	}
	if err := c.Heal(ctx); err != nil {
		return r, err
	}
	if err := c.serves(ctx, l); err != nil {
		return r, fmt.Errorf("after the troubles: %w", err)
	}
	l.end()
	r = Result{Troubles: c.seen, Next: c.next, Served: int(l.served.Load()), Expired: int(l.expired.Load())}
	if r.Entries, err = c.agree(ctx, l.acked); err != nil {
		return r, err
	}
	return r, c.Stop(ctx)
}

// Heal ends all troubles. Nodes that still run towards a crash point, or by a
// clock of their own, are started anew.
func (c *Cluster) Heal(ctx context.Context) error {
	c.note("all troubles end")
	if err := c.setAll(false, 0); err != nil {
		return err
	}
	for _, p := range c.nodes {
		p.kill()
		if err := p.failure(); err != nil {
			return err
		}
		if err := c.start(ctx, p, 0); err != nil {
			return err
		}
	}
	return nil
}

// patience is how long a healthy cluster may take to serve, or to agree.
const patience = 30 * time.Second

// serves waits until some more commands are served.
func (c *Cluster) serves(ctx context.Context, l *load) error {
	want := l.served.Load() + 50
	for until := time.Now().Add(patience); l.served.Load() < want; pause(ctx, 10*time.Millisecond) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if time.Now().After(until) {
			return fmt.Errorf("%d commands were served in %v", l.served.Load()-want+50, patience)
		}
	}
	return nil
}

// agree waits until all nodes hold the same log and checks what is in it. It
// returns the log's length.
func (c *Cluster) agree(ctx context.Context, acked []string) (int, error) {
	var entries []string
	for until := time.Now().Add(patience); ; {
		err := c.level(ctx)
		if err == nil {
			entries, err = c.common(ctx)
		}
		if err == nil {
			break
		}
		if !errors.Is(err, errLonger) || time.Now().After(until) {
			return 0, err
		}
	}
	count := make(map[string]int)
	for _, e := range entries {
		if count[e]++; count[e] > 1 {
			return 0, fmt.Errorf("command %s took effect twice", e)
		}
	}
	for _, value := range acked {
		if count[value] != 1 {
			return 0, fmt.Errorf("command %s was acknowledged and is not in the log", value)
		}
	}
	return len(entries), nil
}

// errLonger: one log goes on where another ends. Commands may still have been
// under way, of clients that have left.
var errLonger = errors.New("one log goes on where another ends")

// common is the log of all nodes.
func (c *Cluster) common(ctx context.Context) ([]string, error) {
	var first []string
	for i, p := range c.nodes {
		entries, err := c.entries(ctx, p)
		if err != nil {
			return nil, fmt.Errorf("reading the log of node %d: %w", p.number, err)
		}
		if i == 0 {
			first = entries
		}
		at := difference(first, entries)
		switch {
		case at < 0:
		case at == min(len(first), len(entries)):
			return nil, errLonger
		default:
			return nil, fmt.Errorf("the logs of nodes 1 and %d, of %d and %d entries, differ in entry %d",
				p.number, len(first), len(entries), at+1)
		}
	}
	return first, nil
}

// difference is the first place in which two logs differ, or -1.
func difference(a, b []string) int {
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) || a[i] != b[i] {
			return i
		}
	}
	return -1
}

// level waits until all nodes have applied the same.
func (c *Cluster) level(ctx context.Context) error {
	for until := time.Now().Add(patience); ; pause(ctx, 50*time.Millisecond) {
		prefixes := make(map[string]bool)
		var failed []error
		for _, p := range c.nodes {
			s, err := c.status(ctx, p)
			failed = append(failed, err)
			prefixes[s.Prefix] = true
		}
		err := errors.Join(failed...)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == nil && len(prefixes) == 1:
			return nil
		case time.Now().After(until):
			return fmt.Errorf("after %v the nodes have not applied the same: %d prefixes, %w", patience, len(prefixes), errors.Join(err))
		}
	}
}

// entries reads the whole log of a node.
func (c *Cluster) entries(ctx context.Context, p *process) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	client, err := c.dial(ctx, p)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	var entries []string
	for {
		answer, err := client.StaleRead(ctx, builtin.Read(uint64(len(entries)+1)))
		if err != nil {
			return nil, err
		}
		entry, err := builtin.Result(answer)
		if err != nil {
			return entries, nil // behind the end
		}
		entries = append(entries, string(entry))
	}
}
