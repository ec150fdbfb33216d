package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/spec/irgen"
)

// specIR is what spec ir is asked to do.
type specIR struct {
	root, jar, output string
	search            []string
	check, asJSON     bool
}

func newSpecIRCommand() *cobra.Command {
	c := &specIR{}
	cmd := &cobra.Command{
		Use:   "ir [MODULE.tla]",
		Short: "Make the IR of a module, or of the built-in models",
		Long: `Run SANY, TLC's parser, on a module and write what it found out: the module with
all that it extends and instantiates, every name resolved. synod spec check and
package tla read such a file without Java. It is written beside the module, as
MODULE.ir, or where -o says; - is the standard output.

Without a module: on every module in spec/models of Synod's source tree, to
spec/ir.

With --check nothing is written: the IR must be what the specifications give.

Exit codes: 0 done, or the IR is up to date; 1 it is not; 2 usage, or SANY could
not be run or refuses a module.`,
		Example: `  synod spec ir Counter.tla && synod spec check Counter.ir --config Counter.cfg
  synod spec ir Counter.tla -I ~/tla/modules -o - | sha256sum
  synod spec ir --check --jar tla2tools.jar -C ~/src/synod`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 && filepath.Ext(args[0]) != ".tla" {
				return fmt.Errorf("%s is no .tla file", args[0])
			}
			var err error
			if c.jar, err = findJar(cmd.Context(), c.jar); err != nil {
				return err
			}
			if len(args) == 1 {
				return c.module(cmd, args[0])
			}
			if c.output != "" || c.search != nil {
				return errors.New("--output and --include are for a module")
			}
			return c.models(cmd)
		},
	}
	f := cmd.Flags()
	f.StringVarP(&c.root, "directory", "C", ".", "the root of Synod's source tree")
	f.StringVarP(&c.output, "output", "o", "", "write the module's IR to this file (default MODULE.ir beside it)")
	f.StringArrayVarP(&c.search, "include", "I", nil, "where else to look for modules")
	f.BoolVar(&c.check, "check", false, "write nothing, fail if the IR is not up to date")
	addJarFlag(cmd, &c.jar)
	f.BoolVar(&c.asJSON, "json", false, "print the outcome as JSON")
	return cmd
}

// specIRModule is what spec ir prints of one module.
type specIRModule struct {
	Module  string `json:"module"`
	Hash    string `json:"hash"`
	File    string `json:"file"`
	Current bool   `json:"current"` // the file was up to date
	Written bool   `json:"written"`
}

func (c *specIR) module(cmd *cobra.Command, path string) error {
	m, err := irgen.Parse(cmd.Context(), c.jar, path, c.search...)
	if err != nil {
		return err
	}
	var ir bytes.Buffer
	if err := m.WriteIR(&ir); err != nil {
		return err
	}
	if c.output == "-" && !c.check {
		_, err := cmd.OutOrStdout().Write(ir.Bytes())
		return err
	}
	if c.output == "" {
		c.output = strings.TrimSuffix(path, ".tla") + ".ir"
	}
	old, err := os.ReadFile(c.output)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	o := specIRModule{m.Name(), m.Hash(), c.output, err == nil && bytes.Equal(old, ir.Bytes()), !c.check}
	if !c.check {
		if err := os.WriteFile(c.output, ir.Bytes(), 0o644); err != nil {
			return err
		}
	}
	if err := o.print(cmd, c.asJSON); err != nil {
		return err
	}
	if c.check && !o.Current {
		return exitWith(exitFails)
	}
	return nil
}

func (o specIRModule) print(cmd *cobra.Command, asJSON bool) error {
	out := cmd.OutOrStdout()
	if asJSON {
		return printJSON(out, o)
	}
	text := o.File + " is up to date"
	switch {
	case o.Written:
		text = "wrote " + o.File
	case !o.Current:
		text = o.File + " is not what " + o.Module + " gives"
	}
	_, err := fmt.Fprintln(out, text)
	return err
}

// specIROutcome is what spec ir prints of the built-in models.
type specIROutcome struct {
	Modules     int                `json:"modules"`
	Differences []irgen.Difference `json:"differences"`
	Written     bool               `json:"written"`
}

func (c *specIR) models(cmd *cobra.Command) error {
	dir := filepath.Join(c.root, "spec")
	generated, err := irgen.Generate(cmd.Context(), c.jar, dir)
	if err != nil {
		return err
	}
	diffs, err := irgen.Check(generated, filepath.Join(dir, "ir"))
	if err != nil {
		return err
	}
	if !c.check {
		if err := irgen.Write(generated, filepath.Join(dir, "ir")); err != nil {
			return err
		}
	}
	out := cmd.OutOrStdout()
	if c.asJSON {
		err = printJSON(out, specIROutcome{len(generated), append([]irgen.Difference{}, diffs...), !c.check})
	} else {
		for _, d := range diffs {
			fmt.Fprintf(out, "spec/ir/%s: %s\n", d.File, d.What)
		}
		_, err = fmt.Fprintf(out, "%d modules, %d differences\n", len(generated), len(diffs))
	}
	if err == nil && c.check && len(diffs) > 0 {
		return exitWith(exitFails)
	}
	return err
}
