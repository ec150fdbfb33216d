package election

import (
	"fmt"
	"math/bits"
	"slices"
)

// A Config says who a node is, and how long it waits.
type Config struct {
	Node  int
	Nodes []int         // the whole cluster
	Rand  func() uint64 // random numbers
	Every int           // ticks between two beats; 0 is DefaultEvery
	// Timeout is after how many ticks without a word a node counts as not heard
	// of; a discontent node waits up to as long again before it runs.
	// 0 is DefaultTimeout.
	Timeout int
	// Slack is how many slots a node may have applied less than another one that
	// could be elected in its place, without waiting for that one to run first.
	Slack int64
}

// The defaults, in ticks.
const (
	DefaultEvery   = 4
	DefaultTimeout = 20
)

func (cfg Config) check() error {
	switch {
	case cfg.Every < 0 || cfg.Timeout < 0:
		return fmt.Errorf("election: a negative time: a beat every %d ticks, time-out %d", cfg.Every, cfg.Timeout)
	case cfg.Timeout < 2*cfg.Every:
		return fmt.Errorf("election: a time-out of %d ticks leaves no room to lose one of the beats, sent every %d",
			cfg.Timeout, cfg.Every)
	case !slices.Contains(cfg.Nodes, cfg.Node):
		return fmt.Errorf("election: node %d is not one of %v", cfg.Node, cfg.Nodes)
	case cfg.Rand == nil:
		return fmt.Errorf("election: Rand is needed")
	}
	return nil
}

// A Self is what the node is at the moment.
type Self struct {
	Ballot Ballot // the highest ballot that it has promised
	Leads  bool   // it owns that ballot and has the promises of a quorum
	Upto   int64  // the first slot that it has not applied
}

// Advice is what an elector makes of an input.
type Advice struct {
	Send     []Outgoing
	Campaign bool   // the node should start a ballot
	Above    Ballot // which should be above this one
}

// An Elector is a node's part in electing leaders. It is not safe for
// concurrent use.
type Elector struct {
	cfg        Config
	now        uint64 // ticks since the start
	self       Self
	highest    Ballot // that was heard of
	peers      []peer // ascending
	attempt    uint64 // the number of the last Ask
	asking     bool   // that one is under way
	discontent int    // ticks since it was content
	ballots    int    // that it has promised since
	patience   int    // ticks until it asks
	advice     Advice
}

// New is the elector of a node that starts.
func New(cfg Config) (*Elector, error) {
	if cfg.Every == 0 {
		cfg.Every = DefaultEvery
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = DefaultTimeout
	}
	if err := cfg.check(); err != nil {
		return nil, err
	}
	e := &Elector{cfg: cfg}
	for _, id := range slices.Sorted(slices.Values(cfg.Nodes)) {
		if id != cfg.Node {
			e.peers = append(e.peers, peer{id: id, status: Status{Leader: None}})
		}
	}
	if len(e.peers) > 0 { // who is alone need not wait for news of others
		e.rest(cfg.Timeout)
	}
	return e, nil
}

// Tick is the passing of one unit of time.
func (e *Elector) Tick(self Self) Advice {
	e.now++
	e.update(self)
	if e.now%uint64(e.cfg.Every) == 0 {
		e.broadcast(Beat)
	}
	if e.content() {
		e.discontent, e.ballots, e.patience, e.asking = 0, 0, 0, false
		return e.take()
	}
	e.discontent++
	switch {
	case e.discontent == 1 && e.patience == 0:
		e.rest(0)
	case e.patience > 0:
		e.patience--
	case e.behind() && e.discontent < 3*e.cfg.Timeout: // leave it to others for a while
	default:
		e.rest(e.cfg.Timeout / 2)
		e.ask()
	}
	return e.take()
}

// Announce tells all others at once of a change that they wait for, such as
// that the node now leads.
func (e *Elector) Announce(self Self) Advice {
	e.update(self)
	e.broadcast(Beat)
	return e.take()
}

// Receive takes what another node says.
func (e *Elector) Receive(self Self, m Message) Advice {
	p := e.peer(m.From)
	if p == nil {
		return Advice{}
	}
	p.met, p.heard, p.status = true, e.now, m.Status
	e.Heard(m.Ballot)
	e.update(self)
	switch m.Kind {
	case Ask:
		e.asked(m)
	case Consent:
		p.consents = p.consents || m.Attempt == e.attempt
		e.tryCampaign()
	}
	return e.take()
}

// Heard tells of a ballot that somebody has started or promised, so that the
// next one is above it.
func (e *Elector) Heard(b Ballot) { e.highest = max(e.highest, b) }

// update takes note of what the node is. Whoever has just promised a ballot
// gives its owner time to lead it: more with each ballot that came to nothing,
// for promises may be long and take long.
func (e *Elector) update(self Self) {
	if self.Ballot > e.self.Ballot {
		e.asking = false
		e.rest(e.cfg.Timeout << min(e.ballots, maxDoublings))
		e.ballots++
	}
	e.self = self
	e.Heard(self.Ballot)
}

// maxDoublings bounds how long a node waits for the owner of a ballot to lead.
const maxDoublings = 4

// rest has the node wait for so many ticks and a random number on top, below
// the time-out, by which rivals get out of step.
func (e *Elector) rest(ticks int) {
	spread, _ := bits.Mul64(e.cfg.Rand(), uint64(e.cfg.Timeout))
	e.patience = ticks + int(spread)
}

// ask asks for the consent of all. That of a quorum shows that the node is
// quorum-connected.
func (e *Elector) ask() {
	e.attempt++
	e.asking = true
	for i := range e.peers {
		e.peers[i].consents = false
	}
	e.broadcast(Ask)
	e.tryCampaign()
}

// asked answers an Ask.
func (e *Elector) asked(m Message) {
	kind := Consent
	if e.content() && e.Leader() != m.From {
		kind = Refuse
	}
	e.send(e.peer(m.From), kind, m.Attempt)
}

// tryCampaign starts a ballot if a quorum consents.
func (e *Elector) tryCampaign() {
	if !e.asking || e.content() || !e.quorum(func(p *peer) bool { return p.consents }) {
		return
	}
	e.asking = false
	e.rest(e.cfg.Timeout)
	e.advice.Campaign, e.advice.Above = true, e.highest
}

func (e *Elector) broadcast(kind Kind) {
	for i := range e.peers {
		e.send(&e.peers[i], kind, e.attempt)
	}
}

func (e *Elector) send(to *peer, kind Kind, attempt uint64) {
	e.advice.Send = append(e.advice.Send, Outgoing{To: to.id, Message: Message{
		Kind: kind, From: e.cfg.Node, Attempt: attempt,
		Status: Status{
			Hears: e.hears(to), Connected: e.Connected(), Ballot: e.self.Ballot, Leader: e.Leader(),
			Upto: e.self.Upto,
		},
	}})
}

func (e *Elector) take() Advice {
	advice := e.advice
	e.advice = Advice{}
	return advice
}
