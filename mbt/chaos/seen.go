package chaos

// Troubles counts what went wrong.
type Troubles struct {
	Kills     int
	SelfKills int // at a crash point: between log, trace and network
	Leaders   int // of those killed, leaders with messages lost before
	Stops     int // stood still for a while
	CutOff    int // from all others
	// Partitions are those of CutOff, by network namespaces, in which no packet
	// came through.
	Partitions int
	CutLinks   int // in one direction
	Losses     int // times in which all links lost many messages
	FullDisks  int
	Walls      int // wall clocks set by hours, forward or back
	Races      int // clocks that jumped ahead by hours and then raced
	Stalls     int // clocks that stood still while their node did not
}

// A Count is how often something went wrong.
type Count struct {
	N    int
	What string // plural
}

// Counts are what should go wrong at least once, where it can.
func (t Troubles) Counts() []Count {
	counts := []Count{
		{t.Kills, "kills"}, {t.Leaders, "kills of a leader that was not heard"}, {t.Stops, "stops"}, {t.CutOff, "nodes cut off"},
		{t.CutLinks, "links cut"}, {t.Losses, "times of loss"}, {t.FullDisks, "full disks"},
	}
	if Clocks() != nil {
		return counts
	}
	return append(counts, Count{t.Walls, "wall clocks set"}, Count{t.Races, "clocks that jumped ahead and raced"},
		Count{t.Stalls, "clocks that stood still"})
}

// Add adds what went wrong in another run.
func (t *Troubles) Add(other Troubles) {
	t.Kills += other.Kills
	t.SelfKills += other.SelfKills
	t.Leaders += other.Leaders
	t.Stops += other.Stops
	t.CutOff += other.CutOff
	t.Partitions += other.Partitions
	t.CutLinks += other.CutLinks
	t.Losses += other.Losses
	t.FullDisks += other.FullDisks
	t.Walls += other.Walls
	t.Races += other.Races
	t.Stalls += other.Stalls
}

// Troubles is what went wrong so far.
func (c *Cluster) Troubles() Troubles { return c.seen }
