package chance

import "testing"

// TestSource: nodes that are given the same seed draw different numbers, and each
// the same ones again; without a seed nobody knows which.
func TestSource(t *testing.T) {
	one, again, two := Source(7, 1), Source(7, 1), Source(7, 2)
	for range 10 {
		if a, b := one(), two(); a != again() || a == b {
			t.Errorf("node 1 draws %d, node 2 draws %d", a, b)
		}
	}
	if a, b := Source(0, 1), Source(0, 1); a() == b() {
		t.Error("without a seed, the same numbers twice")
	}
}
