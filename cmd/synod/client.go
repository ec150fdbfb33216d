package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/impl/builtin"
	"github.com/synod-paxos/synod/impl/node"
)

// A clientOf is a client of a node of a replicated log.
type clientOf struct {
	target
	tls tlsFiles
}

func (t *clientOf) flags(cmd *cobra.Command) {
	t.target.flags(cmd)
	t.tls.flags(cmd)
}

// do has do ask the target, and prints the answer: the result, or in JSON the
// outcome with it.
func (t *clientOf) do(cmd *cobra.Command, do func(context.Context, *node.Client) (string, error)) error {
	cluster, err := t.resolve()
	if err != nil {
		return err
	}
	files, err := t.tls.given()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(cmd.Context(), t.timeout)
	defer cancel()
	var result string
	client, err := node.Dial(ctx, t.addr, cluster, files)
	if err == nil {
		defer client.Close()
		result, err = do(ctx, client)
	} else {
		err = fmt.Errorf("%w; is the node up?", err)
	}
	return t.tell(cmd, result, err)
}

// An outcome is what a client prints.
type outcome struct {
	Outcome string `json:"outcome"` // done, failed or unknown
	Result  string `json:"result,omitempty"`
	Reason  string `json:"reason,omitempty"`
}

// tell prints what came of a request and gives the exit code.
func (t *clientOf) tell(cmd *cobra.Command, result string, err error) error {
	o, code := outcome{Outcome: "done", Result: result}, exitHolds
	switch {
	case errors.Is(err, node.ErrUnknown) || errors.Is(err, node.ErrExpired):
		o, code = outcome{Outcome: "unknown", Reason: err.Error()}, exitUnknown
	case err != nil:
		o, code = outcome{Outcome: "failed", Reason: err.Error()}, exitFails
	}
	switch {
	case t.asJSON:
		if err := printJSON(cmd.OutOrStdout(), o); err != nil {
			return err
		}
		return exitWith(code)
	case err != nil:
		return exitError{code, err}
	}
	if result != "" {
		fmt.Fprintln(cmd.OutOrStdout(), result)
	}
	return nil
}

func newWriteCommand() *cobra.Command {
	var t clientOf
	cmd := &cobra.Command{
		Use:   "write VALUE",
		Short: "Write a value to the register, or append it to the log",
		Long: `Write a value to the register, or append it to the log, through any node. Of a
log the position of the entry is printed.

Exit codes: 0 it is written, 1 it is not and will not be, 3 unknown: it may be
written, now or later.`,
		Example: `  synod write hello --addr 127.0.0.1:7001
  synod write hello --dir cluster/node-1 --timeout 2s`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return t.do(cmd, func(ctx context.Context, c *node.Client) (string, error) {
				return understood(c.Propose(ctx, builtin.Write([]byte(args[0]))))
			})
		},
	}
	t.flags(cmd)
	return cmd
}

// understood takes the answer of a state machine apart.
func understood(answer []byte, err error) (string, error) {
	if err != nil {
		return "", err
	}
	result, err := builtin.Result(answer)
	return string(result), err
}

func newReadCommand() *cobra.Command {
	var (
		t        clientOf
		position uint64
		stale    bool
	)
	cmd := &cobra.Command{
		Use:   "read",
		Short: "Read the register, or an entry of the log",
		Long: `Read the register, or an entry of the log, the last one unless --position names
another. The read goes through the replicated log like a write: what it prints
was so at some moment while the command ran. With --stale it is what the node
has, which may be old.

Exit codes: 0 it is printed, 1 it cannot be read, 3 no majority answered.`,
		Example: `  synod read --addr 127.0.0.1:7001
  synod read --dir cluster/node-1 --position 17
  synod read --dir cluster/node-1 --stale`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return t.do(cmd, func(ctx context.Context, c *node.Client) (string, error) {
				if stale {
					return understood(c.StaleRead(ctx, builtin.Read(position)))
				}
				return understood(c.Propose(ctx, builtin.Read(position)))
			})
		},
	}
	cmd.Flags().Uint64Var(&position, "position", 0, "the entry's position in the log, from 1 on; 0 is the last")
	cmd.Flags().BoolVar(&stale, "stale", false, "read what the node has")
	t.flags(cmd)
	return cmd
}

func newSnapshotCommand() *cobra.Command {
	var t clientOf
	cmd := &cobra.Command{
		Use:   "snapshot",
		Short: "Have a node make a snapshot now",
		Long: `Have a node make a snapshot of what it has applied, and print how many slots of
the log it covers. Nodes make snapshots by themselves from time to time; this is
for those who are about to stop or to move one.`,
		Example: "  synod snapshot --dir cluster/node-1",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return t.do(cmd, func(ctx context.Context, c *node.Client) (string, error) {
				slots, err := c.Snapshot(ctx)
				return fmt.Sprint(slots), err
			})
		},
	}
	t.flags(cmd)
	return cmd
}
