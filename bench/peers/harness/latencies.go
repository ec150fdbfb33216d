package harness

import (
	"time"

	hdr "github.com/HdrHistogram/hdrhistogram-go"
)

// Latencies are a histogram of how long commands took, from a microsecond to
// two minutes, to a hundredth. It is small, so that those of hundreds of clients
// stay in the cache.
type Latencies struct{ histogram *hdr.Histogram }

const (
	unit    = time.Microsecond
	longest = 2 * time.Minute
	figures = 2
)

// NewLatencies makes an empty one.
func NewLatencies() *Latencies {
	return &Latencies{hdr.New(1, int64(longest/unit), figures)}
}

// Record adds a latency; what is longer than the longest counts as that.
func (l *Latencies) Record(d time.Duration) {
	_ = l.histogram.RecordValue(int64(min(max(d, unit), longest) / unit)) // in range, so there is no error
}

// Merge adds all of another one.
func (l *Latencies) Merge(other *Latencies) { l.histogram.Merge(other.histogram) }

// Reset empties it.
func (l *Latencies) Reset() { l.histogram.Reset() }

// Count is how many were recorded.
func (l *Latencies) Count() int64 { return l.histogram.TotalCount() }

// Quantile is the latency that this percentage does not exceed.
func (l *Latencies) Quantile(percent float64) time.Duration {
	return time.Duration(l.histogram.ValueAtQuantile(percent)) * unit
}

// Max is the longest.
func (l *Latencies) Max() time.Duration { return time.Duration(l.histogram.Max()) * unit }
