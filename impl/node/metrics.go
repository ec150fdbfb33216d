package node

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/synod-paxos/synod/impl/multipaxos"
)

// metrics are what a node counts for operators.
type metrics struct {
	commands  *prometheus.CounterVec // by outcome
	messages  *prometheus.CounterVec // by direction
	elections prometheus.Counter
	turns     prometheus.Histogram // inputs
	batches   prometheus.Histogram // commands
	syncs     prometheus.Histogram // seconds
	snapshots prometheus.Histogram // seconds
	refusals  prometheus.Counter

	stand    []gauge
	outcomes [len(outcomeNames)]prometheus.Counter
	sent     prometheus.Counter
	received prometheus.Counter
	promised int64
}

var outcomeNames = [...]string{
	multipaxos.Applied: "applied", multipaxos.Opened: "opened", multipaxos.Closed: "closed",
	multipaxos.Saved: "saved", multipaxos.Retry: "retry", multipaxos.Expired: "expired",
	multipaxos.Unknown: "unknown", multipaxos.Rejected: "rejected",
}

func newMetrics(registry *prometheus.Registry) (*metrics, error) {
	const space = "synod"
	counter := func(name, help string) prometheus.CounterOpts {
		return prometheus.CounterOpts{Namespace: space, Name: name, Help: help}
	}
	histogram := func(name, help string, buckets []float64) prometheus.Histogram {
		return prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: space, Name: name, Help: help, Buckets: buckets})
	}
	sizes := prometheus.ExponentialBuckets(1, 2, 12)
	seconds := prometheus.ExponentialBuckets(0.0001, 2, 16)
	m := &metrics{
		commands:  prometheus.NewCounterVec(counter("requests_total", "Clients' requests that were answered."), []string{"outcome"}),
		messages:  prometheus.NewCounterVec(counter("messages_total", "Messages to and from other nodes."), []string{"direction"}),
		elections: prometheus.NewCounter(counter("ballot_changes_total", "How often the node promised a new ballot.")),
		refusals:  prometheus.NewCounter(counter("refused_inputs_total", "Inputs that the protocol refused.")),
		turns:     histogram("turn_inputs", "Inputs that were taken together.", sizes),
		batches:   histogram("batch_commands", "Commands in a value that this node proposed.", sizes),
		syncs:     histogram("log_sync_seconds", "Time to make a batch of the log durable.", seconds),
		snapshots: histogram("snapshot_write_seconds", "Time to make a snapshot durable.", seconds),
		stand:     newGauges(space),
	}
	for i, name := range outcomeNames {
		if name != "" {
			m.outcomes[i] = m.commands.WithLabelValues(name)
		}
	}
	m.sent, m.received = m.messages.WithLabelValues("sent"), m.messages.WithLabelValues("received")
	collectors := []prometheus.Collector{
		m.commands, m.messages, m.elections, m.refusals, m.turns, m.batches, m.syncs, m.snapshots,
	}
	for _, g := range m.stand {
		collectors = append(collectors, g)
	}
	for _, c := range collectors {
		if err := registry.Register(c); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// answered counts answers.
func (m *metrics) answered(answers []multipaxos.Answer) {
	var counts [len(outcomeNames)]int
	for i := range answers {
		if o := int(answers[i].Outcome); o < len(counts) {
			counts[o]++
		}
	}
	for o, n := range counts {
		if n > 0 && m.outcomes[o] != nil {
			m.outcomes[o].Add(float64(n))
		}
	}
}

// proposed counts the values that messages propose.
func (m *metrics) proposed(self multipaxos.NodeID, sends []multipaxos.Send) {
	for i := range sends {
		if msg := sends[i].Msg; msg.Type == multipaxos.Msg2a && msg.From == self {
			m.batches.Observe(float64(len(msg.Body.Commands())))
		}
	}
}

// stands takes in where the node stands.
func (m *metrics) stands(s Status) {
	if s.Ballot != m.promised {
		m.promised = s.Ballot
		m.elections.Inc()
	}
	for _, g := range m.stand {
		g.Set(g.of(s))
	}
}

// A gauge shows one figure of where the node stands.
type gauge struct {
	prometheus.Gauge
	of func(Status) float64
}

func newGauges(space string) []gauge {
	var gauges []gauge
	add := func(name, help string, of func(Status) float64) {
		g := prometheus.NewGauge(prometheus.GaugeOpts{Namespace: space, Name: name, Help: help})
		gauges = append(gauges, gauge{g, of})
	}
	add("ballot", "The highest ballot that the node has promised.", func(s Status) float64 { return float64(s.Ballot) })
	add("leads", "1 while the node leads.", func(s Status) float64 { return one(s.Leads) })
	add("has_leader", "1 while the node knows a leader.", func(s Status) float64 { return one(s.HasLeader) })
	add("applied_slots", "Slots of the log that the node has applied.", func(s Status) float64 { return float64(s.Applied) })
	add("snapshot_slots", "Slots that the node's snapshot covers.", func(s Status) float64 { return float64(s.Snapshot) })
	add("truncated_slots", "Slots that the node keeps no votes of any more.", func(s Status) float64 { return float64(s.Truncated) })
	add("sessions", "Sessions that are open in the log.", func(s Status) float64 { return float64(s.Sessions) })
	add("calls_waiting", "Callers of this node that wait.", func(s Status) float64 { return float64(s.Waiting) })
	add("commands_queued", "Commands that wait for a slot, at the leader.", func(s Status) float64 { return float64(s.Queued) })
	add("slots_in_flight", "Slots that the node proposed in and that are not known to be chosen.", func(s Status) float64 { return float64(s.InFlight) })
	return gauges
}

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
