package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/impl/register"
)

// An answer is what a client prints.
type answer struct {
	Outcome register.Outcome `json:"outcome"`
	Value   *string          `json:"value,omitempty"`
	Reason  string           `json:"reason,omitempty"`
}

// ask sends a request. A node that cannot be reached leaves everything unknown.
func (t *target) ask(ctx context.Context, value *[]byte) (answer, error) {
	cluster, err := t.resolve()
	if err != nil {
		return answer{}, err
	}
	// The node answers "unknown" at the deadline; leave it time to say so.
	ctx, cancel := context.WithTimeout(ctx, t.timeout+time.Second)
	defer cancel()
	r, err := register.Call(ctx, t.addr, cluster, register.Request{Value: value, Timeout: t.timeout.Milliseconds()})
	if err != nil {
		return answer{Outcome: register.Unknown, Reason: err.Error()}, nil
	}
	if r.Outcome == register.Rejected {
		return answer{}, errors.New(r.Reason)
	}
	a := answer{Outcome: r.Outcome, Reason: r.Reason}
	if r.Outcome == register.Decided {
		text := string(r.Value)
		a.Value = &text
	}
	return a, nil
}

// print prints the answer: the value alone on standard output, or the outcome
// where there is none, with the reason on standard error.
func (t *target) print(cmd *cobra.Command, a answer) error {
	switch {
	case t.asJSON:
		return printJSON(cmd.OutOrStdout(), a)
	case a.Value != nil:
		fmt.Fprintln(cmd.OutOrStdout(), *a.Value)
	default:
		fmt.Fprintln(cmd.OutOrStdout(), a.Outcome)
		if a.Reason != "" {
			fmt.Fprintln(cmd.ErrOrStderr(), "synod:", a.Reason)
		}
	}
	return nil
}

func newProposeCommand() *cobra.Command {
	var (
		t     target
		value string
	)
	cmd := &cobra.Command{
		Use:   "propose",
		Short: "Propose a value and wait for the decision",
		Long: `Propose a value through a node and print the value that is decided, which may be
another one. The answer comes when the node has learnt the decision.

Exit codes: 0 the value was decided, 1 another one was, 3 unknown: it may still
be decided.`,
		Example: `  synod register propose --addr 127.0.0.1:7001 --value blue
  synod register propose --dir n1 --value blue --timeout 2s`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			wanted := []byte(value)
			a, err := t.ask(cmd.Context(), &wanted)
			if err != nil {
				return err
			}
			if err := t.print(cmd, a); err != nil {
				return err
			}
			switch {
			case a.Value == nil:
				return exitWith(exitUnknown)
			case !bytes.Equal([]byte(*a.Value), wanted):
				return exitWith(exitFails)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&value, "value", "", "the value to propose")
	require(cmd, "value")
	t.flags(cmd)
	return cmd
}

func newGetCommand() *cobra.Command {
	var t target
	cmd := &cobra.Command{
		Use:   "get",
		Short: "Ask what is decided",
		Long: `Print the value that is decided. A value that was proposed and accepted in part
is completed first, since it may be decided already.

Exit codes: 0 the value is printed, 1 nothing was decided ("undecided"), 3 no
majority answered ("unknown").`,
		Example: `  synod register get --addr 127.0.0.1:7001
  synod register get --dir n1 --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			a, err := t.ask(cmd.Context(), nil)
			if err != nil {
				return err
			}
			if err := t.print(cmd, a); err != nil {
				return err
			}
			switch a.Outcome {
			case register.Decided:
				return nil
			case register.Undecided:
				return exitWith(exitFails)
			}
			return exitWith(exitUnknown)
		},
	}
	t.flags(cmd)
	return cmd
}
