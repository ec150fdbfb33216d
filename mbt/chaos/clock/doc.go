// Package clock sets the clocks that another process reads, and no others: not
// those of the machine, for which one would need a machine of one's own, and a
// time namespace has no wall clock and must be there before the process.
//
// A program made by Go reads its clocks through one function, for time.Now,
// timers, tickers and deadlines alike: the kernel's clock_gettime, the address of
// which stands in the variable runtime.vdsoClockgettimeSym. A Clock writes another
// function into the process's memory, where the headers of the program leave room,
// and its address into that variable. The program is the one that people run, and
// knows nothing of it.
//
// That takes Linux on amd64 and the right to write to the memory of one's
// children, which containers may take away: Possible tells.
package clock
