package transport

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"time"
)

const (
	firstPause = 10 * time.Millisecond
	lastPause  = time.Second
)

// dialForever keeps a connection to a peer. Between attempts it waits longer
// and longer, a random part of that so that nodes do not dial in step.
func (t *TCP) dialForever(p *peer) {
	wait, told := firstPause, ""
	for t.ctx.Err() == nil {
		conn, err := t.dial(p)
		if err != nil {
			if reason := err.Error(); reason != told && t.ctx.Err() == nil {
				told = reason
				t.cfg.Log.Warn("cannot reach a peer", "peer", p.node, "addr", p.addr, "err", err)
			}
			pause(t.ctx, wait/2+rand.N(wait))
			wait = min(2*wait, lastPause)
			continue
		}
		t.cfg.Log.Debug("reached a peer", "peer", p.node, "addr", p.addr)
		wait, told = firstPause, ""
		t.sendTo(conn, p)
	}
}

// dial opens a connection to a peer and makes sure that it is the one.
func (t *TCP) dial(p *peer) (net.Conn, error) {
	conn, _, answer, err := handshake(t.ctx, p.addr, t.own, NodeName(p.node), hello{Version: Version, From: t.cfg.Self, To: p.node})
	if err != nil {
		return nil, err
	}
	if answer.From.Node != p.node {
		err = fmt.Errorf("node %d answers where node %d should be", answer.From.Node, p.node)
	} else {
		err = t.meet(answer.Version, answer.From)
	}
	if err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

// sendTo sends what is in the queue until the connection breaks.
func (t *TCP) sendTo(conn net.Conn, p *peer) {
	defer t.guard(conn)()
	p.connected.Store(true)
	p.queue.setLimit(queueLimit)
	defer func() {
		p.connected.Store(false)
		p.queue.setLimit(awayLimit)
	}()
	broken := make(chan struct{})
	t.done.Go(func() {
		defer close(broken)
		io.Copy(io.Discard, conn) // the peer says nothing here; this ends with the connection
	})
	err := drain(t.ctx, broken, conn, p.queue, func(items []payload) { p.sent.Add(uint64(len(items))) })
	t.cfg.Log.Debug("a connection to a peer ended", "peer", p.node, "err", err)
}

// handshake dials, says hello and hears the answer. With credentials, the other
// end is the named one, or some node if the name is empty.
func handshake(ctx context.Context, addr string, own *credentials, name string, h hello) (net.Conn, *frameReader, welcome, error) {
	ctx, cancel := context.WithTimeout(ctx, handshakeTimeout)
	defer cancel()
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, nil, welcome{}, err
	}
	conn = own.client(conn, name)
	frames, answer, err := greet(ctx, conn, h)
	switch {
	case err != nil:
		err = fmt.Errorf("greeting %s: %w", addr, err)
	case answer.Refused != "":
		err = fmt.Errorf("%s refuses: %s", addr, answer.Refused)
	case answer.Version != Version:
		err = fmt.Errorf("%s speaks version %d, not %d", addr, answer.Version, Version)
	default:
		if err = is(conn, NodeName(answer.From.Node)); err == nil {
			return conn, frames, answer, nil
		}
		err = fmt.Errorf("%s is not node %d: %w", addr, answer.From.Node, err)
	}
	conn.Close()
	return nil, nil, welcome{}, err
}

// greet says hello on a connection and hears the answer before the context ends.
func greet(ctx context.Context, conn net.Conn, h hello) (frames *frameReader, answer welcome, err error) {
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	if secured, ok := conn.(*tls.Conn); ok {
		if err := secured.HandshakeContext(ctx); err != nil {
			return nil, answer, err
		}
	}
	frames = newFrameReader(conn, maxHello)
	if err = send(conn, h); err == nil {
		err = receive(frames, &answer)
	}
	return frames, answer, err
}
