package multipaxos

import "github.com/synod-paxos/synod/impl/multipaxos/election"

// The driver decides when to try an action. Everything in it serves progress: it
// may be wrong, late or lost without harm to safety, and it never tells whether
// an action is allowed, which the action itself does.
type driver struct {
	now     uint64 // ticks since the start
	elector *election.Elector
	ballot  campaign   // the node's own ballot
	flight  flight     // the slots that it proposed in
	queue   queue      // commands that wait for a slot
	lines   lines      // sessions, by when they were last used
	desk    desk       // clients that wait here
	outbox  []Received // requests for the leader
	lag     lag        // how far others are ahead
	storage storage    // when to make a snapshot and to truncate
	route   NodeID     // who the requests go to, or None
	routed  Ballot     // what the node had promised when that was found out
	renewed int        // ballots in a row that the node gave up as their leader
	refused struct {   // the last refusal
		bal Ballot
		at  uint64
	}
}

// electionSlack is by how many slots a node may be behind without leaving it to
// others to be elected.
const electionSlack = 1000

func newDriver(cfg Config) (driver, error) {
	elector, err := election.New(election.Config{
		Node: int(cfg.Node), Nodes: ints(cfg.Nodes), Rand: cfg.Rand,
		Every: cfg.Timing.Heartbeat, Timeout: cfg.Timing.Election, Slack: electionSlack,
	})
	return driver{elector: elector, desk: newDesk(), lines: newLines(), storage: newStorage(&cfg), route: election.None}, err
}

func ints(nodes []NodeID) []int {
	ids := make([]int, len(nodes))
	for i, n := range nodes {
		ids[i] = int(n)
	}
	return ids
}

// Step takes in what the inputs allow, one action at a time. What comes of it is
// among the next Effects.
func (c *Core) Step(inputs ...Input) {
	for _, input := range inputs {
		input.apply(c)
	}
}

// Effects are those of all steps since the last call. What arrived between two
// calls is dealt with together: so whoever cannot release anything for a while
// lets inputs gather in the core, and asks then.
func (c *Core) Effects() Unpersisted {
	c.driver.propose(c)
	c.driver.flush(c)
	if c.effects.Empty() {
		return Unpersisted{}
	}
	effects := c.effects
	c.effects = c.spare.next()
	return effects
}

// Ahead is how many effects there are since the last call of Effects.
func (c *Core) Ahead() int {
	e := c.effects.end()
	return e.steps + e.resent + e.answers + e.notes
}

// Released tells the core that effects were released. Only now does it receive
// its own messages. The effects are spent: what they held is used again.
func (c *Core) Released(r Released) {
	for m := range r.own() {
		Deliver{m}.apply(c)
	}
	c.driver.storage.released(c, r.last())
	c.spare.reclaim(r)
}

func (Tick) apply(c *Core) {
	d := &c.driver
	d.now++
	d.follow(c, d.elector.Tick(d.self(c)))
	d.reroute(c)
	d.desk.tick(c)
	d.ballot.tick(c)
	d.renew(c)
	d.flight.tick(c)
	d.lag.tick(c)
	d.lines.tick(c)
}

func (m Control) apply(c *Core) {
	switch {
	case !c.isMember(m.From) || m.From == c.cfg.Node:
		c.note(refuse("a control from node %d, which is no other node of the cluster", m.From))
	case m.Kind == Elect:
		c.driver.elect(c, m)
	case m.Kind == Forward:
		c.driver.forwarded(c, m)
	case m.Kind == Fetch:
		c.driver.serve(c, m)
	default:
		c.note(refuse("a control of the unknown kind %d from node %d", m.Kind, m.From))
	}
}

// control sends a control to one node.
func (c *Core) control(to NodeID, m Control) {
	m.From = c.cfg.Node
	c.effects.resent = append(c.effects.resent, Outgoing{To: to, Control: &m})
}
