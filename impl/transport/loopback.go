package transport

import (
	"errors"
	"math/rand/v2"
	"net"
	"strconv"
)

// LoopbackAddrs finds addresses on 127.0.0.1 that nobody listens at, for tests
// and demonstrations. They lie below the range that systems take the ports of
// outgoing connections from: so no such connection takes the port of a node
// while that is dead.
func LoopbackAddrs(n int) ([]string, error) {
	const lowest, count, attempts = 15000, 15000, 1000
	var addrs []string
	for range attempts {
		if len(addrs) == n {
			return addrs, nil
		}
		addr := net.JoinHostPort("127.0.0.1", strconv.Itoa(lowest+rand.IntN(count)))
		l, err := net.Listen("tcp", addr)
		if err != nil {
			continue
		}
		defer l.Close() // only now, so that no address comes twice
		addrs = append(addrs, addr)
	}
	return nil, errors.New("no free ports on 127.0.0.1")
}
