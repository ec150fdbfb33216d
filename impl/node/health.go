package node

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Handler serves what operators ask of a node over HTTP:
//
//	/healthz  200 while the node runs
//	/readyz   200 while it knows a leader, so that commands can be proposed here
//	/metrics  in the format of Prometheus
func (n *Node) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		select {
		case <-n.done:
			http.Error(w, "the node has stopped", http.StatusServiceUnavailable)
		default:
			fmt.Fprintln(w, "ok")
		}
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		var ready bool
		err := n.order(r.Context(), func() { ready = n.status().HasLeader })
		switch {
		case err != nil:
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
		case !ready:
			http.Error(w, "no leader is known", http.StatusServiceUnavailable)
		default:
			fmt.Fprintln(w, "ok")
		}
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(n.registry, promhttp.HandlerOpts{Registry: prometheus.NewRegistry()}))
	return mux
}

// An httpServer serves the handler at an address of its own.
type httpServer struct {
	server http.Server
	addr   string
}

// serveHTTP begins to listen; nothing happens without an address.
func (n *Node) serveHTTP(addr string) (*httpServer, error) {
	s := &httpServer{}
	if addr == "" {
		return s, nil
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listening for HTTP: %w", err)
	}
	s.addr = listener.Addr().String()
	s.server = http.Server{Handler: n.Handler(), ReadHeaderTimeout: 5 * time.Second}
	go func() {
		if err := s.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			n.log.Error("no HTTP any more", "err", err)
		}
	}()
	return s, nil
}

// close lets requests end that are under way, for a while: a client that does
// not go on keeps no node from stopping.
func (s *httpServer) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if s.server.Shutdown(ctx) == nil {
		return nil
	}
	return s.server.Close()
}
