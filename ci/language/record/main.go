// Command record makes anew what is recorded of TLC beside the cases of package
// conformance: the IR, the outcome and the graph of each, or of those that are
// named. "make conformance" runs it. That is needed when a case or the pinned
// TLC changes.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"

	"github.com/synod-paxos/synod/ci/language"
	"github.com/synod-paxos/synod/ci/tlc"
	"github.com/synod-paxos/synod/ci/tools"
	"github.com/synod-paxos/synod/spec/tla/conformance"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := record(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "record:", err)
		os.Exit(1)
	}
}

func record(ctx context.Context, names []string) error {
	cases, err := conformance.Cases(conformance.Dir)
	if err != nil {
		return err
	}
	if len(names) > 0 {
		cases = slices.DeleteFunc(cases, func(c conformance.Case) bool { return !slices.Contains(names, c.Name) })
		if len(cases) != len(names) {
			return fmt.Errorf("%d of the cases %q exist", len(cases), names)
		}
	}
	say := func(line string) { fmt.Println(line) }
	setup := tools.New(say)
	java, err := setup.Java(ctx)
	if err != nil {
		return err
	}
	jar, err := setup.TLC(ctx)
	if err != nil {
		return err
	}
	logs, err := os.MkdirTemp("", "synod-record-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(logs)
	t := language.TLC{Runner: tlc.Runner{Java: java, Jar: jar.Path, Logs: logs}}
	return t.Record(ctx, cases, say)
}
