package multipaxos

import (
	"strings"
	"testing"
)

// TestConfig has configurations refused that no node can have.
func TestConfig(t *testing.T) {
	good := testConfig(1, 1, 2, 3)
	for _, test := range []struct {
		want   string
		change func(cfg *Config)
	}{
		{"ascending", func(cfg *Config) { cfg.Nodes = []NodeID{2, 1} }},
		{"ascending", func(cfg *Config) { cfg.Nodes = []NodeID{1, 1} }},
		{"is not one of", func(cfg *Config) { cfg.Node = 4 }},
		{"0 to 1023", func(cfg *Config) { cfg.Nodes = []NodeID{1, 1024} }},
		{"from 1", func(cfg *Config) { cfg.Inc = 0 }},
		{"needed", func(cfg *Config) { cfg.Name = nil }},
		{"needed", func(cfg *Config) { cfg.Rand = nil }},
		{"needed", func(cfg *Config) { cfg.Machine = nil }},
	} {
		cfg := good
		test.change(&cfg)
		if _, err := New(cfg); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v, want %q in it", err, test.want)
		}
	}
}
