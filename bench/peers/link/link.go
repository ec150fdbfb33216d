// Package link carries the messages of a library that brings no transport over
// loopback TCP: a connection for each direction of each pair, all messages that
// wait encoded into one buffer and written at once, and encoded by the writer,
// beside the replica's own loop.
package link

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"

	"github.com/synod-paxos/synod/bench/peers/mailbox"
)

// MaxFrame bounds an encoded message.
const MaxFrame = 64 << 20

const (
	readBuffer = 256 << 10
	keepBuffer = 4 << 20 // a larger one is not kept for the next messages
)

// A Codec says what travels.
type Codec[T any] struct {
	Append func(buffer []byte, message T) ([]byte, error)
	Decode func(frame []byte) (T, error) // keeps nothing of the frame
}

// A Mesh connects every two of some replicas.
type Mesh[T any] struct {
	codec   Codec[T]
	deliver func(to int, message T)
	fail    func(error)
	out     [][]*outbox[T] // by sender and receiver
	closed  chan struct{}
	conns   []net.Conn
	workers sync.WaitGroup
}

type outbox[T any] struct {
	*mailbox.Mailbox[T]
	wake chan struct{}
}

// New connects replicas 0 to n-1. Messages are delivered by several goroutines,
// those from one replica to another in order; fail is told why a connection
// broke.
func New[T any](n int, codec Codec[T], deliver func(to int, message T), fail func(error)) (*Mesh[T], error) {
	m := &Mesh[T]{codec: codec, deliver: deliver, fail: fail, closed: make(chan struct{})}
	for from := range n {
		m.out = append(m.out, make([]*outbox[T], n))
		for to := range n {
			if from == to {
				continue
			}
			if err := m.connect(from, to); err != nil {
				return nil, errors.Join(err, m.Close())
			}
		}
	}
	return m, nil
}

func (m *Mesh[T]) connect(from, to int) error {
	near, far, err := pair()
	if err != nil {
		return fmt.Errorf("connecting replica %d to %d: %w", from, to, err)
	}
	m.conns = append(m.conns, near, far)
	wake := mailbox.Wake()
	o := &outbox[T]{Mailbox: mailbox.New[T](wake), wake: wake}
	m.out[from][to] = o
	m.workers.Go(func() { m.finish(m.write(near, o)) })
	m.workers.Go(func() { m.finish(m.read(far, to)) })
	return nil
}

// pair makes the two ends of a connection.
func pair() (near, far net.Conn, err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	defer listener.Close()
	near, err = net.Dial("tcp", listener.Addr().String())
	if err != nil {
		return nil, nil, err
	}
	far, err = listener.Accept()
	if err != nil {
		return nil, nil, errors.Join(err, near.Close())
	}
	return near, far, nil
}

// Send hands a message to the connection; it never waits.
func (m *Mesh[T]) Send(from, to int, message T) { m.out[from][to].Put(message) }

func (m *Mesh[T]) write(conn net.Conn, o *outbox[T]) error {
	var messages []T
	var buffer []byte
	for {
		select {
		case <-o.wake:
		case <-m.closed:
			return nil
		}
		messages = o.Take(messages)
		buffer = buffer[:0]
		var err error
		for _, message := range messages {
			if buffer, err = m.frame(buffer, message); err != nil {
				return err
			}
		}
		if _, err := conn.Write(buffer); err != nil {
			return fmt.Errorf("sending: %w", err)
		}
		if cap(buffer) > keepBuffer {
			buffer = nil
		}
	}
}

// frame appends the length and the message.
func (m *Mesh[T]) frame(buffer []byte, message T) ([]byte, error) {
	at := len(buffer)
	buffer, err := m.codec.Append(append(buffer, 0, 0, 0, 0), message)
	if err != nil {
		return nil, fmt.Errorf("encoding a message: %w", err)
	}
	binary.LittleEndian.PutUint32(buffer[at:], uint32(len(buffer)-at-4))
	return buffer, nil
}

func (m *Mesh[T]) read(conn net.Conn, to int) error {
	r := bufio.NewReaderSize(conn, readBuffer)
	var header [4]byte
	var frame []byte
	for {
		if _, err := io.ReadFull(r, header[:]); err != nil {
			return fmt.Errorf("receiving: %w", err)
		}
		length := int(binary.LittleEndian.Uint32(header[:]))
		if length > MaxFrame {
			return fmt.Errorf("receiving: a frame of %d bytes", length)
		}
		if length > cap(frame) {
			frame = make([]byte, length)
		}
		if _, err := io.ReadFull(r, frame[:length]); err != nil {
			return fmt.Errorf("receiving: %w", err)
		}
		message, err := m.codec.Decode(frame[:length])
		if err != nil {
			return fmt.Errorf("decoding a message: %w", err)
		}
		m.deliver(to, message)
	}
}

// finish tells of an error, unless it is the end.
func (m *Mesh[T]) finish(err error) {
	select {
	case <-m.closed:
	default:
		if err != nil {
			m.fail(err)
		}
	}
}

// Close ends the connections and waits for what works on them.
func (m *Mesh[T]) Close() error {
	close(m.closed)
	var errs []error
	for _, c := range m.conns {
		errs = append(errs, c.Close())
	}
	m.workers.Wait()
	return errors.Join(errs...)
}
