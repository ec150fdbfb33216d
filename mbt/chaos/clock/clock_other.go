//go:build !(linux && amd64)

package clock

import (
	"errors"
	"time"
)

var errOther = errors.New("clocks of other processes can only be set on Linux on amd64")

// A Program is what a Clock needs to know of a program.
type Program struct{}

// A Clock is the clocks of one process.
type Clock struct{}

// Possible tells why clocks cannot be set here.
func Possible() error { return errOther }

// Read cannot do its work here, nor can what follows.
func Read(string) (*Program, error) { return nil, errOther }

func (*Program) Of(int) (*Clock, error) { return nil, errOther }

func (*Clock) SetWall(time.Duration) error    { return errOther }
func (*Clock) Run(int64, time.Duration) error { return errOther }
func (*Clock) Close() error                   { return nil }
