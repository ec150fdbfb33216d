// Command trace-check replays traces of Synod's nodes against the TLA+
// specification that they were written to, and says whether they are behaviours
// of it.
package main

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
)

// garbagePercent lets the heap grow further between collections than is usual: most
// of what a check holds it holds to the end.
const garbagePercent = 300

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// verdictError carries an exit code other than 2 out of a command.
type verdictError struct{ code int }

func (e verdictError) Error() string { return fmt.Sprintf("exit code %d", e.code) }

// exitUsage is for bad usage, unreadable input, and nothing to compare.
const exitUsage = 2

// run runs the command and gives its exit code.
func run(args []string, out, errs *os.File) int {
	root := newRoot(out, errs)
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(errs)
	err := root.Execute()
	var verdict verdictError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &verdict):
		return verdict.code
	}
	fmt.Fprintf(errs, "trace-check: %v\n", err)
	return exitUsage
}
