package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/synod-paxos/synod/ci"
	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/report"
	"github.com/synod-paxos/synod/ci/tools"
)

// run runs the gates that were asked for and reports.
func run(ctx context.Context, o options, stdout, stderr io.Writer) error {
	gates, left, err := choose(ci.Gates(), o.only, o.skip)
	if err != nil {
		return err
	}
	show := newDisplay(stderr)
	env, err := prepare(ctx, o, show)
	if err != nil {
		return err
	}
	result := report.Run{Bounds: env.Bounds, Started: time.Now(), Left: left, TLC: describeJar(env.Tools.Jar), Java: env.Tools.Java}
	for _, g := range gates {
		r := g.Execute(ctx, env)
		if ctx.Err() != nil {
			return errors.New("interrupted")
		}
		result.Gates = append(result.Gates, r)
		show.line("%-4s  %-10s  %s  (%s)", report.Verdict(r), r.ID, gate.Describe(r.Result.Checked), report.Seconds(r.Time))
	}
	result.Time = time.Since(result.Started)
	show.clear()
	if err := report.Write(env.Out, result); err != nil {
		return err
	}
	return conclude(o, result, stdout, stderr)
}

// conclude prints the table, or the JSON, and the last line.
func conclude(o options, result report.Run, stdout, stderr io.Writer) error {
	if o.json {
		b, err := report.JSON(result)
		if err != nil {
			return err
		}
		fmt.Fprintf(stdout, "%s", b)
		fmt.Fprintln(stderr, result.Summary())
	} else {
		fmt.Fprintf(stdout, "%s%s\n", report.Table(result), result.Summary())
	}
	if result.Failed() > 0 {
		return errFails
	}
	return nil
}

// prepare finds the module and the tools.
func prepare(ctx context.Context, o options, show *display) (*gate.Env, error) {
	bounds, err := parseBounds(o.bounds)
	if err != nil {
		return nil, err
	}
	root, err := moduleRoot()
	if err != nil {
		return nil, err
	}
	out := o.out
	if out == "" {
		out = filepath.Join(root, "out")
	}
	if out, err = filepath.Abs(out); err != nil {
		return nil, err
	}
	found, err := tools.New(func(line string) { show.line("%s", line) }).All(ctx)
	if err != nil {
		return nil, err
	}
	show.line("TLC: %s", describeJar(found.Jar))
	if err := shareTools(found); err != nil {
		return nil, err
	}
	env := &gate.Env{Root: root, Out: out, Bounds: bounds, Tools: found, Progress: show.progress}
	if !o.fresh {
		if env.Cache, err = tools.UserCache(); err != nil {
			return nil, err
		}
	}
	return env, nil
}

// shareTools lets whatever the gates start find the same java and the same TLC.
func shareTools(found tools.Tools) error {
	path := filepath.Dir(found.Java) + string(filepath.ListSeparator) + os.Getenv("PATH")
	return errors.Join(os.Setenv("PATH", path), os.Setenv(tools.JarVariable, found.Jar.Path))
}

func describeJar(jar tools.Jar) string {
	if jar.Pinned {
		return fmt.Sprintf("%s, the pinned jar (%s)", jar.Path, jar.Origin)
	}
	return fmt.Sprintf("%s, NOT the pinned jar (%s, SHA-256 %s)", jar.Path, jar.Origin, jar.Hash)
}

// moduleRoot is the nearest directory, from here upwards, with a go.mod.
func moduleRoot() (string, error) {
	start, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		_, err := os.Stat(filepath.Join(dir, "go.mod"))
		switch {
		case err == nil:
			return dir, nil
		case !errors.Is(err, fs.ErrNotExist):
			return "", err
		case dir == filepath.Dir(dir):
			return "", fmt.Errorf("%s is in no Go module; run verify inside the project", start)
		}
	}
}

// choose splits the gates into those to run and those left out. A name that no
// gate has is an error, as is a choice that leaves nothing.
func choose(all []gate.Gate, only, skip []string) (chosen []gate.Gate, left []string, err error) {
	for _, name := range slices.Concat(only, skip) {
		if !slices.ContainsFunc(all, func(g gate.Gate) bool { return g.ID == name }) {
			return nil, nil, fmt.Errorf("there is no gate %q; there are: %s", name, strings.Join(ids(all), ", "))
		}
	}
	for _, g := range all {
		if len(only) > 0 && !slices.Contains(only, g.ID) || slices.Contains(skip, g.ID) {
			left = append(left, g.ID)
		} else {
			chosen = append(chosen, g)
		}
	}
	if len(chosen) == 0 {
		return nil, nil, errors.New("no gate is left to run")
	}
	return chosen, left, nil
}

func ids(gates []gate.Gate) []string {
	var ids []string
	for _, g := range gates {
		ids = append(ids, g.ID)
	}
	return ids
}

// list prints the gates.
func list(w io.Writer, o options) error {
	type row struct {
		ID      string `json:"id"`
		Section string `json:"section"`
		Doc     string `json:"doc"`
	}
	var rows []row
	for _, g := range ci.Gates() {
		rows = append(rows, row{g.ID, g.Section, g.Doc})
	}
	if o.json {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(rows)
	}
	for _, r := range rows {
		fmt.Fprintf(w, "%-10s  §7.%s  %s\n", r.ID, r.Section, r.Doc)
	}
	return nil
}

// update records the counts of models.
func update(ctx context.Context, o options, names []string, stdout, stderr io.Writer) error {
	return record(ctx, o, stdout, stderr, func(env *gate.Env, say func(string, ...any)) error {
		return ci.UpdateCounts(ctx, env, names, say)
	})
}

// record does something that writes into the tree.
func record(ctx context.Context, o options, stdout, stderr io.Writer, do func(env *gate.Env, say func(string, ...any)) error) error {
	show := newDisplay(stderr)
	env, err := prepare(ctx, o, show)
	if err != nil {
		return err
	}
	err = do(env, func(format string, args ...any) {
		show.clear()
		fmt.Fprintf(stdout, format+"\n", args...)
	})
	show.clear()
	if err != nil {
		fmt.Fprintln(stderr, err)
		return errFails
	}
	return nil
}
