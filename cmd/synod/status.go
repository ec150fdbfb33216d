package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/node"
	"github.com/synod-paxos/synod/impl/transport"
)

// A standing is what one node says, or why it does not.
type standing struct {
	Addr   string       `json:"addr"`
	Status *node.Status `json:"status,omitempty"`
	Lag    int64        `json:"lag"` // slots behind the node that has applied most
	Error  string       `json:"error,omitempty"`
}

func newStatusCommand() *cobra.Command {
	var (
		dir, addrs string
		timeout    time.Duration
		asJSON     bool
		tls        tlsFiles
	)
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show where the nodes of a cluster stand",
		Long: `Ask all nodes of a cluster where they stand: the highest ballot that each has
promised, whom it takes for the leader, how many slots of the log it has applied
and how many its snapshot covers, and how far it lags behind.

Exit codes: 0 a majority answers and knows one leader, 1 it is not so.`,
		Example: `  synod status --dir cluster/node-1
  synod status --addr 127.0.0.1:7001,127.0.0.1:7002,127.0.0.1:7003 --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			where, cluster := strings.Split(addrs, ","), ""
			if dir != "" {
				id, err := datadir.ReadIdentity(dir)
				if err != nil {
					return err
				}
				where, cluster = nil, id.Cluster
				for _, m := range id.Nodes {
					where = append(where, m.Addr)
				}
			}
			files, err := tls.given()
			if err != nil {
				return err
			}
			ctx, cancel := context.WithTimeout(cmd.Context(), timeout)
			defer cancel()
			all := askAll(ctx, where, cluster, files)
			if asJSON {
				if err := printJSON(cmd.OutOrStdout(), all); err != nil {
					return err
				}
			} else if err := printStandings(cmd.OutOrStdout(), all); err != nil {
				return err
			}
			return exitWith(judge(all))
		},
	}
	tls.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&addrs, "addr", "", "the nodes' addresses, host:port,...")
	f.StringVar(&dir, "dir", "", "or the data directory of one of them, which tells all addresses")
	f.DurationVar(&timeout, "timeout", 2*time.Second, "how long to wait for answers")
	f.BoolVar(&asJSON, "json", false, "print JSON")
	cmd.MarkFlagsOneRequired("addr", "dir")
	cmd.MarkFlagsMutuallyExclusive("addr", "dir")
	return cmd
}

// askAll asks all nodes at once.
func askAll(ctx context.Context, addrs []string, cluster string, files *transport.TLS) []standing {
	all := make([]standing, len(addrs))
	var asking sync.WaitGroup
	for i, addr := range addrs {
		asking.Go(func() { all[i] = askOne(ctx, addr, cluster, files) })
	}
	asking.Wait()
	var most int64
	for _, s := range all {
		if s.Status != nil {
			most = max(most, s.Status.Applied)
		}
	}
	for i, s := range all {
		if s.Status != nil {
			all[i].Lag = most - s.Status.Applied
		}
	}
	return all
}

func askOne(ctx context.Context, addr, cluster string, files *transport.TLS) standing {
	client, err := node.Dial(ctx, addr, cluster, files)
	if err != nil {
		return standing{Addr: addr, Error: err.Error()}
	}
	defer client.Close()
	status, err := client.Status(ctx)
	if err != nil {
		return standing{Addr: addr, Error: err.Error()}
	}
	return standing{Addr: addr, Status: &status}
}

func printStandings(w io.Writer, all []standing) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NODE\tADDRESS\tROLE\tLEADER\tBALLOT\tAPPLIED\tLAG\tSNAPSHOT\tSESSIONS\tWAITING")
	for _, s := range all {
		if s.Status == nil {
			fmt.Fprintf(table, "-\t%s\tdown\t-\t-\t-\t-\t-\t-\t-\n", s.Addr)
			continue
		}
		role, leader := "follower", "-"
		if s.Status.Leads {
			role = "leader"
		}
		if s.Status.HasLeader {
			leader = fmt.Sprint(s.Status.Leader)
		}
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\t%d\t%d\t%d\t%d\t%d\n", s.Status.Node, s.Addr, role, leader,
			roundAndOwner(s.Status.Ballot), s.Status.Applied, s.Lag, s.Status.Snapshot, s.Status.Sessions, s.Status.Waiting)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, s := range all {
		if s.Status == nil {
			fmt.Fprintf(w, "%s is down: %s\n", s.Addr, s.Error)
		}
	}
	return nil
}

// roundAndOwner is a ballot for people: its round, and the node that owns it.
func roundAndOwner(b int64) string {
	if b == 0 {
		return "-"
	}
	return fmt.Sprintf("%d.%d", b/datadir.MaxNodes, b%datadir.MaxNodes)
}

// judge tells whether a majority knows one leader.
func judge(all []standing) (code int) {
	follow := make(map[int]int)
	for _, s := range all {
		if s.Status != nil && s.Status.HasLeader {
			follow[s.Status.Leader]++
		}
	}
	for _, n := range follow {
		if 2*n > len(all) {
			return exitHolds
		}
	}
	return exitFails
}
