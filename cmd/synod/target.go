package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/impl/datadir"
)

// A target is the node that a client talks to.
type target struct {
	addr, dir string
	timeout   time.Duration
	asJSON    bool
}

func (t *target) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&t.addr, "addr", "", "the node's address, host:port")
	f.StringVar(&t.dir, "dir", "", "or the node's data directory, which tells the address")
	f.DurationVar(&t.timeout, "timeout", 10*time.Second, "how long to wait for the answer")
	f.BoolVar(&t.asJSON, "json", false, "print the answer as JSON")
	cmd.MarkFlagsOneRequired("addr", "dir")
	cmd.MarkFlagsMutuallyExclusive("addr", "dir")
}

// resolve finds the node's address, and the name of its cluster if the data
// directory tells it.
func (t *target) resolve() (cluster string, err error) {
	if t.timeout < time.Millisecond {
		return "", fmt.Errorf("--timeout: %v is too short", t.timeout)
	}
	if t.dir == "" {
		return "", nil
	}
	id, err := datadir.ReadIdentity(t.dir)
	if err != nil {
		return "", err
	}
	t.addr = id.Addr(id.Node)
	return id.Cluster, nil
}
