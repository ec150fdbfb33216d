// Package proc runs the programs that the gates are made of: compilers, TLC,
// test binaries. A program that is no longer wanted is stopped together with
// everything that it started, so that an interrupted run leaves no JVM behind.
package proc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// A Cmd is a program to run. Dir and Env are as in exec.Cmd, except that Env
// is added to the environment of this process.
type Cmd struct {
	Dir    string
	Env    []string
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
	Name   string
	Args   []string
}

// grace is how long output is still read from a program that was stopped.
const grace = 5 * time.Second

func (c Cmd) prepare(ctx context.Context) *exec.Cmd {
	cmd := exec.CommandContext(ctx, c.Name, c.Args...)
	cmd.Dir = c.Dir
	cmd.Env = append(os.Environ(), c.Env...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = c.Stdin, c.Stdout, c.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = grace
	return cmd
}

// Run runs the program and returns its exit code. The error is non-nil only
// where there is no exit code to speak of: it could not be started, was killed
// by a signal, or ctx ended.
func (c Cmd) Run(ctx context.Context) (int, error) {
	code, _, err := c.Measure(ctx)
	return code, err
}

// Usage is what a program took.
type Usage struct {
	CPU  time.Duration // of all its threads, in user and system mode
	Wall time.Duration
}

// Measure is Run that also tells what the program took.
func (c Cmd) Measure(ctx context.Context) (int, Usage, error) {
	cmd := c.prepare(ctx)
	begin := time.Now()
	err := cmd.Run()
	u := Usage{Wall: time.Since(begin)}
	if s := cmd.ProcessState; s != nil {
		u.CPU = s.UserTime() + s.SystemTime()
	}
	code, err := c.exit(ctx, err)
	return code, u, err
}

// exit is the exit code of a program that has ended with err.
func (c Cmd) exit(ctx context.Context, err error) (int, error) {
	if ctx.Err() != nil {
		return -1, fmt.Errorf("running %s: %w", c, ctx.Err())
	}
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0, nil
	case errors.As(err, &exit) && exit.Exited():
		return exit.ExitCode(), nil
	default:
		return -1, fmt.Errorf("running %s: %w", c, err)
	}
}

// Output runs the program and returns all it wrote, standard output and
// standard error in one. A non-zero exit code is an error that quotes the end
// of that output.
func (c Cmd) Output(ctx context.Context) (string, error) {
	var out strings.Builder
	c.Stdout, c.Stderr = &out, &out
	code, err := c.Run(ctx)
	if err == nil && code != 0 {
		err = fmt.Errorf("%s: exit code %d\n%s", c, code, Tail(out.String(), 40))
	}
	return out.String(), err
}

// String is the command as one might type it, for messages.
func (c Cmd) String() string {
	words := append([]string{c.Name}, c.Args...)
	for i, w := range words {
		if w == "" || strings.ContainsAny(w, " \t\n\"'$") {
			words[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
	}
	return strings.Join(words, " ")
}

// Tail is the last n lines of text, with a mark where something was cut off.
func Tail(text string, n int) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	if len(lines) <= n {
		return strings.Join(lines, "\n")
	}
	cut := len(lines) - n
	return fmt.Sprintf("… %d lines before\n%s", cut, strings.Join(lines[cut:], "\n"))
}
