package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/BurntSushi/toml"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// configFlag adds --config, a file of flags. What is on the command line goes
// before what is in the file. Call readConfig when the command runs.
func configFlag(cmd *cobra.Command, path *string) {
	cmd.Flags().StringVar(path, "config", "", "file in TOML with settings called like these flags, such as http = \"127.0.0.1:9001\"")
}

// readConfig sets the flags that are in the file and not on the command line.
func readConfig(cmd *cobra.Command, path string) error {
	if path == "" {
		return nil
	}
	settings := make(map[string]any)
	if _, err := toml.DecodeFile(path, &settings); err != nil {
		var syntax toml.ParseError
		if errors.As(err, &syntax) {
			return fmt.Errorf("reading %s: %s", path, syntax.ErrorWithPosition())
		}
		return fmt.Errorf("reading the settings: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		if err := setFlag(cmd.Flags(), name, settings[name]); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return nil
}

func setFlag(flags *pflag.FlagSet, name string, value any) error {
	flag := flags.Lookup(name)
	if flag == nil || name == "config" || name == "help" {
		return fmt.Errorf("there is no setting %q; --help lists them", name)
	}
	switch value.(type) {
	case string, bool, int64, float64:
	default:
		return fmt.Errorf("%s: a text, a number, true or false is wanted", name)
	}
	if flag.Changed {
		return nil
	}
	if err := flags.Set(name, fmt.Sprint(value)); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
