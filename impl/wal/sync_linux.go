package wal

import (
	"errors"
	"os"
	"syscall"
)

// dataSync is fdatasync of a file: an append into space that is there already
// changes nothing about the file that a reader needs but the content. It is made
// once for a file, so that a sync allocates nothing.
func dataSync(f *os.File) (func() error, error) {
	conn, err := f.SyscallConn()
	if err != nil {
		return nil, err
	}
	var failed error
	sync := func(fd uintptr) {
		for {
			if failed = syscall.Fdatasync(int(fd)); failed != syscall.EINTR {
				return
			}
		}
	}
	return func() error {
		failed = nil
		err := conn.Control(sync)
		if failed != nil {
			failed = &os.PathError{Op: "fdatasync", Path: f.Name(), Err: failed}
		}
		return errors.Join(err, failed)
	}, nil
}
