package transport

import (
	"context"
	"encoding/binary"
	"log/slog"
	"net"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// TestAnswersNotTaken: a client that asks and asks, and takes no answer, costs
// the node a bounded amount of memory. It gets all answers when it takes them.
func TestAnswersNotTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const requests, answer = 3 * maxPending, 64 << 10
		var served atomic.Int64
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		node := &TCP{ctx: ctx, cfg: Config{
			Serve: func(context.Context, []byte) []byte {
				served.Add(1)
				return make([]byte, answer)
			},
			Log: slog.New(slog.DiscardHandler),
		}}
		client, server := net.Pipe()
		go node.serveClient(server, newFrameReader(server, maxHello))
		go func() {
			for i := range uint64(requests) {
				request := numbered(i, []byte("?"))
				client.Write(framed(append(request.head, request.tail...)))
			}
		}()
		synctest.Wait() // for whoever asks, or whoever serves, to be held up
		if n := served.Load(); n > maxPending {
			t.Errorf("%d answers of %d bytes wait for the client", n, answer)
		}
		answers := newFrameReader(client, numberSize+MaxRequest)
		seen := make(map[uint64]bool)
		for range requests {
			text, err := answers.one()
			if err != nil {
				t.Fatal(err)
			}
			seen[binary.BigEndian.Uint64(text)] = true
		}
		if len(seen) != requests || served.Load() != requests {
			t.Errorf("%d of %d requests were answered, %d served", len(seen), requests, served.Load())
		}
		client.Close()
	})
}
