package node

import (
	"testing"

	"github.com/synod-paxos/synod/impl/transport"
)

// FuzzRequest decodes anything as a client's request.
func FuzzRequest(f *testing.F) {
	for _, r := range []request{
		{Kind: askPropose, Payload: []byte("x"), Timeout: 5}, {Kind: askStatus, Timeout: 1},
		{Kind: askSubmit, Session: 7, Number: 1, Payload: []byte{}, Timeout: 1}, {Kind: 99, Timeout: 1}, {},
	} {
		payload, err := transport.Encode(r)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(payload)
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		r, err := parseRequest(payload)
		if err == nil && (r.Timeout <= 0 || r.Kind < askPropose || r.Kind > askClose) {
			t.Errorf("accepted: %+v", r)
		}
	})
}
