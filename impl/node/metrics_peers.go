package node

import (
	"strconv"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/synod-paxos/synod/impl/transport"
)

// peerMetrics shows the ways to other nodes, as they are when somebody looks.
type peerMetrics struct {
	peers                                 func() map[int]transport.PeerState
	connected, waiting, bytes, sent, lost *prometheus.Desc
}

func newPeerMetrics(peers func() map[int]transport.PeerState) *peerMetrics {
	describe := func(name, help string) *prometheus.Desc {
		return prometheus.NewDesc("synod_peer_"+name, help, []string{"peer"}, nil)
	}
	return &peerMetrics{
		peers:     peers,
		connected: describe("connected", "1 while there is a connection to the peer."),
		waiting:   describe("queue_payloads", "Payloads that wait to be sent to the peer."),
		bytes:     describe("queue_bytes", "Bytes in them."),
		sent:      describe("sent_total", "Payloads that were sent to the peer."),
		lost:      describe("dropped_total", "Payloads that were dropped because too many waited."),
	}
}

// Describe implements prometheus.Collector.
func (m *peerMetrics) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{m.connected, m.waiting, m.bytes, m.sent, m.lost} {
		to <- d
	}
}

// Collect implements prometheus.Collector.
func (m *peerMetrics) Collect(to chan<- prometheus.Metric) {
	for peer, s := range m.peers() {
		show := func(d *prometheus.Desc, kind prometheus.ValueType, v float64) {
			to <- prometheus.MustNewConstMetric(d, kind, v, strconv.Itoa(peer))
		}
		show(m.connected, prometheus.GaugeValue, one(s.Connected))
		show(m.waiting, prometheus.GaugeValue, float64(s.Waiting))
		show(m.bytes, prometheus.GaugeValue, float64(s.Bytes))
		show(m.sent, prometheus.CounterValue, float64(s.Sent))
		show(m.lost, prometheus.CounterValue, float64(s.Dropped))
	}
}
