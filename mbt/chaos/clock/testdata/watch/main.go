// Watch answers each line with the wall clock, how long it has run by its own
// clock, and how often a ticker has fired meanwhile.
package main

import (
	"bufio"
	"fmt"
	"os"
	"time"
)

func main() {
	start := time.Now()
	ticker := time.NewTicker(10 * time.Millisecond)
	lines := make(chan struct{})
	go func() {
		for in := bufio.NewScanner(os.Stdin); in.Scan(); {
			lines <- struct{}{}
		}
		os.Exit(0)
	}()
	for ticks := 0; ; {
		select {
		case <-ticker.C:
			ticks++
		case <-lines:
			fmt.Println(time.Now().Unix(), time.Since(start).Nanoseconds(), ticks)
		}
	}
}
