package chaos

import (
	"context"
	"fmt"
	"math/rand/v2"
	"syscall"
	"time"

	"github.com/synod-paxos/synod/impl/node"
)

// Troubles counts what went wrong.
type Troubles struct {
	Kills     int `json:"kills"`
	SelfKills int `json:"self_kills"` // at a crash point: between log, trace and network
	Leaders   int `json:"leaders"`    // of those killed, leaders with messages lost before
	Stops     int `json:"stops"`      // stood still for a while
	CutOff    int `json:"cut_off"`    // from all others
	CutLinks  int `json:"cut_links"`  // in one direction
	Losses    int `json:"losses"`     // times in which all links lost many messages
	FullDisks int `json:"full_disks"`
}

// Add adds what went wrong in another run.
func (t *Troubles) Add(other Troubles) {
	t.Kills += other.Kills
	t.SelfKills += other.SelfKills
	t.Leaders += other.Leaders
	t.Stops += other.Stops
	t.CutOff += other.CutOff
	t.CutLinks += other.CutLinks
	t.Losses += other.Losses
	t.FullDisks += other.FullDisks
}

// A troublemaker does one thing after the other, each for a while.
type troublemaker struct {
	*Cluster
	rand *rand.Rand
	seen Troubles
}

func (t *troublemaker) between(least, most int) time.Duration {
	return time.Duration(least+t.rand.IntN(most-least+1)) * time.Millisecond
}

// run makes trouble for a while. It is an error if a node ends for no reason.
func (t *troublemaker) run(ctx context.Context, d time.Duration) error {
	until := time.Now().Add(d)
	for i := t.rand.IntN(kinds); time.Now().Before(until); i++ {
		if err := t.once(ctx, i); err != nil {
			return err
		}
		pause(ctx, t.between(50, 400))
		if err := t.revive(ctx); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// kinds is how many kinds of trouble there are.
const kinds = 9

// once makes the i-th trouble: each kind in turn, so that none is left out.
func (t *troublemaker) once(ctx context.Context, i int) error {
	p := t.nodes[t.rand.IntN(len(t.nodes))]
	switch i % kinds {
	case 0:
		t.note("node %d is killed", p.number)
		p.kill()
		t.seen.Kills++
		pause(ctx, t.between(50, 1500))
	case 1:
		if l := t.leader(ctx); l != nil && t.rand.IntN(3) > 0 {
			p = l // it goes on as if nothing had happened
		}
		t.note("node %d stands still", p.number)
		p.signal(syscall.SIGSTOP)
		pause(ctx, t.between(200, 1500))
		p.signal(syscall.SIGCONT)
		t.seen.Stops++
	case 2:
		t.note("node %d is cut off", p.number)
		for _, l := range t.linksOf(p) {
			l.set(true, 0)
		}
		pause(ctx, t.between(300, 3000))
		t.seen.CutOff++
	case 3:
		ls := t.linksOf(p)
		t.note("a link of node %d is cut", p.number)
		ls[t.rand.IntN(len(ls))].set(true, 0)
		pause(ctx, t.between(300, 2000))
		t.seen.CutLinks++
	case 4:
		t.note("messages are lost")
		t.setAll(false, 0.2)
		pause(ctx, t.between(300, 1500))
		t.seen.Losses++
	case 5:
		return t.behead(ctx, 0)
	case 6: // rivals for its place hear little of each other
		return t.behead(ctx, t.between(400, 1200))
	case 7:
		t.usurp(ctx)
	default:
		return t.fillDisk(ctx, p)
	}
	t.setAll(false, t.config.Loss)
	return nil
}

// behead kills the leader while some of what it sends is lost, and leaves the
// others time to take over without it: what it proposed in a slot may then have
// reached nobody, and what it proposed behind that somebody.
// For a while after its death messages go on being lost.
func (t *troublemaker) behead(ctx context.Context, after time.Duration) error {
	p := t.leader(ctx)
	if p == nil {
		return nil
	}
	t.note("leader %d is killed while messages are lost", p.number)
	t.setAll(false, 0.5)
	pause(ctx, t.between(50, 150))
	p.kill()
	t.seen.Kills++
	t.seen.Leaders++
	pause(ctx, after)
	t.setAll(false, t.config.Loss)
	pause(ctx, t.between(800, 1600))
	return nil
}

// usurp has the leader stand still until another node leads, and go on where it
// hears nothing of that one: that it has a successor it learns from others, who
// refuse what it proposes.
func (t *troublemaker) usurp(ctx context.Context) {
	old := t.leader(ctx)
	if old == nil {
		return
	}
	t.note("leader %d stands still until it has a successor", old.number)
	old.signal(syscall.SIGSTOP)
	t.seen.Stops++
	t.deafen(old, func(*process) bool { return true })
	successor := t.successor(ctx, old)
	t.deafen(old, func(p *process) bool { return p == successor })
	old.signal(syscall.SIGCONT)
	pause(ctx, t.between(1000, 1500))
}

// deafen cuts what leads to a node from some of the others, and joins the rest.
func (t *troublemaker) deafen(p *process, from func(*process) bool) {
	for _, other := range t.nodes {
		if other != p {
			t.links[[2]int{other.number, p.number}].set(from(other), 0)
		}
	}
}

// successor waits a while until another node than old leads.
func (t *troublemaker) successor(ctx context.Context, old *process) *process {
	for until := time.Now().Add(3 * time.Second); time.Now().Before(until); pause(ctx, 20*time.Millisecond) {
		for _, p := range t.nodes {
			if p == old {
				continue
			}
			if s, err := t.status(ctx, p); err == nil && s.Leads {
				return p
			}
		}
	}
	return nil
}

// leader is the node that leads, as some node says, or nil.
func (t *troublemaker) leader(ctx context.Context) *process {
	for _, p := range t.nodes {
		if s, err := t.status(ctx, p); err == nil && s.Leads {
			return p
		}
	}
	return nil
}

// status asks a node where it stands.
func (c *Cluster) status(ctx context.Context, p *process) (node.Status, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	client, err := node.Dial(ctx, p.addr, clusterName, nil)
	if err != nil {
		return node.Status{}, err
	}
	defer client.Close()
	return client.Status(ctx)
}

// fillDisk has a node run on a disk that is soon full, which ends it.
func (t *troublemaker) fillDisk(ctx context.Context, p *process) error {
	const kib = 64
	t.note("node %d gets a full disk", p.number)
	p.kill()
	if err := t.start(ctx, p, kib); err != nil {
		return err
	}
	waiting, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	p.wait(waiting)
	if p.up() {
		p.kill()
		return ctx.Err()
	}
	t.seen.FullDisks++
	return ctx.Err()
}

// revive starts the nodes that were killed, some of them so that they kill
// themselves at a crash point.
func (t *troublemaker) revive(ctx context.Context) error {
	for _, p := range t.nodes {
		if p.up() {
			continue
		}
		var flags []string
		if t.rand.IntN(3) == 0 {
			t.seen.SelfKills++
			flags = []string{"--crash-at", "persist:0.01,release:0.002", "--seed", fmt.Sprint(1 + t.rand.IntN(1<<30))}
		}
		if err := t.start(ctx, p, 0, flags...); err != nil {
			return err
		}
	}
	return nil
}
