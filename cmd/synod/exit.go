package main

import (
	"errors"
	"fmt"
	"io"
)

// The exit codes of every command.
const (
	exitHolds   = 0
	exitFails   = 1
	exitUsage   = 2
	exitUnknown = 3
)

// An exitError ends the process with a code of its own. With a nil err nothing
// is printed: the command has said it all.
type exitError struct {
	code int
	err  error
}

func (e exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.err.Error()
}

func (e exitError) Unwrap() error { return e.err }

// exitWith is an error that sets the code and prints nothing.
func exitWith(code int) error {
	if code == exitHolds {
		return nil
	}
	return exitError{code: code}
}

// cutShort is what an error without a code means when somebody has interrupted
// the command: that nothing can be said.
func cutShort(err error) error {
	var exit exitError
	switch {
	case errors.As(err, &exit):
		return err
	case interrupted(err):
		return exitError{exitUnknown, errors.New("interrupted")}
	default:
		return exitError{exitUnknown, fmt.Errorf("interrupted: %w", err)}
	}
}

// exitCode is the code for an error, which it prints. Any error without a code
// is one of usage or of input that cannot be read.
func exitCode(err error, stderr io.Writer) int {
	if err == nil {
		return exitHolds
	}
	var exit exitError
	if !errors.As(err, &exit) {
		fmt.Fprintln(stderr, "synod:", err)
		return exitUsage
	}
	var told said
	if exit.err != nil && !errors.As(exit.err, &told) {
		fmt.Fprintln(stderr, "synod:", exit.err)
	}
	return exit.code
}
