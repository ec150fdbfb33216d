package language

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/synod-paxos/synod/spec/tla"
)

// Tables is where the tables are, below the root of the repository: modules, and
// for each what TLC gives for its definitions, a line "NAME V value" or "NAME E".
// The tests of package tla compare the evaluator with them.
const Tables = "spec/tla/testdata/tables"

// endless is the table of recursions without end. The first ends TLC, so that
// it cannot be asked for all in one run.
const endless = "Depth"

// CompareTables demands that TLC gives what is recorded in the tables of a
// directory, and returns the number of values and errors.
func (t TLC) CompareTables(ctx context.Context, dir string) (int, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.tlc"))
	if err != nil {
		return 0, fmt.Errorf("looking for tables: %w", err)
	}
	sum := 0
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".tlc")
		if name == endless {
			continue
		}
		n, err := t.compareTable(ctx, dir, name)
		if err != nil {
			return sum, fmt.Errorf("table %s: %w", name, err)
		}
		sum += n
	}
	if sum == 0 {
		return 0, fmt.Errorf("no tables in %s", dir)
	}
	return sum, nil
}

func (t TLC) compareTable(ctx context.Context, dir, name string) (int, error) {
	module, err := os.ReadFile(filepath.Join(dir, name+".tla"))
	if err != nil {
		return 0, err
	}
	recorded, err := os.ReadFile(filepath.Join(dir, name+".tlc"))
	if err != nil {
		return 0, err
	}
	rows := slices.DeleteFunc(strings.Split(strings.TrimSpace(string(recorded)), "\n"), unreadable)
	work, err := os.MkdirTemp("", "synod-table-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(work)
	text, err := printingRows(string(module), rows)
	if err != nil {
		return 0, err
	}
	if err := os.WriteFile(filepath.Join(work, name+".tla"), []byte(text), 0o644); err != nil {
		return 0, err
	}
	now, err := t.print(ctx, work, name, filepath.Join(dir, name+".cfg"), len(rows))
	if err != nil {
		return 0, err
	}
	var errs []error
	for i, row := range rows {
		errs = append(errs, compareRow(row, now[i]))
	}
	return len(rows), errors.Join(errs...)
}

// unreadable says that a row is about a set that TLC does not write out, such as
// Seq({1}): what it prints of that is no value to compare.
func unreadable(row string) bool {
	_, text, isValue := strings.Cut(row, " V ")
	if !isValue {
		return false
	}
	_, err := tla.ParseValue(text)
	return err != nil
}

// printingRows adds to the end of a module what prints the definitions of a table.
func printingRows(module string, rows []string) (string, error) {
	end := strings.LastIndex(module, "\n====")
	if end < 0 {
		return "", errors.New("the module has no end")
	}
	var b strings.Builder
	b.WriteString(module[:end+1] + "LOCAL INSTANCE TLC\n")
	for i, row := range rows {
		name, _, _ := strings.Cut(row, " ")
		b.WriteString(printing(i, name))
	}
	return b.String() + module[end+1:], nil
}

// compareRow compares a row of a table with what TLC gives now.
func compareRow(row string, now result) error {
	name, want, _ := strings.Cut(row, " ")
	text, isValue := strings.CutPrefix(want, "V ")
	then := result{err: errors.New("error")}
	if isValue {
		var err error
		if then, err = parsed(text); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if !then.agrees(now) {
		return fmt.Errorf("%s is recorded as %s; TLC gives %s", name, want, now)
	}
	return nil
}
