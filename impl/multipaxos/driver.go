package multipaxos

// A driver decides when to try an action.
type driver struct{}

func (Tick) apply(c *Core)    {}
func (Deliver) apply(c *Core) {}
func (Control) apply(c *Core) {}
func (Open) apply(c *Core)    {}
func (Submit) apply(c *Core)  {}
func (Close) apply(c *Core)   {}

// Timing is counted in ticks.
type Timing struct {
	Heartbeat int // a leader is heard at least that often
	Election  int // a leader that is not heard for so long is taken for gone; up to twice this
	Resend    int // a message without an answer is sent again after so long
}

func (t Timing) withDefaults() Timing {
	orDefault(&t.Heartbeat, 2)
	orDefault(&t.Election, 20)
	orDefault(&t.Resend, 10)
	return t
}
