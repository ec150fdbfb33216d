package tools

import (
	"context"
	"fmt"
	"strings"

	"github.com/synod-paxos/synod/ci/proc"
)

// install installs Debian packages, or says in one line what to install.
func (s *Setup) install(ctx context.Context, what string, packages ...string) error {
	names := strings.Join(packages, " ")
	prefix, reason := s.installer(ctx)
	if reason != "" {
		return fmt.Errorf("%s is missing and %s; please install it (Debian: apt-get install %s)", what, reason, names)
	}
	if err := s.update(ctx, prefix); err != nil {
		return fmt.Errorf("%s is missing and cannot be installed; please install it (Debian: apt-get install %s): %w", what, names, err)
	}
	s.Say("installing " + names)
	args := append([]string{"install", "-y", "--no-install-recommends"}, packages...)
	if _, err := aptGet(prefix, args...).Output(ctx); err != nil {
		return fmt.Errorf("%s is missing and cannot be installed; please install it (Debian: apt-get install %s): %w", what, names, err)
	}
	return nil
}

// installer returns what to put before apt-get, else why nothing may be
// installed here.
func (s *Setup) installer(ctx context.Context) (prefix []string, reason string) {
	if _, err := s.look("apt-get"); err != nil {
		return nil, "this is no system with apt-get"
	}
	if s.Root() {
		return nil, ""
	}
	if _, err := s.look("sudo"); err == nil {
		if code, err := (proc.Cmd{Name: "sudo", Args: []string{"-n", "true"}}).Run(ctx); err == nil && code == 0 {
			return []string{"sudo", "-n"}, ""
		}
	}
	return nil, "this user may not install packages"
}

// update fetches the package lists, once.
func (s *Setup) update(ctx context.Context, prefix []string) error {
	if s.fresh {
		return nil
	}
	s.Say("updating the package lists")
	if _, err := aptGet(prefix, "update").Output(ctx); err != nil {
		return err
	}
	s.fresh = true
	return nil
}

// aptGet is an apt-get that never asks.
func aptGet(prefix []string, args ...string) proc.Cmd {
	words := append([]string{}, prefix...)
	words = append(words, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q")
	words = append(words, args...)
	return proc.Cmd{Name: words[0], Args: words[1:]}
}
