package node

import (
	"fmt"
	"sync"
	"testing"
)

// TestCluster: three nodes elect a leader, serve many callers at each, go on
// without any one of them, and agree.
func TestCluster(t *testing.T) {
	s := newSite(t, 3)
	s.run(1, 2, 3)
	var callers sync.WaitGroup
	for n := range s.nodes {
		for c := range 16 {
			callers.Go(func() {
				for i := range 25 {
					text := fmt.Sprintf("%d.%d.%d", n, c, i)
					result, err := s.nodes[n].Propose(s.ctx, []byte(text))
					if err != nil || string(result) != "1" {
						t.Errorf("%s: %q, %v", text, result, err)
					}
				}
			})
		}
	}
	callers.Wait()
	s.agree(1, 2, 3)
	leader := s.nodes[1].Status().Leader
	s.kill(leader)
	for n := range s.nodes {
		if got := s.count(n, "after the leader's death"); got != "1" && got != "2" {
			t.Errorf("counted %s", got)
		}
	}
	s.run(leader)
	if got := s.count(leader, "after the leader's death"); got != "3" {
		t.Errorf("counted %s times", got)
	}
	s.agree(1, 2, 3)
	for n, node := range s.nodes {
		if got, err := node.StaleRead([]byte("1.2.3")); err != nil || string(got) != "1" {
			t.Errorf("node %d reads %q, %v", n, got, err)
		}
	}
}

