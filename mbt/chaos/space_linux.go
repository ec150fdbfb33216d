package chaos

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"

	"golang.org/x/sys/unix"
)

// A space is a network namespace; nil is the one of this process. It has no name:
// the kernel keeps it for as long as a process is in it or its file is open, so that
// nothing is left of it however this process ends.
type space struct{ file *os.File }

func newSpace() (s *space, err error) {
	err = inThread(func() error {
		if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
			return fmt.Errorf("making a network namespace: %w", err)
		}
		file, err := os.Open("/proc/thread-self/ns/net")
		s = &space{file}
		return err
	})
	return s, err
}

// do does something in the space: it makes sockets, or starts processes. Nothing of
// that may be left to other goroutines.
func (s *space) do(something func() error) error {
	if s == nil {
		return something()
	}
	return inThread(func() error {
		if err := unix.Setns(int(s.file.Fd()), unix.CLONE_NEWNET); err != nil {
			return fmt.Errorf("entering a network namespace: %w", err)
		}
		return something()
	})
}

// inThread does something in a thread of its own, which ends with it: what space the
// thread was in matters to nobody.
func inThread(something func() error) error {
	result := make(chan error)
	go func() {
		runtime.LockOSThread()
		result <- something()
	}()
	return <-result
}

// path is how other programs find the space while this one has it.
func (s *space) path() string { return fmt.Sprintf("/proc/%d/fd/%d", os.Getpid(), s.file.Fd()) }

func (s *space) close() error { return s.file.Close() }

// ip configures the space, by commands of the program ip.
func (s *space) ip(commands ...string) error {
	return s.do(func() error {
		for _, c := range commands {
			if said, err := exec.Command("ip", strings.Fields(c)...).CombinedOutput(); err != nil {
				return fmt.Errorf("ip %s: %w: %s", c, err, strings.TrimSpace(string(said)))
			}
		}
		return nil
	})
}
