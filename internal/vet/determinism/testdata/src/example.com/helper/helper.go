// Package helper offers functions that a core may call, and some it may not.
package helper

import (
	"example.com/deep"
	"net/netip"
	"strings"
	"sync"
	"time"
)

var lock sync.Mutex // want lock:`impure: is not constant: the package changes it`

var last = 0 // want last:`impure: is not constant: the package changes it`

var limit = 10

// Start is decided when the program starts.
var Start = time.Now() // want Start:`impure: uses time.Now`

func Upper(s string) string { return strings.ToUpper(s) }

func Limit() int { return limit }

func Last() int { return last } // want Last:`impure: uses helper.last, which is not constant: the package changes it`

func Next() int { // want Next:`impure: changes the package-level variable helper.last`
	last++
	return last
}

func Now() int64 { return stamp() } // want Now:`impure: uses helper.stamp, which uses time.Now`

func stamp() int64 { return time.Now().Unix() } // want stamp:`impure: uses time.Now`

func Since() bool { return Start.IsZero() } // want Since:`impure: uses time.Time.IsZero`

func Begin() time.Time { return Start } // want Begin:`impure: uses helper.Start, which uses time.Now`

func Locked() { lock.Lock() } // want Locked:`impure: changes the package-level variable helper.lock`

func Local(a netip.Addr) bool { return a.IsLoopback() } // want Local:`impure: uses netip.Addr.IsLoopback`

func Wait(d time.Duration) bool { return d > time.Second }

func Even(n int) bool { // want Even:`impure: uses helper.Odd, which uses time.Now`
	return n == 0 || Odd(n-1)
}

func Odd(n int) bool { // want Odd:`impure: uses time.Now`
	time.Now()
	return n != 0 && Even(n-1)
}

type Clock struct{}

func (*Clock) Read() int64 { return deep.Far() } // want Read:`impure: uses deep.Far, which uses deep.Nearer, which uses os.Getpid`

type Set[T comparable] map[T]bool

func (s Set[T]) Any() T { // want Any:`impure: ranges over a map`
	for e := range s {
		return e
	}
	panic("empty")
}

func (s Set[T]) Has(e T) bool { return s[e] }

type Source interface{ Next() int64 }
