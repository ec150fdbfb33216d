package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/spec/eventgen"
)

func newSpecEventsCommand() *cobra.Command {
	var root string
	var check, asJSON bool
	cmd := &cobra.Command{
		Use:   "events",
		Short: "Generate the event constructors of the cores from their specifications",
		Long: `Generate the file ` + eventgen.FileName + ` of each core: one constructor for each action of its
specification, with typed parameters. They are the only way for a core to emit
an event. The specifications are those embedded in this program.

With --check nothing is written: the files must be what the specifications give.

Exit codes: 0 done, or the files are up to date; 1 a file is not; 2 usage or a
file that cannot be read or written.`,
		Example: `  synod spec events                # write them below the working directory
  synod spec events --check`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runSpecEvents(cmd, root, check, asJSON)
		},
	}
	cmd.Flags().StringVarP(&root, "directory", "C", ".", "the root of Synod's source tree")
	cmd.Flags().BoolVar(&check, "check", false, "write nothing, fail if a file is not up to date")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the outcome as JSON")
	return cmd
}

// specEventsOutcome is what the command prints.
type specEventsOutcome struct {
	Cores   int      `json:"cores"`           // how many files were compared
	Changed []string `json:"changed"`         // the files that were written
	Stale   string   `json:"stale,omitempty"` // what is not up to date, with --check
}

func runSpecEvents(cmd *cobra.Command, root string, check, asJSON bool) error {
	outcome := specEventsOutcome{Cores: len(eventgen.Cores()), Changed: []string{}}
	if check {
		err := eventgen.Check(root)
		var stale *eventgen.StaleError
		switch {
		case errors.As(err, &stale):
			outcome.Stale = err.Error()
		case err != nil:
			return err
		}
	} else {
		changed, err := eventgen.Write(root)
		if err != nil {
			return err
		}
		outcome.Changed = append(outcome.Changed, changed...)
	}
	if err := outcome.print(cmd, asJSON); err != nil {
		return err
	}
	if outcome.Stale != "" {
		return exitWith(exitFails)
	}
	return nil
}

func (o specEventsOutcome) print(cmd *cobra.Command, asJSON bool) error {
	out := cmd.OutOrStdout()
	if asJSON {
		return printJSON(out, o)
	}
	if o.Stale != "" {
		_, err := fmt.Fprintln(out, o.Stale)
		return err
	}
	for _, path := range o.Changed {
		if _, err := fmt.Fprintln(out, "wrote", path); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(out, "%d core(s), %d file(s) changed\n", o.Cores, len(o.Changed))
	return err
}
