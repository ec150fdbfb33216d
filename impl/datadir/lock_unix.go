//go:build unix

package datadir

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// takeLock locks a file until it is closed or the process dies.
func takeLock(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("another process has it open: %w", err), f.Close())
	}
	return f, nil
}
