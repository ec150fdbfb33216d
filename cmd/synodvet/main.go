// Command synodvet checks the Go code of Synod against the rules that the
// compiler does not know: cores are deterministic, the actions of the
// specification and the code that takes them name each other, and packages
// import only what their layer allows. See package internal/vet.
//
// It runs by itself, as in synodvet ./..., and below go vet, as in
// go vet -vettool=$(command -v synodvet) ./...
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/synod-paxos/synod/internal/vet"
)

// Exit codes, the same for every command of Synod.
const (
	exitHolds   = 0
	exitDoesNot = 1
	exitUsage   = 2 // or unreadable input
)

// errFindings says that the analysis took place and found something.
var errFindings = errors.New("findings")

func main() {
	analyzers := vet.Analyzers()
	if calledByGoVet(os.Args[1:]) {
		unitchecker.Main(analyzers...) // does not return
	}
	command := newCommand(analyzers)
	switch err := command.Execute(); {
	case err == nil:
		os.Exit(exitHolds)
	case errors.Is(err, errFindings):
		os.Exit(exitDoesNot)
	default:
		fmt.Fprintf(os.Stderr, "synodvet: %v\n", err)
		os.Exit(exitUsage)
	}
}

// calledByGoVet recognises the arguments with which go vet calls its tool.
func calledByGoVet(args []string) bool {
	for _, arg := range args {
		if strings.HasPrefix(arg, "-V=") || arg == "-flags" || strings.HasSuffix(arg, ".cfg") {
			return true
		}
	}
	return false
}

func newCommand(analyzers []*analysis.Analyzer) *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "synodvet [flags] PACKAGES...",
		Short: "Check the code of Synod against its own rules",
		Long:  "Check the code of Synod against the rules that the compiler does not know.\n\n" + rules(analyzers),
		Example: "  synodvet ./...\n" +
			"  synodvet --json ./impl/basicpaxos\n" +
			"  go vet -vettool=$(command -v synodvet) ./...",
		Args:          cobra.MinimumNArgs(1),
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, patterns []string) error {
			report, err := check(analyzers, patterns)
			if err != nil {
				return err
			}
			write := report.writeText
			if asJSON {
				write = report.writeJSON
			}
			if err := write(cmd.OutOrStdout()); err != nil {
				return fmt.Errorf("write the report: %w", err)
			}
			if len(report.Findings) > 0 {
				return errFindings
			}
			return nil
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "write the report as JSON")
	return command
}

// rules lists the analyzers with their documentation, and the exit codes.
func rules(analyzers []*analysis.Analyzer) string {
	var b strings.Builder
	for _, a := range analyzers {
		fmt.Fprintf(&b, "%s: %s\n\n", a.Name, a.Doc)
	}
	b.WriteString("Exit codes: 0 no findings, 1 findings, 2 bad usage or code that cannot be loaded.")
	return b.String()
}
