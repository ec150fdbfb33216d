package core

import "time"

// A test may do all of it.
func drive() {
	c := make(chan time.Time)
	go func() { c <- time.Now() }()
	<-c
	current = 2
	for range table {
	}
}
