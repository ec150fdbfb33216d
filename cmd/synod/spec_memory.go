package main

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
)

// byteSize is a number of bytes that is written with a unit, as 4GiB.
type byteSize int64

var byteUnits = []struct {
	name string
	size int64
}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1 << 40},
	{"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"TB", 1e12}, {"K", 1 << 10}, {"M", 1 << 20}, {"G", 1 << 30}, {"T", 1 << 40}, {"B", 1}, {"", 1}}

func (b *byteSize) Type() string { return "size" }

// Set reads a size. Units of two letters are powers of ten.
func (b *byteSize) Set(text string) error {
	for _, u := range byteUnits {
		digits, ok := strings.CutSuffix(strings.TrimSpace(text), u.name)
		if !ok {
			continue
		}
		n, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
		if err != nil || !(n*float64(u.size) >= 1) || n*float64(u.size) > math.MaxInt64/2 {
			break
		}
		*b = byteSize(n * float64(u.size))
		return nil
	}
	return fmt.Errorf("%q is not a size such as 4GiB or 512MiB", text)
}

// String writes the size with the largest unit that leaves no more than one
// digit behind the point.
func (b byteSize) String() string {
	for _, u := range []int{3, 2, 1, 0} {
		if n := 10 * float64(b) / float64(byteUnits[u].size); n >= 10 && n == math.Trunc(n) {
			return strconv.FormatFloat(n/10, 'f', -1, 64) + byteUnits[u].name
		}
	}
	return strconv.FormatInt(int64(b), 10)
}

// defaultMemory is half of what the machine, or the container, has; 2 GiB where
// that cannot be found out.
func defaultMemory() int64 {
	least := int64(math.MaxInt64)
	for _, file := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		if text, err := os.ReadFile(file); err == nil {
			if n, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64); err == nil && n > 0 {
				least = min(least, n)
			}
		}
	}
	if n, ok := totalMemory("/proc/meminfo"); ok {
		least = min(least, n)
	}
	if least == math.MaxInt64 {
		return 2 << 30
	}
	return max(least/2>>27<<27, 1<<27) // a round number
}

// totalMemory reads Linux's account of the machine's memory.
func totalMemory(file string) (int64, bool) {
	f, err := os.Open(file)
	if err != nil {
		return 0, false
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var kib int64
		if _, err := fmt.Sscanf(lines.Text(), "MemTotal: %d kB", &kib); err == nil {
			return kib << 10, true
		}
	}
	return 0, false
}
