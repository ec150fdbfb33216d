//go:build !linux

package chaos

import "errors"

var errNoSpaces = errors.New("network namespaces are Linux's")

// A space is the network of this process: there is no other.
type space struct{}

func newSpace() (*space, error) { return nil, errNoSpaces }

func (*space) do(something func() error) error { return something() }
func (*space) path() string                    { return "" }
func (*space) ip(...string) error              { return errNoSpaces }
func (*space) close() error                    { return nil }
