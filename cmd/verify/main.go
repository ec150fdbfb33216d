// Command verify runs the gates of the project and ends with one table: what
// each gate checked, what it killed, how long it took. It installs what it
// lacks. make test, make verify and make verify-deep call it with quick,
// standard and deep bounds.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/ci"
	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/model"
)

// Exit codes, as every command of the project has them.
const (
	exitHolds = 0
	exitFails = 1
	exitUsage = 2 // bad usage, or something needed is missing
)

// errFails is returned where gates failed and all is said already.
var errFails = errors.New("gates failed")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	err := rootCommand().ExecuteContext(ctx)
	switch {
	case err == nil:
		os.Exit(exitHolds)
	case errors.Is(err, errFails):
		os.Exit(exitFails)
	}
	fmt.Fprintln(os.Stderr, "verify:", err)
	os.Exit(exitUsage)
}

// options are the flags.
type options struct {
	bounds string
	out    string
	only   []string
	skip   []string
	fresh  bool
	json   bool
	list   bool
}

func rootCommand() *cobra.Command {
	var o options
	root := &cobra.Command{
		Use:   "verify",
		Short: "Run every gate: static analysis, tests, model checking, comparison with TLC",
		Long: `verify runs the gates of the project one after the other, goes on after one
that fails, and ends with a table. The same goes to out/verify.html,
out/verify.json and out/verify.xml (JUnit). It installs what it lacks: a Java
runtime, a C compiler, TLC (the pinned one, or the jar that TLA2TOOLS_JAR
names).

Exit codes: 0 all gates passed, 1 some failed, 2 bad usage or a tool is missing.`,
		Example: `  verify                         every gate at quick bounds
  verify --bounds standard       what make verify does
  verify --only tlc              one gate; the table says that the run is partial
  verify --list                  the gates and what each shows
  verify update-counts           record the counts that TLC gives
  verify update-conjuncts        record what notices the loss of each conjunct
  verify bench-spec              measure the evaluator against TLC`,
		Args:          cobra.NoArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.list {
				return list(cmd.OutOrStdout(), o)
			}
			return run(cmd.Context(), o, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	flags := root.PersistentFlags()
	flags.StringVar(&o.bounds, "bounds", string(model.Quick), "how far to go: quick, standard or deep")
	flags.StringVar(&o.out, "out", "", "directory for reports and logs (default: out, in the module)")
	flags.BoolVar(&o.fresh, "fresh", false, "use no results of earlier runs of TLC")
	root.Flags().StringSliceVar(&o.only, "only", nil, "run these gates only; the run counts as partial")
	root.Flags().StringSliceVar(&o.skip, "skip", nil, "leave these gates out; the run counts as partial")
	root.Flags().BoolVar(&o.json, "json", false, "print the report as JSON instead of the table")
	root.Flags().BoolVar(&o.list, "list", false, "list the gates and stop")
	root.AddCommand(updateCommand(&o), updateConjunctsCommand(&o), benchSpecCommand(&o))
	root.CompletionOptions.DisableDefaultCmd = true
	return root
}

func updateConjunctsCommand(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "update-conjuncts [PREFIX...]",
		Short: "Drop each conjunct of each action, and record what notices it",
		Long: `update-conjuncts drops the conjuncts of the specifications' actions, one at a
time, looks for what notices it in the models of the sets quick and standard, and
writes ci/conjuncts.txt. With prefixes, what is recorded of conjuncts whose names
begin otherwise stays. It fails where a conjunct that nothing asks for has no
reason in ci/unneeded.txt. All of them take some minutes.`,
		Example: `  verify update-conjuncts
  verify update-conjuncts MultiPaxos.Accept "MultiPaxos.Lead: lead'"`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return record(cmd.Context(), *o, cmd.OutOrStdout(), cmd.ErrOrStderr(), func(env *gate.Env, say func(string, ...any)) error {
				return ci.UpdateConjuncts(cmd.Context(), env, args, say)
			})
		},
	}
}

func updateCommand(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "update-counts [MODEL...]",
		Short: "Run models and record their counts in their headers",
		Long: `update-counts runs TLC on the named models, else on all of the bounds, and
writes distinct, generated and depth into the header of each cfg. A model that
does not give the result it is expected to give is left alone and reported, as
is one whose graph has become more than forty times as large: delete its counts
to have it run without a limit.`,
		Example: `  verify update-counts --bounds standard
  verify update-counts BasicPaxos_n3_b2_v2`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return update(cmd.Context(), *o, args, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
}

// parseBounds checks the flag.
func parseBounds(name string) (gate.Bounds, error) {
	switch b := gate.Bounds(name); b {
	case model.Quick, model.Standard, model.Deep:
		return b, nil
	}
	return "", fmt.Errorf("--bounds %s: it must be quick, standard or deep", name)
}
