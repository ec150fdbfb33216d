package node

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/impl/transport"
	"github.com/synod-paxos/synod/impl/wire"
)

// late is the network, which is opened only when there is an incarnation to
// speak in. What is sent before is lost.
type late struct {
	tcp   *transport.TCP
	wire  wire.Encoder
	ferry *ferry
	sent  prometheus.Counter
}

func (l *late) send(o multipaxos.Outgoing) error {
	switch {
	case l.tcp == nil:
	case o.Control == nil && o.Msg.Msg.Type == multipaxos.MsgSnapshot:
		l.ferry.take(cargo{peer: int(o.To), offer: o.Msg.Msg.Snap.Upto})
	default:
		l.sent.Inc()
		head, tail := l.wire.Encode(&o)
		l.tcp.SendSplit(int(o.To), head, tail)
	}
	return nil
}

// connect opens the network and starts the goroutine that owns the machine.
func (n *Node) connect(dir *datadir.Dir, o Options, scheme string, network *late) error {
	id := dir.Identity
	n.receive(o)
	decoder := wire.NewDecoder(n.machine.setup.Config.Name)
	if n.machine.setup.Config.Untraced { // a trace is to show what the node has seen for itself
		decoder = decoder.Trusting()
	}
	ferry := newFerry(n.machine.setup.Disk.Snapshots, decoder, n.log)
	web, err := n.serveHTTP(o.HTTPAddr)
	if err != nil {
		return err
	}
	tcp, err := transport.Listen(id.Addr(id.Node), transport.Config{
		Self: transport.Identity{
			Cluster: id.Cluster, Run: id.Run, Naming: scheme, Node: id.Node, Instance: id.Instance,
		},
		TLS: o.TLS, Peers: id.Peers(), Admit: dir.Peers.Admit, Serve: n.serve, Log: n.log,
		Deliver: func(ctx context.Context, from int, payloads [][]byte) { n.deliver(ctx, ferry, from, payloads) },
	})
	if err != nil {
		return errors.Join(err, web.close())
	}
	ferry.applied, ferry.send = func() int64 { return n.current.Load().Applied }, tcp.Send
	ferry.deliver = n.arrived
	if err := o.Metrics.Register(newPeerMetrics(tcp.Peers)); err != nil {
		return errors.Join(fmt.Errorf("registering metrics: %w", err), web.close(), tcp.Close())
	}
	*network = late{tcp: tcp, ferry: ferry, sent: n.metrics.sent}
	n.log.Info("the node takes part", "addr", tcp.Addr(), "http", web.addr, "incarnation", n.machine.Inc(), "dir", dir.Path)
	if o.Ready != nil {
		o.Ready(Addrs{Node: tcp.Addr(), HTTP: web.addr})
	}
	var carrying sync.WaitGroup
	carrying.Go(func() { ferry.run(n.ctx) })
	n.begin(func() error {
		carrying.Wait()
		return errors.Join(web.close(), tcp.Close())
	}, dir.Close)
	return nil
}

// deliver takes a peer's payloads.
func (n *Node) deliver(ctx context.Context, f *ferry, from int, payloads [][]byte) {
	inputs := make([]multipaxos.Input, 0, len(payloads))
	for _, payload := range payloads {
		p, err := f.decoder.Packet(multipaxos.NodeID(from), payload)
		switch {
		case err != nil:
			n.log.Warn("ignoring a packet", "peer", from, "err", err)
		case p.Input == nil:
			f.take(cargo{peer: from, packet: p})
		default:
			inputs = append(inputs, p.Input)
		}
	}
	if len(inputs) > 0 {
		n.arrived(ctx, inputs...)
	}
}

// arrived hands inputs to the loop. When the loop is behind, the sender waits.
func (n *Node) arrived(ctx context.Context, inputs ...multipaxos.Input) {
	select {
	case n.arrivals <- inputs:
	case <-ctx.Done():
	}
}
