package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/impl/builtin"
	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/node"
)

func newInitCommand() *cobra.Command {
	machine := builtin.Kinds[0]
	cmd := initCommand(initCommandOf{
		name: "synod init",
		long: `Make the data directory of a node that never was, with an identity drawn at
random. Do this once in a node's life: a node whose directory was lost has
forgotten its promises, and its peers refuse it when it comes back with another.

All nodes of a cluster must have the same state machine: register, which holds
the value that was written last; log, which holds all that was ever written; or
the name of one that a program of your own brings, like kv.`,
		make: func(dir string, id datadir.Identity, secret []byte) (datadir.Identity, error) {
			id.Machine = machine
			return node.Init(dir, id, secret)
		},
	})
	cmd.Flags().StringVar(&machine, "machine", machine, "the state machine: register, log, or that of a program of your own")
	return cmd
}

// initCommandOf says how the commands that make data directories differ.
type initCommandOf struct {
	name, long string
	make       func(dir string, id datadir.Identity, secret []byte) (datadir.Identity, error)
}

func initCommand(of initCommandOf) *cobra.Command {
	var (
		dir, nodes, secretFile string
		asJSON                 bool
		id                     datadir.Identity
	)
	cmd := &cobra.Command{
		Use:     "init",
		Short:   "Make the data directory of a node that never was",
		Long:    of.long,
		Example: "  " + of.name + ` --dir n1 --node 1 --nodes 1=127.0.0.1:7001,2=127.0.0.1:7002,3=127.0.0.1:7003 --cluster test`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			members, err := datadir.ParseMembers(nodes)
			if err != nil {
				return err
			}
			id.Nodes = members
			var secret []byte
			if secretFile != "" {
				if secret, err = os.ReadFile(secretFile); err != nil {
					return fmt.Errorf("reading the cluster's secret: %w", err)
				}
			}
			made, err := of.make(dir, id, secret)
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(cmd.OutOrStdout(), made)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s belongs to node %d of cluster %s (identity %s)\n", dir, made.Node, made.Cluster, made.Instance)
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&dir, "dir", "", "the data directory to make")
	f.IntVar(&id.Node, "node", 0, "this node's number, 0 to 1023")
	f.StringVar(&nodes, "nodes", "", "all nodes, as number=host:port,...")
	f.StringVar(&id.Cluster, "cluster", "", "the cluster's name")
	f.StringVar(&id.Run, "run", "r1", "tells runs of one cluster apart, in traces and on the network")
	f.StringVar(&secretFile, "secret-file", "", "file with the cluster's secret, the key of the digests that stand for values in traces; without one, who guesses a value can tell its digest")
	f.BoolVar(&asJSON, "json", false, "print the identity as JSON")
	require(cmd, "dir", "node", "nodes", "cluster")
	return cmd
}
