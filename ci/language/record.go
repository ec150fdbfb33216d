package language

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/synod-paxos/synod/ci/parallel"
	"github.com/synod-paxos/synod/spec/tla/conformance"
)

// files are the files of a case that are made, with their contents; nil for a
// file that must not be there.
func (m Making) files(c conformance.Case) (map[string][]byte, error) {
	text, err := m.Outcome.JSON()
	if err != nil {
		return nil, err
	}
	return map[string][]byte{c.Outcome(): text, c.IR(): m.IR, c.Graph(): m.Graph}, nil
}

// Write records what was made of a case.
func (m Making) Write(c conformance.Case) error {
	files, err := m.files(c)
	if err != nil {
		return err
	}
	for path, content := range files {
		if content == nil {
			err = os.Remove(path)
			if errors.Is(err, fs.ErrNotExist) {
				err = nil
			}
		} else {
			err = os.WriteFile(path, content, 0o644)
		}
		if err != nil {
			return fmt.Errorf("recording case %s: %w", c.Name, err)
		}
	}
	return nil
}

// Current compares what was made of a case with what is recorded.
func (m Making) Current(c conformance.Case) error {
	files, err := m.files(c)
	if err != nil {
		return err
	}
	for path, want := range files {
		got, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		if err != nil {
			return err
		}
		if !bytes.Equal(got, want) {
			return fmt.Errorf("case %s: %s is not what TLC gives; run: make conformance", c.Name, path)
		}
	}
	return nil
}

// Record makes and writes all given cases.
func (t TLC) Record(ctx context.Context, cases []conformance.Case, say func(string)) error {
	return parallel.Each(ctx, cases, func(c conformance.Case) error {
		made, err := t.Make(ctx, c)
		if err != nil {
			return err
		}
		say(fmt.Sprintf("%s: %s", c.Name, made.Outcome))
		return made.Write(c)
	})
}
