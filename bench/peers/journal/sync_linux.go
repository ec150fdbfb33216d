package journal

import (
	"os"
	"syscall"
)

// datasync writes the contents through to the disk, and no metadata that reading
// them does not need.
func datasync(f *os.File) error {
	for {
		if err := syscall.Fdatasync(int(f.Fd())); err != syscall.EINTR {
			return err
		}
	}
}
