package transport

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"sync"
)

// numberSize is the size of what tells requests on a connection apart. It stands
// before a request's payload and before that of the answer.
const numberSize = 8

func numbered(number uint64, text []byte) payload {
	return payload{head: binary.BigEndian.AppendUint64(make([]byte, 0, numberSize), number), tail: text}
}

func splitNumber(text []byte) (number uint64, payload []byte, err error) {
	if len(text) < numberSize {
		return 0, nil, errors.New("a request without a number")
	}
	return binary.BigEndian.Uint64(text), text[numberSize:], nil
}

// A Client is a connection to a node for requests, any number of them at a time.
// It is safe for concurrent use.
type Client struct {
	conn   net.Conn
	queue  *queue
	cancel context.CancelFunc
	done   sync.WaitGroup

	mu      sync.Mutex
	last    uint64
	waiting map[uint64]chan []byte
	err     error         // why the connection ended
	ended   chan struct{} // closed then
}

// Dial connects to the node at addr, of the given cluster or, if that is empty,
// of any. It returns when the node is ready to serve. With TLS the files are
// those of a client.
func Dial(ctx context.Context, addr, cluster string, files *TLS) (*Client, error) {
	own, err := files.load()
	if err != nil {
		return nil, err
	}
	conn, frames, _, err := handshake(ctx, addr, own, "", hello{Version: Version, Client: true, From: Identity{Cluster: cluster}})
	if err != nil {
		return nil, err
	}
	frames.limit = numberSize + MaxRequest
	c := &Client{
		conn: conn, queue: newQueue(noLimit),
		waiting: make(map[uint64]chan []byte), ended: make(chan struct{}),
	}
	running, cancel := context.WithCancel(context.Background())
	c.cancel = cancel
	c.done.Go(func() { c.fail(drain(running, c.ended, conn, c.queue, func([]payload) {})) })
	c.done.Go(func() { c.fail(c.hear(frames)) })
	return c, nil
}

// hear hands answers to those who wait for them.
func (c *Client) hear(frames *frameReader) error {
	for {
		text, err := frames.one()
		if err != nil {
			return err
		}
		number, payload, err := splitNumber(text)
		if err != nil {
			return err
		}
		c.mu.Lock()
		reply, ok := c.waiting[number]
		delete(c.waiting, number)
		c.mu.Unlock()
		if ok { // else nobody waits any more
			reply <- payload
		}
	}
}

// fail ends the connection for a reason; the first one counts.
func (c *Client) fail(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil {
		return
	}
	if c.err = err; err == nil {
		c.err = net.ErrClosed
	}
	close(c.ended)
	c.conn.Close()
}

// Do sends a request and returns the answer to it. After an error the request
// may or may not have been done. Nobody may change the request any more.
func (c *Client) Do(ctx context.Context, payload []byte) ([]byte, error) {
	if len(payload) > MaxRequest {
		return nil, fmt.Errorf("a request of %d bytes; at most %d are allowed", len(payload), MaxRequest)
	}
	number, reply, err := c.expect()
	if err != nil {
		return nil, fmt.Errorf("sending a request: %w", err)
	}
	c.queue.put(numbered(number, payload))
	select {
	case answer := <-reply:
		return answer, nil
	case <-c.ended:
		err = c.reason()
	case <-ctx.Done():
		err = ctx.Err()
	}
	c.mu.Lock()
	delete(c.waiting, number)
	c.mu.Unlock()
	return nil, fmt.Errorf("waiting for the answer: %w", err)
}

func (c *Client) expect() (number uint64, reply chan []byte, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil {
		return 0, nil, c.err
	}
	c.last++
	reply = make(chan []byte, 1)
	c.waiting[c.last] = reply
	return c.last, reply, nil
}

func (c *Client) reason() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

// Close ends the connection.
func (c *Client) Close() error {
	c.cancel()
	c.fail(nil)
	c.done.Wait()
	return nil
}
