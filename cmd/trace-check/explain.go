package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/trace/check"
)

func newExplain(out *os.File) *cobra.Command {
	var ir string
	c := &cobra.Command{
		Use:   "explain FILE:LINE [PATH…]",
		Short: "show what one event says, and what the specification makes of it",
		Long: `explain prints the node's state before an event, the text of its action with the
values filled in, and the state after it; or why it is not a step. The logs of
the other nodes are not needed, but PATHs may name earlier segments of the node.`,
		Example: `  trace-check explain traces/node-1.inc-1.jsonl:12
  trace-check explain traces/node-1.inc-2.jsonl:3 traces/`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return explain(out, args[0], args[1:], ir)
		},
	}
	c.Flags().StringVar(&ir, "ir", "", "judge by the specification in this file")
	return c
}

func explain(out *os.File, where string, paths []string, ir string) error {
	place, err := parsePlace(where)
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		paths = []string{place.File}
	}
	in, closeAll, err := openInputs(paths, &progress{})
	if err != nil {
		return err
	}
	defer closeAll()
	co, err := options{level: "local", ir: ir}.checkOptions()
	if err != nil {
		return err
	}
	text, err := check.Explain(in, co, place)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprint(out, text); err != nil {
		return fmt.Errorf("writing the explanation: %w", err)
	}
	return nil
}

// parsePlace reads FILE:LINE.
func parsePlace(s string) (check.Place, error) {
	i := strings.LastIndexByte(s, ':')
	if i > 0 {
		if line, err := strconv.Atoi(s[i+1:]); err == nil && line > 0 {
			return check.Place{File: s[:i], Line: line}, nil
		}
	}
	return check.Place{}, fmt.Errorf("%q is not FILE:LINE", s)
}
