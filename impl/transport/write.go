package transport

import (
	"bufio"
	"context"
	"net"
	"time"
)

// patient gives each piece of a write its own time, so that it is the peer's
// standstill that ends a connection and not the length of what is written.
type patient struct{ conn net.Conn }

const pieceSize = 1 << 20

func (p patient) Write(text []byte) (n int, err error) {
	for n < len(text) && err == nil {
		var wrote int
		p.conn.SetWriteDeadline(time.Now().Add(writeTimeout))
		wrote, err = p.conn.Write(text[n:min(len(text), n+pieceSize)])
		n += wrote
	}
	return n, err
}

// drain writes what is put into a queue, until a write fails, the context ends
// or the connection is found to be broken. What has gathered during a write goes
// with the next one. Written is told what has been.
func drain(ctx context.Context, broken <-chan struct{}, conn net.Conn, q *queue, written func([]payload)) error {
	w := bufio.NewWriterSize(patient{conn}, bufferSize)
	var items []payload
	for {
		select {
		case <-broken:
			return nil
		case <-ctx.Done():
			return nil
		case <-q.ready:
		}
		items = q.take(items)
		for _, p := range items {
			w.Write(appendLength(w.AvailableBuffer(), p.size()))
			w.Write(p.head)
			w.Write(p.tail)
		}
		if err := w.Flush(); err != nil { // or that of any write before
			return err
		}
		written(items)
		clear(items) // they may be large, and nothing may come for long
	}
}
