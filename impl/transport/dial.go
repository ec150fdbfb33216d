package transport

import (
	"context"
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
func (t *TCP) dialForever(node int, addr string, q queue) {
	wait, told := firstPause, ""
	for t.ctx.Err() == nil {
		conn, err := t.dial(node, addr)
		if err != nil {
			if reason := err.Error(); reason != told && t.ctx.Err() == nil {
				told = reason
				t.cfg.Log.Warn("cannot reach a peer", "peer", node, "addr", addr, "err", err)
			}
			pause(t.ctx, wait/2+rand.N(wait))
			wait = min(2*wait, lastPause)
			continue
		}
		t.cfg.Log.Debug("reached a peer", "peer", node, "addr", addr)
		wait, told = firstPause, ""
		t.sendTo(conn, q)
	}
}

// dial opens a connection to a peer and makes sure that it is the one.
func (t *TCP) dial(node int, addr string) (net.Conn, error) {
	conn, answer, err := handshake(t.ctx, addr, hello{Version: Version, From: t.cfg.Self, To: node})
	if err != nil {
		return nil, err
	}
	if answer.From.Node != node {
		err = fmt.Errorf("node %d answers where node %d should be", answer.From.Node, node)
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
func (t *TCP) sendTo(conn net.Conn, q queue) {
	defer t.guard(conn)()
	broken := make(chan struct{})
	t.done.Go(func() {
		defer close(broken)
		io.Copy(io.Discard, conn) // the peer says nothing here; this ends with the connection
	})
	for {
		select {
		case <-broken:
			return
		case <-t.ctx.Done():
			return
		case payload := <-q.items:
			conn.SetWriteDeadline(time.Now().Add(writeTimeout))
			if err := writeFrame(conn, payload); err != nil {
				return
			}
		}
	}
}

// handshake dials, says hello and hears the answer.
func handshake(ctx context.Context, addr string, h hello) (net.Conn, welcome, error) {
	ctx, cancel := context.WithTimeout(ctx, handshakeTimeout)
	defer cancel()
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, welcome{}, err
	}
	defer context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })()
	var answer welcome
	if err = send(conn, h); err == nil {
		err = receive(conn, &answer)
	}
	switch {
	case err != nil:
		err = fmt.Errorf("greeting %s: %w", addr, err)
	case answer.Refused != "":
		err = fmt.Errorf("%s refuses: %s", addr, answer.Refused)
	case answer.Version != Version:
		err = fmt.Errorf("%s speaks version %d, not %d", addr, answer.Version, Version)
	default:
		return conn, answer, nil
	}
	conn.Close()
	return nil, welcome{}, err
}

// A Client is a connection to a node for requests, one at a time.
type Client struct{ conn net.Conn }

// Dial connects to the node at addr, of the given cluster or, if that is empty,
// of any. It returns when the node is ready to serve.
func Dial(ctx context.Context, addr, cluster string) (*Client, error) {
	conn, _, err := handshake(ctx, addr, hello{Version: Version, Client: true, From: Identity{Cluster: cluster}})
	if err != nil {
		return nil, err
	}
	return &Client{conn}, nil
}

// Do sends a request and returns the answer to it. After an error the
// connection is of no more use, and the request may or may not have been done.
func (c *Client) Do(ctx context.Context, payload []byte) ([]byte, error) {
	defer context.AfterFunc(ctx, func() { c.conn.SetDeadline(time.Unix(1, 0)) })()
	if err := writeFrame(c.conn, payload); err != nil {
		return nil, fmt.Errorf("sending a request: %w", err)
	}
	answer, err := readFrame(c.conn, MaxFrame)
	if err != nil {
		return nil, fmt.Errorf("waiting for the answer: %w", err)
	}
	return answer, nil
}

// Close ends the connection.
func (c *Client) Close() error { return c.conn.Close() }
