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

	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/irgen"
	"github.com/synod-paxos/synod/spec/tla"
)

// specSource says which module and configuration a command works on.
type specSource struct {
	config, jar string
	search      []string
}

func (s *specSource) addFlags(cmd *cobra.Command) {
	cmd.Flags().StringVarP(&s.config, "config", "c", "", "TLC configuration: a file, or the name of one that is built in (default M.cfg beside M.tla or M.ir)")
	cmd.Flags().StringArrayVarP(&s.search, "include", "I", nil, "where else to look for modules")
	addJarFlag(cmd, &s.jar)
	if err := cmd.RegisterFlagCompletionFunc("config", completeConfigs); err != nil {
		panic(err) // the flag is defined above
	}
}

// load reads the module, which is a .tla file, an .ir file, or the name of a
// module that is built in, and its configuration.
func (s *specSource) load(ctx context.Context, name string) (*tla.Spec, error) {
	m, err := s.module(ctx, name)
	if err != nil {
		return nil, inStage(tlcParsing, err)
	}
	cfg, err := s.configuration(name)
	if err != nil {
		return nil, inStage(tlcOther, err)
	}
	loaded, err := tla.Load(m, cfg)
	var placed *tla.Error
	if errors.As(err, &placed) && placed.Module != "" { // something in a module that is not supported
		return nil, inStage(tlcOther, err)
	}
	return loaded, inStage(tlcConfiguration, err)
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
		ext := filepath.Ext(name)
		if ext != ".tla" && ext != ".ir" {
			return nil, fmt.Errorf("--config is needed; built in are: %s", strings.Join(spec.Configs(), ", "))
		}
		file = strings.TrimSuffix(name, ext) + ".cfg"
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

// completeModules completes the names of built-in modules, and of files.
func completeModules(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return spec.Roots(), cobra.ShellCompDirectiveDefault
}

func completeConfigs(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return spec.Configs(), cobra.ShellCompDirectiveDefault
}
