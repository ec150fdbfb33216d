package ci

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/synod-paxos/synod/ci/gate"
)

func staticGate() gate.Gate {
	return gate.Gate{ID: "static", Section: "1", Run: runStatic,
		Doc: "The Go code is formatted; go vet, staticcheck and synodvet have nothing to say."}
}

// runStatic runs all of them, whatever the first ones find.
func runStatic(ctx context.Context, env *gate.Env) (gate.Result, error) {
	env.Progress("static: gofmt")
	files, errFormat := checkFormat(env.Root)
	packages, errList := goList(ctx, env, "{{.ImportPath}}", "./...")
	errs := []error{errFormat, errList}
	tools := [][]string{
		{"vet", "./..."},
		{"tool", "staticcheck", "./..."},
		{"run", "./cmd/synodvet", "./..."},
	}
	for _, args := range tools {
		env.Progress("static: go %s", strings.Join(args, " "))
		_, err := goTool(env, args...).Output(ctx)
		errs = append(errs, err)
	}
	return gate.Result{Checked: []gate.Count{
		gate.Of(files, "files formatted"),
		gate.Of(len(packages), "packages"),
		gate.Of(len(tools), "analysers"),
	}}, errors.Join(errs...)
}

// goList is the output of go list, a line an item.
func goList(ctx context.Context, env *gate.Env, template string, patterns ...string) ([]string, error) {
	args := append([]string{"list", "-f", template}, patterns...)
	out, err := goTool(env, args...).Output(ctx)
	return strings.Fields(out), err
}

// checkFormat compares each Go file with what gofmt makes of it. It returns
// how many files there are.
func checkFormat(root string) (int, error) {
	files := 0
	var errs []error
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && skipDir(root, path, d.Name()) {
			return filepath.SkipDir
		}
		if d.IsDir() || filepath.Ext(path) != ".go" {
			return nil
		}
		files++
		errs = append(errs, formatted(path))
		return nil
	})
	return files, errors.Join(append(errs, err)...)
}

// skipDir tells whether a directory holds nothing that is the project's.
func skipDir(root, path, name string) bool {
	return path != root && (strings.HasPrefix(name, ".") || path == filepath.Join(root, "out") || path == filepath.Join(root, "bin"))
}

func formatted(path string) error {
	source, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	want, err := format.Source(source)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if !bytes.Equal(source, want) {
		return fmt.Errorf("%s is not formatted; run: make fmt", path)
	}
	return nil
}
