package harness

import (
	"bytes"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"time"
)

// Usage is what a process took in a span of time.
type Usage struct {
	Wall, CPU     time.Duration
	Allocs, Bytes uint64
	Cycles        uint32
	Foreign       float64 // share of the machine's CPU that others took; -1: unknown
}

// A Meter measures this process from when it was started.
type Meter struct {
	begin  time.Time
	cpu    time.Duration
	busy   time.Duration
	known  bool
	memory runtime.MemStats
}

// StartMeter begins to measure.
func StartMeter() *Meter {
	m := &Meter{}
	runtime.ReadMemStats(&m.memory)
	m.busy, m.known = machineBusy()
	m.cpu = processCPU()
	m.begin = time.Now()
	return m
}

// Stop tells what was used since.
func (m *Meter) Stop() Usage {
	u := Usage{Wall: time.Since(m.begin), CPU: processCPU() - m.cpu, Foreign: -1}
	if busy, known := machineBusy(); known && m.known {
		others := (busy - m.busy - u.CPU).Seconds() / u.Wall.Seconds() / float64(runtime.NumCPU())
		u.Foreign = min(max(others, 0), 1)
	}
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	u.Allocs, u.Bytes = now.Mallocs-m.memory.Mallocs, now.TotalAlloc-m.memory.TotalAlloc
	u.Cycles = now.NumGC - m.memory.NumGC
	return u
}

// processCPU is the user and system time of this process.
func processCPU() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err) // only for a bad argument
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// machineBusy is how long the processors were busy since the start; false where
// the system does not tell.
func machineBusy() (time.Duration, bool) {
	content, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0, false
	}
	return parseBusy(content)
}

// tick is the unit of /proc/stat.
const tick = 10 * time.Millisecond

// busyFields of its first line: user, nice, system, irq, softirq, steal.
var busyFields = []int{1, 2, 3, 6, 7, 8}

func parseBusy(stat []byte) (time.Duration, bool) {
	line, _, _ := bytes.Cut(stat, []byte("\n"))
	fields := bytes.Fields(line)
	if len(fields) <= busyFields[len(busyFields)-1] || string(fields[0]) != "cpu" {
		return 0, false
	}
	var ticks int64
	for _, i := range busyFields {
		n, err := strconv.ParseInt(string(fields[i]), 10, 64)
		if err != nil {
			return 0, false
		}
		ticks += n
	}
	return time.Duration(ticks) * tick, true
}
