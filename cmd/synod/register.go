package main

import (
	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/impl/register"
)

func newRegisterCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "register",
		Short: "A register that is decided once and for all (Basic Paxos)",
		Long: `A register holds one value, which its nodes decide once and for all. Any node
takes proposals and questions; a majority of the nodes must be up.`,
		Example: `  synod register init --dir n1 --node 1 --nodes 1=127.0.0.1:7001,2=127.0.0.1:7002,3=127.0.0.1:7003 --cluster test
  synod register serve --dir n1
  synod register propose --dir n1 --value blue
  synod register get --dir n1`,
	}
	cmd.AddCommand(newRegisterInitCommand(), newRegisterServeCommand(), newProposeCommand(), newGetCommand())
	return cmd
}

func newRegisterInitCommand() *cobra.Command {
	return initCommand(initCommandOf{
		name: "synod register init",
		long: `Make the data directory of a node that never was, with an identity drawn at
random. Do this once in a node's life: a node whose directory was lost has
forgotten its promises, and its peers refuse it when it comes back with another.`,
		make: register.Init,
	})
}
