package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/synod-paxos/synod/impl/builtin"
	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/node"
	"github.com/synod-paxos/synod/impl/transport"
)

// maxLocal bounds how many nodes run on one machine.
const maxLocal = 9

// A localCluster is the processes of a cluster on this machine.
type localCluster struct {
	cmd  *cobra.Command
	dirs []string
	mu   sync.Mutex // orders the lines that are printed
}

// serveLocal runs a cluster until the context ends or all its nodes have ended.
func serveLocal(cmd *cobra.Command, o *serveOptions) error {
	if o.local < 1 || o.local > maxLocal {
		return fmt.Errorf("--local: 1 to %d nodes, not %d", maxLocal, o.local)
	}
	if o.HTTPAddr != "" {
		return errors.New("--http: the nodes of --local choose addresses of their own; synod status shows what there is to see")
	}
	if files, err := o.tls.given(); files != nil || err != nil {
		return errors.Join(errors.New("--local: these nodes do without TLS, as each would need a certificate of its own"), err)
	}
	dirs, err := localDirs(o.Dir, o.local)
	if err != nil {
		return err
	}
	stayForProcesses()
	c := &localCluster{cmd: cmd, dirs: dirs}
	var running sync.WaitGroup
	failed := make([]error, len(dirs))
	for i := range dirs {
		running.Go(func() { failed[i] = c.run(cmd.Context(), i) })
	}
	running.Wait()
	return errors.Join(failed...)
}

// localDirs are the data directories of a cluster, which are made if there are
// none.
func localDirs(base string, size int) ([]string, error) {
	var dirs []string
	for i := range size {
		dirs = append(dirs, filepath.Join(base, fmt.Sprintf("node-%d", i+1)))
	}
	held, err := os.ReadDir(base)
	switch {
	case len(held) > 0:
		return dirs, checkLocal(dirs)
	case err != nil && !errors.Is(err, os.ErrNotExist):
		return nil, err
	}
	addrs, err := transport.LoopbackAddrs(size)
	if err != nil {
		return nil, err
	}
	id := datadir.Identity{Cluster: "local", Run: "r1", Machine: builtin.Kinds[0]}
	for i, addr := range addrs {
		id.Nodes = append(id.Nodes, datadir.Member{Node: i + 1, Addr: addr})
	}
	for i, dir := range dirs {
		id.Node = i + 1
		if _, err := node.Init(dir, id, nil); err != nil {
			return nil, err
		}
	}
	return dirs, nil
}

// checkLocal is an error if the directories are not those of a whole cluster.
func checkLocal(dirs []string) error {
	for i, dir := range dirs {
		id, err := datadir.ReadIdentity(dir)
		if err != nil {
			return err
		}
		if id.Node != i+1 || len(id.Nodes) != len(dirs) {
			return fmt.Errorf("%s is that of node %d of %d, not of node %d of %d", dir, id.Node, len(id.Nodes), i+1, len(dirs))
		}
	}
	return nil
}

// run runs a node as a process of its own, which is asked to stop when the
// context ends.
func (c *localCluster) run(ctx context.Context, i int) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("finding this program: %w", err)
	}
	p := exec.CommandContext(ctx, self, append([]string{"serve", "--dir", c.dirs[i]}, c.passedOn()...)...)
	p.Cancel = func() error { return p.Process.Signal(syscall.SIGTERM) }
	p.Stderr = c.cmd.ErrOrStderr()
	p.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // a terminal's ^C is for this process to handle
	out, err := p.StdoutPipe()
	if err != nil {
		return err
	}
	if err := p.Start(); err != nil {
		return fmt.Errorf("starting node %d: %w", i+1, err)
	}
	c.repeat(i, out)
	err = p.Wait()
	switch {
	case ctx.Err() != nil && p.ProcessState.Success():
		return nil
	case ctx.Err() == nil:
		c.say("node %d has ended (%v); synod serve --dir %s starts it again", i+1, p.ProcessState, c.dirs[i])
	}
	return exitError{exitFails, fmt.Errorf("node %d: %w", i+1, orEnd(err))}
}

// passedOn are the flags that each node is given too.
func (c *localCluster) passedOn() []string {
	var args []string
	c.cmd.Flags().Visit(func(f *pflag.Flag) {
		switch f.Name {
		case "dir", "local", "config":
		default:
			args = append(args, "--"+f.Name+"="+f.Value.String())
		}
	})
	return args
}

// repeat says what a node says.
func (c *localCluster) repeat(i int, out io.Reader) {
	for lines := bufio.NewScanner(out); lines.Scan(); {
		c.say("node %d: %s", i+1, strings.TrimSpace(lines.Text()))
	}
}

func (c *localCluster) say(format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	fmt.Fprintf(c.cmd.OutOrStdout(), format+"\n", args...)
}
