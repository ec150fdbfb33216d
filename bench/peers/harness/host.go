package harness

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"
)

// A Host is the machine, and what was set for all processes alike.
type Host struct {
	Go         string        `json:"go"`
	Platform   string        `json:"platform"`
	Kernel     string        `json:"kernel,omitempty"`
	Processor  string        `json:"processor,omitempty"`
	Processors int           `json:"processors"`
	Settings   []string      `json:"settings,omitempty"` // of the environment, that Go's runtime heeds
	SyncP50    time.Duration `json:"sync_p50_ns"`        // one write of 4 KiB to the preallocated journal, and its fdatasync
	SyncP99    time.Duration `json:"sync_p99_ns"`
}

// runtimeSettings are variables that change how every Go program runs.
var runtimeSettings = []string{"GOMAXPROCS", "GOGC", "GOMEMLIMIT", "GODEBUG"}

// ThisHost describes the machine. The disk is for the caller to measure.
func ThisHost() Host {
	h := Host{
		Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH, Processors: runtime.NumCPU(),
		Kernel: firstLine("/proc/sys/kernel/osrelease"), Processor: processor(),
	}
	for _, name := range runtimeSettings {
		if value := os.Getenv(name); value != "" {
			h.Settings = append(h.Settings, name+"="+value)
		}
	}
	return h
}

func firstLine(path string) string {
	content, _ := os.ReadFile(path) // not everywhere
	line, _, _ := strings.Cut(string(content), "\n")
	return line
}

func processor() string {
	content, _ := os.ReadFile("/proc/cpuinfo") // not everywhere
	for line := range strings.Lines(string(content)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

func (h Host) String() string {
	settings := "Go's defaults for everything"
	if len(h.Settings) > 0 {
		settings = strings.Join(h.Settings, " ") + " for everything"
	}
	return fmt.Sprintf("%s %s, kernel %s, %d × %s; a journal's write and fdatasync of 4 KiB p50 %s, p99 %s; %s",
		h.Go, h.Platform, h.Kernel, h.Processors, h.Processor, short(h.SyncP50), short(h.SyncP99), settings)
}
