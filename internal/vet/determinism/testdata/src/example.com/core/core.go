// Package core does by itself what a core must not do, and what it may.
//
//synod:deterministic
package core

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
)

// ErrOld is constant in all but name.
var ErrOld = errors.New("old ballot")

var table = map[int]string{} // want table:`impure: is not constant`

var (
	current  int                   // want current:`impure: is not constant`
	position struct{ x, y [2]int } // want position:`impure: is not constant`
	counter  tally                 // want counter:`impure: is not constant`
)

type tally struct{ n int }

func (t *tally) add()    { t.n++ }
func (t tally) get() int { return t.n }

func init() { // want init:`impure: changes the package-level variable core.current`
	table[1] = "one" // before main, once: allowed
	hook = func() {
		current++ // want `changes the package-level variable core.current; keep state in the core's own struct`
	}
}

var hook = func() {}

type mailbox struct {
	letters chan int // want `uses a channel type`
}

func concurrency(m mailbox, done <-chan bool) { // want concurrency:`impure: uses a channel type` `uses a channel type`
	go hook()             // want `starts a goroutine; a core takes one step at a time; return an effect`
	m.letters <- 1        // want `sends on a channel`
	<-done                // want `receives from a channel`
	close(m.letters)      // want `closes a channel`
	for range m.letters { // want `ranges over a channel`
	}
	select {} // want `uses select`
}

func output(w io.Writer) { // want output:`impure: uses fmt.Println`
	fmt.Println("step")     // want `uses fmt.Println; return an effect`
	println("step")         // want `writes to standard error`
	fmt.Fprintln(w, "step") // the caller chose the writer
	_ = fmt.Sprintf("%d", 1)
}

func state(m map[int]int) { // want state:`impure: changes the package-level variable core.current`
	current = 1             // want `changes the package-level variable core.current`
	current, m[1] = 1, 2    // want `changes the package-level variable core.current`
	position.x[0]++         // want `changes the package-level variable core.position`
	table[2] = "two"        // want `changes the package-level variable core.table`
	delete(table, 2)        // want `changes the package-level variable core.table`
	p := &current           // want `changes the package-level variable core.current`
	for current = range 3 { // want `changes the package-level variable core.current`
	}
	counter.add() // want `changes the package-level variable core.counter`
	_ = counter.get()
	_ = p
	current := 2 // another variable of the same name
	current++
	m[3] = current
	delete(m, 3)
}

type slots map[int]string

func order(m map[int]string, s slots) []int { // want order:`impure: ranges over a map`
	for range m { // want `ranges over a map; the order of a map must not decide anything; range over slices.Sorted`
	}
	for k := range s { // want `ranges over a map`
		_ = k
	}
	for k := range maps.Keys(m) { // want `uses maps.Keys in an order that differs from run to run`
		_ = k
	}
	f := maps.Values[map[int]string] // want `uses maps.Values in an order`
	_ = f
	_ = slices.Collect(maps.Keys(m))                                          // want `uses maps.Keys in an order`
	_ = slices.SortedFunc(maps.Values(m), func(a, b string) int { return 0 }) // want `uses maps.Values in an order`
	maps.DeleteFunc(m, func(k int, v string) bool { return seen(k) })         // want `uses maps.DeleteFunc in an order`
	maps.DeleteFunc(m, unordered)                                             // want `uses maps.DeleteFunc in an order`

	for _, k := range slices.Sorted(maps.Keys(m)) {
		_ = k
	}
	_ = slices.Sorted(maps.Values(m))
	_ = slices.SortedFunc(maps.Keys(m), cmp.Compare[int])
	_ = maps.Collect(maps.All(m))
	_ = maps.Clone(m)
	maps.Copy(m, s)
	maps.DeleteFunc(m, func(k int, v string) bool { return k < 10 || len(v) == 0 })
	return slices.Sorted[int](maps.Keys[map[int]string](m))
}

func seen(int) bool              { return true }
func unordered(int, string) bool { return true }

func generic[M ~map[int]int, N interface{ ~chan int }](m M, n N) { // want generic:`impure: uses a channel type` `uses a channel type`
	for range m { // want `ranges over a map`
	}
	for range n { // want `ranges over a channel`
	}
}

// Slices, strings, integers and functions come in an order of their own.
func orderly(s []int, t string, f func(func(int) bool)) {
	for range s {
	}
	for range t {
	}
	for range 3 {
	}
	for range f {
	}
}
