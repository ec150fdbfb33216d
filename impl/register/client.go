package register

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"time"

	"github.com/synod-paxos/synod/impl/basicpaxos"
	"github.com/synod-paxos/synod/impl/transport"
)

// A Request is a client's wish: to have Value decided, or, without one, to know
// what is decided.
type Request struct {
	Value   *[]byte `cbor:"1,keyasint,omitempty"`
	Timeout int64   `cbor:"2,keyasint"` // milliseconds
}

// An Outcome is what a client is told.
type Outcome string

// The outcomes.
const (
	Decided   Outcome = "decided"   // Value is decided
	Undecided Outcome = "undecided" // at some moment since the request, nothing was decided
	Unknown   Outcome = "unknown"   // nothing can be said
	Rejected  Outcome = "rejected"  // the request cannot be tried
)

// A Response answers a Request.
type Response struct {
	Outcome Outcome `cbor:"1,keyasint"`
	Value   []byte  `cbor:"2,keyasint,omitempty"`
	Reason  string  `cbor:"3,keyasint,omitempty"`
}

// maxTimeout bounds how long a request can wait.
const maxTimeout = time.Hour

// redial is the pause between two attempts to reach a node.
const redial = 50 * time.Millisecond

// Call sends a request to the node at addr and waits for the answer. A node
// that cannot be reached may be starting: Call tries until ctx ends. An error
// after the connection was made says nothing about the request's fate.
func Call(ctx context.Context, addr, cluster string, r Request) (Response, error) {
	client, err := dial(ctx, addr, cluster)
	if err != nil {
		return Response{}, err
	}
	defer client.Close()
	payload, err := transport.Encode(r)
	if err != nil {
		return Response{}, err
	}
	answer, err := client.Do(ctx, payload)
	if err != nil {
		return Response{}, err
	}
	var response Response
	err = transport.Decode(answer, &response)
	return response, err
}

// dial connects to the node at addr, sooner or later. A node that answers and
// refuses will not change its mind.
func dial(ctx context.Context, addr, cluster string) (*transport.Client, error) {
	for {
		client, err := transport.Dial(ctx, addr, cluster, nil)
		if err == nil || !errors.Is(err, syscall.ECONNREFUSED) {
			return client, err
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(redial):
		}
	}
}

// A pending request is on its way to the event loop, with the place where the
// answer is waited for. The place holds one answer, so the loop never waits.
type pending struct {
	request Request
	reply   chan Response
}

// serve answers a client's payload.
func (n *Node) serve(ctx context.Context, payload []byte) []byte {
	answer, err := transport.Encode(n.respond(ctx, payload))
	if err != nil {
		n.log.Error("cannot encode an answer", "err", err)
	}
	return answer
}

// parseRequest reads a client's payload.
func parseRequest(payload []byte) (Request, error) {
	var r Request
	if err := transport.Decode(payload, &r); err != nil {
		return r, err
	}
	if r.Timeout <= 0 || r.Timeout > maxTimeout.Milliseconds() {
		return r, fmt.Errorf("a timeout of %d ms; 1 to %d are allowed", r.Timeout, maxTimeout.Milliseconds())
	}
	return r, nil
}

func (n *Node) respond(ctx context.Context, payload []byte) Response {
	r, err := parseRequest(payload)
	if err != nil {
		return Response{Outcome: Rejected, Reason: err.Error()}
	}
	p := pending{request: r, reply: make(chan Response, 1)}
	stopping := Response{Outcome: Unknown, Reason: "the node is stopping"}
	select {
	case n.requests <- p:
	case <-ctx.Done():
		return stopping
	}
	select {
	case response := <-p.reply:
		return response
	case <-ctx.Done():
		return stopping
	}
}

// input is the core's form of a request.
func (p pending) input(id uint64, tick time.Duration) basicpaxos.Input {
	ticks := int(time.Duration(p.request.Timeout)*time.Millisecond/tick) + 1
	if p.request.Value == nil {
		return basicpaxos.Get{ID: id, Ticks: ticks}
	}
	return basicpaxos.Propose{ID: id, Value: basicpaxos.NewValue(*p.request.Value), Ticks: ticks}
}

// response is a client's form of an answer.
func response(a basicpaxos.Answer) Response {
	outcomes := map[basicpaxos.Outcome]Outcome{
		basicpaxos.Decided: Decided, basicpaxos.Undecided: Undecided,
		basicpaxos.Unknown: Unknown, basicpaxos.Rejected: Rejected,
	}
	r := Response{Outcome: outcomes[a.Outcome], Reason: a.Reason}
	if a.Outcome == basicpaxos.Decided {
		r.Value = a.Value.Bytes()
	}
	return r
}
