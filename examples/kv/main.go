// Kv is a replicated key-value store over HTTP, on the public interface of a
// synod node.
//
//	synod init --dir d1 --node 1 --nodes 1=127.0.0.1:7001,2=127.0.0.1:7002,3=127.0.0.1:7003 --cluster kv --machine kv
//	kv --dir d1 --http 127.0.0.1:8001
//
//	curl -X PUT    --data blue  http://127.0.0.1:8001/colour
//	curl                        http://127.0.0.1:8001/colour
//	curl -X PUT    --data green http://127.0.0.1:8001/colour?if=blue
//	curl -X DELETE              http://127.0.0.1:8001/colour
//
// Every node serves every request. A GET is linearizable: it goes through the
// log like a write; with ?stale=1 it reads what the node has. A PUT with ?if=
// writes only where that is the value now. Status 404 says that there is no such
// key, 412 that the value is another one, 503 that the request was not carried
// out, 504 that nobody knows whether it was. For operators there is /-/metrics.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/synod-paxos/synod/impl/node"
)

// A command is what the replicas are given, in JSON.
type command struct {
	Op    string  `json:"op"`  // get, put or delete
	Key   string  `json:"key"` // as in a path, escaped
	Value []byte  `json:"value,omitempty"`
	If    *[]byte `json:"if,omitempty"` // put only where this is the value
}

// An answer is what they answer.
type answer struct {
	Found   bool   `json:"found"`             // the key had a value before
	Value   []byte `json:"value,omitempty"`   // which was this
	Refused bool   `json:"refused,omitempty"` // it was not the value of If
}

// A store is the state machine.
type store struct{ values map[string][]byte }

func (s *store) Apply(text []byte) []byte {
	var c command
	if err := json.Unmarshal(text, &c); err != nil {
		return nil // nobody's command
	}
	old, found := s.values[c.Key]
	a := answer{Found: found, Value: old}
	switch c.Op {
	case "put":
		if a.Refused = c.If != nil && (!found || string(old) != string(*c.If)); !a.Refused {
			s.values[c.Key] = c.Value
		}
	case "delete":
		delete(s.values, c.Key)
	}
	return encode(a)
}

// Read is for stale reads; the query is a key.
func (s *store) Read(key []byte) []byte {
	value, found := s.values[string(key)]
	return encode(answer{Found: found, Value: value})
}

// Save writes the keys in ascending order, as encoding/json does with maps.
func (s *store) Save(w io.Writer) error { return json.NewEncoder(w).Encode(s.values) }

func (s *store) Load(r io.Reader) error {
	values := make(map[string][]byte)
	if err := json.NewDecoder(r).Decode(&values); err != nil || values == nil {
		return errors.Join(err, errors.New("the image holds no store"))
	}
	s.values = values
	return nil
}

func encode(v any) []byte {
	text, _ := json.Marshal(v) // bytes, texts and booleans: no error is possible
	return text
}

// A server serves HTTP from a node.
type server struct{ *node.Node }

func (s server) get(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Query().Get("stale") {
	case "":
		s.propose(w, r, command{Op: "get"})
	case "1":
		text, err := s.StaleRead([]byte(url.PathEscape(r.PathValue("key"))))
		reply(w, "get", text, err)
	default:
		http.Error(w, "only stale=1 asks for a stale read", http.StatusBadRequest)
	}
}

func (s server) put(w http.ResponseWriter, r *http.Request) {
	value, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<19))
	if err != nil {
		http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
		return
	}
	c := command{Op: "put", Value: value}
	if query := r.URL.Query(); query.Has("if") {
		expected := []byte(query.Get("if"))
		c.If = &expected
	}
	s.propose(w, r, c)
}

func (s server) delete(w http.ResponseWriter, r *http.Request) {
	s.propose(w, r, command{Op: "delete"})
}

func (s server) propose(w http.ResponseWriter, r *http.Request, c command) {
	ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
	defer cancel()
	c.Key = url.PathEscape(r.PathValue("key"))
	text, err := s.Propose(ctx, encode(c))
	reply(w, c.Op, text, err)
}

// reply writes what came of a request.
func reply(w http.ResponseWriter, op string, text []byte, err error) {
	var a answer
	if err == nil {
		err = json.Unmarshal(text, &a)
	}
	switch {
	case errors.Is(err, node.ErrRejected):
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
	case err != nil: // it may have been carried out
		http.Error(w, err.Error(), http.StatusGatewayTimeout)
	case a.Refused:
		http.Error(w, string(a.Value), http.StatusPreconditionFailed)
	case op == "put":
		w.WriteHeader(http.StatusNoContent)
	case !a.Found:
		http.Error(w, "no such key", http.StatusNotFound)
	default:
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Write(a.Value)
	}
}

func main() {
	dir := flag.String("dir", "", "the node's data directory, made by synod init")
	addr := flag.String("http", "127.0.0.1:0", "where to serve the store")
	traces := flag.String("trace", "", "directory to write the trace to; none without it")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	n, err := node.Open(node.Options{
		Dir: *dir, StateMachine: &store{make(map[string][]byte)}, Machine: "kv", TraceDir: *traces,
		Log: slog.New(slog.NewTextHandler(os.Stderr, nil)),
	})
	if err == nil {
		go func() { <-n.Done(); stop() }()
		err = errors.Join(serve(ctx, n, *addr), n.Close())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "kv:", err)
		os.Exit(1)
	}
}

// serve serves HTTP until the context ends.
func serve(ctx context.Context, n *node.Node, addr string) error {
	mux, s := http.NewServeMux(), server{n}
	mux.HandleFunc("GET /{key}", s.get)
	mux.HandleFunc("PUT /{key}", s.put)
	mux.HandleFunc("DELETE /{key}", s.delete)
	mux.Handle("GET /-/", http.StripPrefix("/-", n.Handler()))
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	fmt.Println("ready", listener.Addr())
	web := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	context.AfterFunc(ctx, func() { web.Close() })
	if err := web.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
