// Package plain does not claim to be deterministic, and may do as it likes.
package plain

import "time"

var count int // want count:`impure: is not constant`

func Tick(c chan time.Time) { // want Tick:`impure: uses a channel type`
	count++
	c <- time.Now()
}
