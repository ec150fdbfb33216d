package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/ci/tools"
	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/irgen"
	"github.com/synod-paxos/synod/spec/tla"
)

func newSpecCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "spec",
		Short: "Explore TLA+ specifications, compare with TLC, make their IR",
		Long: `Tools around the TLA+ specifications. Exploring needs no JVM for the modules that
are built in; SANY, TLC's parser, is needed to read other .tla files.`,
		Example: `  synod spec check MCVoting --config Voting_n3_b3_v2
  synod spec diff MCVoting --config Voting_n3_b3_v2 --dot voting.dot
  synod spec ir --check`,
	}
	cmd.AddCommand(newSpecIRCommand(), newSpecCheckCommand(), newSpecDiffCommand(), newSpecEventsCommand())
	return cmd
}

func newSpecIRCommand() *cobra.Command {
	var root, jar string
	var check, asJSON bool
	cmd := &cobra.Command{
		Use:   "ir",
		Short: "Make the IR of the models: spec/ir from spec/*.tla",
		Long: `Run SANY on every module in spec/models and write what it found out to spec/ir.

With --check nothing is written: spec/ir must be what the specifications give.

Exit codes: 0 done, or spec/ir is up to date; 1 it is not; 2 usage, or SANY could
not be run or refuses a module.`,
		Example: `  synod spec ir
  synod spec ir --check --jar tla2tools.jar -C ~/src/synod`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runSpecIR(cmd, root, jar, check, asJSON)
		},
	}
	cmd.Flags().StringVarP(&root, "directory", "C", ".", "the root of Synod's source tree")
	cmd.Flags().BoolVar(&check, "check", false, "write nothing, fail if spec/ir is not up to date")
	addJarFlag(cmd, &jar)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the outcome as JSON")
	return cmd
}

func addJarFlag(cmd *cobra.Command, jar *string) {
	cmd.Flags().StringVar(jar, "jar", "", "the TLA+ tools' jar (default: what TLA2TOOLS_JAR names, else the pinned one, fetched once)")
}

// findJar is the jar that was named, else the one that the gates use.
func findJar(ctx context.Context, named string) (string, error) {
	if named != "" {
		return named, nil
	}
	setup := tools.New(func(line string) { fmt.Fprintln(os.Stderr, "synod:", line) })
	if _, err := setup.Java(ctx); err != nil {
		return "", err
	}
	jar, err := setup.TLC(ctx)
	return jar.Path, err
}

// specIROutcome is what spec ir prints.
type specIROutcome struct {
	Modules     int                `json:"modules"`
	Differences []irgen.Difference `json:"differences"`
	Written     bool               `json:"written"`
}

func runSpecIR(cmd *cobra.Command, root, jar string, check, asJSON bool) error {
	dir := filepath.Join(root, "spec")
	jar, err := findJar(cmd.Context(), jar)
	if err != nil {
		return err
	}
	generated, err := irgen.Generate(cmd.Context(), jar, dir)
	if err != nil {
		return err
	}
	diffs, err := irgen.Check(generated, filepath.Join(dir, "ir"))
	if err != nil {
		return err
	}
	if !check {
		if err := irgen.Write(generated, filepath.Join(dir, "ir")); err != nil {
			return err
		}
	}
	out := cmd.OutOrStdout()
	if asJSON {
		err = printJSON(out, specIROutcome{len(generated), append([]irgen.Difference{}, diffs...), !check})
	} else {
		for _, d := range diffs {
			fmt.Fprintf(out, "spec/ir/%s: %s\n", d.File, d.What)
		}
		_, err = fmt.Fprintf(out, "%d modules, %d differences\n", len(generated), len(diffs))
	}
	if err == nil && check && len(diffs) > 0 {
		return exitWith(exitFails)
	}
	return err
}

// specSource says which module and configuration a command works on.
type specSource struct {
	config, jar string
	search      []string
}

func (s *specSource) addFlags(cmd *cobra.Command) {
	cmd.Flags().StringVarP(&s.config, "config", "c", "", "TLC configuration: a file, or the name of one that is built in (default M.cfg beside M.tla)")
	cmd.Flags().StringArrayVarP(&s.search, "include", "I", nil, "where else to look for modules")
	addJarFlag(cmd, &s.jar)
}

// load reads the module, which is a .tla file, an .ir file, or the name of a
// module that is built in, and its configuration.
func (s *specSource) load(ctx context.Context, name string) (*tla.Spec, error) {
	m, err := s.module(ctx, name)
	if err != nil {
		return nil, err
	}
	cfg, err := s.configuration(name)
	if err != nil {
		return nil, err
	}
	return tla.Load(m, cfg)
}

func (s *specSource) module(ctx context.Context, name string) (*tla.Module, error) {
	switch filepath.Ext(name) {
	case ".tla":
		jar, err := findJar(ctx, s.jar)
		if err != nil {
			return nil, err
		}
		return irgen.Parse(ctx, jar, name, append(s.search, filepath.Dir(filepath.Dir(name)))...)
	case ".ir":
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return tla.ReadIR(f)
	}
	return spec.Open(name)
}

func (s *specSource) configuration(name string) (*tla.Config, error) {
	file := s.config
	if file == "" {
		if filepath.Ext(name) != ".tla" {
			return nil, fmt.Errorf("--config is needed; built in are: %s", strings.Join(spec.Configs(), ", "))
		}
		file = strings.TrimSuffix(name, ".tla") + ".cfg"
	}
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) && s.config != "" {
		if cfg, err := spec.Config(s.config); err == nil {
			return cfg, nil
		}
	}
	if err != nil {
		return nil, err
	}
	return tla.ParseConfig(file, bytes.NewReader(data))
}
