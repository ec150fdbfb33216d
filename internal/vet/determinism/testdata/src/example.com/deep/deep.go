// Package deep is two calls away.
package deep

import "os"

func Far() int64 { return Nearer() } // want Far:`impure: uses deep.Nearer, which uses os.Getpid`

func Nearer() int64 { return int64(os.Getpid()) } // want Nearer:`impure: uses os.Getpid`

// Assembled is written in another language.
func Assembled() int // want Assembled:`impure: has no Go body`
