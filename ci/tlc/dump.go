package tlc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
)

// Dump runs a job and hands the state graph that TLC dumps, in the language of
// dot with the actions' names on the edges, to consume while TLC writes it.
// The text, hundreds of megabytes for a million edges, is never held: it goes
// through a pipe with a name. An error of consume ends the run.
func (r Runner) Dump(ctx context.Context, job Job, consume func(dot io.Reader) error) Run {
	fail := func(err error) Run { return Run{Job: job, Err: err} }
	dir, err := os.MkdirTemp("", "synod-dump-*")
	if err != nil {
		return fail(fmt.Errorf("making a directory for the dump: %w", err))
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "graph.dot") // TLC adds .dot where it is missing
	reader, keeper, err := openPipe(path)
	if err != nil {
		return fail(err)
	}
	defer reader.Close()

	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	consumed := make(chan error, 1)
	go func() {
		err := consume(reader)
		if err != nil {
			cancel(err)
		}
		// TLC writes a tail after the last edge, and must not find the pipe full.
		_, _ = io.Copy(io.Discard, reader)
		consumed <- err
	}()
	job.Extra = append([]string{"-dump", "dot,actionlabels", path}, job.Extra...)
	run := r.runAnew(ctx, job)
	// Only now may the reader see the end, even if TLC never opened the pipe.
	keeper.Close()
	if err := <-consumed; err != nil {
		run.Err = errors.Join(fmt.Errorf("reading the dump of %s: %w", job.Name, err), unlessCanceled(run.Err))
	}
	return run
}

// unlessCanceled drops the error of a run that was ended on purpose.
func unlessCanceled(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// openPipe makes a named pipe and opens both ends. The writing end is held
// open so that the reader sees the end of the data only when it is closed.
func openPipe(path string) (reader, keeper *os.File, err error) {
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		return nil, nil, fmt.Errorf("making a pipe for the dump: %w", err)
	}
	// Without O_NONBLOCK this would wait for a writer.
	reader, err = os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, nil, fmt.Errorf("opening the pipe for the dump: %w", err)
	}
	keeper, err = os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		reader.Close()
		return nil, nil, fmt.Errorf("opening the pipe for the dump: %w", err)
	}
	return reader, keeper, nil
}
