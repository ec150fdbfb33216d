package node

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"syscall"
	"time"

	"github.com/synod-paxos/synod/impl/transport"
)

// A request is what a client asks of a node.
type request struct {
	Kind    requestKind `cbor:"1,keyasint"`
	Payload []byte      `cbor:"2,keyasint,omitempty"`
	Timeout int64       `cbor:"3,keyasint"` // milliseconds
	Session Session     `cbor:"4,keyasint,omitempty"`
	Number  uint64      `cbor:"5,keyasint,omitempty"`
}

type requestKind uint8

const (
	askPropose requestKind = iota + 1
	askRead
	askStatus
	askSnapshot
	askOpen
	askSubmit
	askClose
)

// A response answers a request.
type response struct {
	Payload []byte   `cbor:"1,keyasint,omitempty"`
	Failed  failKind `cbor:"2,keyasint,omitempty"` // 0 for success
	Reason  string   `cbor:"3,keyasint,omitempty"`
}

type failKind uint8

const (
	failed failKind = iota + 1
	failedRejected
	failedUnknown
	failedExpired
	failedRetry
)

// failKinds are the errors that a client is to tell apart.
var failKinds = map[failKind]error{
	failedRejected: ErrRejected, failedUnknown: ErrUnknown, failedExpired: ErrExpired,
	failedRetry: ErrRetryInOrder,
}

// serve answers a client's payload.
func (n *Node) serve(ctx context.Context, payload []byte) []byte {
	var r response
	result, err := n.respond(ctx, payload)
	if err == nil {
		r.Payload = result
	} else {
		r.Failed, r.Reason = failed, err.Error()
		for kind, known := range failKinds {
			if errors.Is(err, known) {
				r.Failed = kind
			}
		}
	}
	answer, err := transport.Encode(r)
	if err != nil {
		n.log.Error("cannot encode an answer", "err", err)
	}
	return answer
}

// parseRequest reads a client's payload.
func parseRequest(payload []byte) (request, error) {
	var r request
	if err := transport.Decode(payload, &r); err != nil {
		return r, err
	}
	switch {
	case r.Kind < askPropose || r.Kind > askClose:
		return r, fmt.Errorf("a request of kind %d, which is none", r.Kind)
	case r.Timeout <= 0 || r.Timeout > maxTimeout.Milliseconds():
		return r, fmt.Errorf("a timeout of %d ms; 1 to %d are allowed", r.Timeout, maxTimeout.Milliseconds())
	}
	return r, nil
}

func (n *Node) respond(ctx context.Context, payload []byte) ([]byte, error) {
	r, err := parseRequest(payload)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRejected, err)
	}
	ctx, cancel := context.WithTimeout(ctx, time.Duration(r.Timeout)*time.Millisecond)
	defer cancel()
	switch r.Kind {
	case askPropose:
		return n.Propose(ctx, r.Payload)
	case askRead:
		return n.StaleRead(r.Payload)
	case askStatus:
		return json.Marshal(n.Status())
	case askOpen:
		return inJSON(n.OpenSession(ctx))
	case askSubmit:
		return n.Submit(ctx, r.Session, r.Number, r.Payload)
	case askClose:
		return nil, n.CloseSession(ctx, r.Session)
	}
	return inJSON(n.Snapshot(ctx))
}

// inJSON is a node's answer as a client gets it.
func inJSON[T any](answer T, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	return json.Marshal(answer)
}

// A Client is a connection to a node of another process. Its methods may be
// called by many goroutines.
type Client struct {
	connection *transport.Client
	timeout    time.Duration
}

// redial is the pause between two attempts to reach a node.
const redial = 50 * time.Millisecond

// Dial connects to the node at addr, of the given cluster or, if that is empty,
// of any. A node that cannot be reached may be starting: Dial tries until the
// context ends. One that answers and refuses will not change its mind. The files
// are the client's, for nodes that want TLS.
func Dial(ctx context.Context, addr, cluster string, files *transport.TLS) (*Client, error) {
	for {
		connection, err := transport.Dial(ctx, addr, cluster, files)
		if err == nil {
			return &Client{connection, 10 * time.Second}, nil
		}
		if !errors.Is(err, syscall.ECONNREFUSED) {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(redial):
		}
	}
}

// Close ends the connection.
func (c *Client) Close() error { return c.connection.Close() }

// Propose is Node.Propose at the client's node.
func (c *Client) Propose(ctx context.Context, command []byte) ([]byte, error) {
	return c.do(ctx, request{Kind: askPropose, Payload: command})
}

// StaleRead is Node.StaleRead at the client's node.
func (c *Client) StaleRead(ctx context.Context, query []byte) ([]byte, error) {
	return c.do(ctx, request{Kind: askRead, Payload: query})
}

// OpenSession is Node.OpenSession at the client's node.
func (c *Client) OpenSession(ctx context.Context) (Session, error) {
	return ask[Session](ctx, c, askOpen)
}

// Submit is Node.Submit at the client's node. The session need not have been
// opened there.
func (c *Client) Submit(ctx context.Context, session Session, number uint64, command []byte) ([]byte, error) {
	return c.do(ctx, request{Kind: askSubmit, Session: session, Number: number, Payload: command})
}

// CloseSession is Node.CloseSession at the client's node.
func (c *Client) CloseSession(ctx context.Context, session Session) error {
	_, err := c.do(ctx, request{Kind: askClose, Session: session})
	return err
}

// Status tells where the client's node stands.
func (c *Client) Status(ctx context.Context) (Status, error) {
	return ask[Status](ctx, c, askStatus)
}

// Snapshot is Node.Snapshot at the client's node.
func (c *Client) Snapshot(ctx context.Context) (slots int64, err error) {
	return ask[int64](ctx, c, askSnapshot)
}

func ask[T any](ctx context.Context, c *Client, kind requestKind) (T, error) {
	var answer T
	text, err := c.do(ctx, request{Kind: kind})
	if err != nil {
		return answer, err
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		return answer, fmt.Errorf("reading the node's answer: %w", err)
	}
	return answer, nil
}

// do asks the node. A connection that breaks leaves the outcome open.
func (c *Client) do(ctx context.Context, r request) ([]byte, error) {
	left := c.timeout
	if deadline, ok := ctx.Deadline(); ok {
		left = min(time.Until(deadline), maxTimeout)
	}
	r.Timeout = max(left.Milliseconds(), 1)
	text, err := transport.Encode(r)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRejected, err)
	}
	answer, err := c.connection.Do(ctx, text)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnknown, err)
	}
	var got response
	if err := transport.Decode(answer, &got); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnknown, err)
	}
	return got.Payload, got.err()
}

// A remoteError is an error of the node, in its own words.
type remoteError struct {
	kind error // one of failKinds, or nil
	text string
}

func (e remoteError) Error() string { return e.text }
func (e remoteError) Unwrap() error { return e.kind }

func (r response) err() error {
	if r.Failed == 0 {
		return nil
	}
	return remoteError{failKinds[r.Failed], r.Reason}
}
