package node

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/synod-paxos/synod/impl/basicpaxos"
	"github.com/synod-paxos/synod/impl/wal"
)

const (
	identityFile = "identity.json"
	secretFile   = "secret"
	lockFile     = "lock"
)

// A Member is a node of the cluster and where it listens.
type Member struct {
	Node int    `json:"node"`
	Addr string `json:"addr"`
}

// An Identity says what a data directory belongs to. It never changes.
type Identity struct {
	Cluster  string   `json:"cluster"`
	Run      string   `json:"run"`
	Node     int      `json:"node"`
	Instance string   `json:"instance"` // drawn at random by Init
	Nodes    []Member `json:"nodes"`    // ascending
}

// members are the node numbers.
func (id Identity) members() []int {
	var nodes []int
	for _, m := range id.Nodes {
		nodes = append(nodes, m.Node)
	}
	return nodes
}

// Addr is the address of a node, or empty.
func (id Identity) Addr(node int) string {
	for _, m := range id.Nodes {
		if m.Node == node {
			return m.Addr
		}
	}
	return ""
}

func (id Identity) check() error {
	nodes := id.members()
	switch {
	case id.Cluster == "" || id.Run == "":
		return errors.New("the cluster and the run need names")
	case !slices.IsSorted(nodes) || len(slices.Compact(slices.Clone(nodes))) != len(nodes):
		return fmt.Errorf("the nodes %v are not in ascending order, each once", nodes)
	case !slices.Contains(nodes, id.Node):
		return fmt.Errorf("node %d is not one of %v", id.Node, nodes)
	case nodes[0] < 0 || nodes[len(nodes)-1] >= basicpaxos.MaxNodes:
		return fmt.Errorf("nodes are numbered 0 to %d, not %v", basicpaxos.MaxNodes-1, nodes)
	}
	for _, m := range id.Nodes {
		if m.Addr == "" {
			return fmt.Errorf("node %d has no address", m.Node)
		}
	}
	return nil
}

// Init makes a data directory for a node that never was. The identity comes
// last: without it the directory is not one, and Init can be tried again after
// the directory is removed.
func Init(dir string, id Identity, secret []byte) (Identity, error) {
	id.Instance = rand.Text()
	if err := id.check(); err != nil {
		return Identity{}, fmt.Errorf("making the data directory %s: %w", dir, err)
	}
	if err := initDir(dir, id, secret); err != nil {
		return Identity{}, fmt.Errorf("making the data directory %s: %w", dir, err)
	}
	return id, nil
}

func initDir(dir string, id Identity, secret []byte) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(dir, identityFile)); err == nil {
		return errors.New("it is a data directory already, and a node's memory is never overwritten")
	}
	if err := createLog(filepath.Join(dir, wal.FileName)); err != nil {
		return err
	}
	if err := writeDurably(filepath.Join(dir, secretFile), secret); err != nil {
		return err
	}
	if err := writeIncarnations(dir, 0); err != nil {
		return err
	}
	return writeJSON(filepath.Join(dir, identityFile), id)
}

func createLog(path string) error {
	f, err := wal.CreateFile(path)
	if err != nil {
		return err
	}
	log, err := wal.Create(f)
	if err != nil {
		return errors.Join(err, f.Close())
	}
	return log.Close()
}

// ReadIdentity reads whose data directory dir is.
func ReadIdentity(dir string) (Identity, error) {
	var id Identity
	if err := readJSON(filepath.Join(dir, identityFile), &id); err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return id, fmt.Errorf("%s is no data directory; synod register init makes one: %w", dir, err)
		}
		return id, err
	}
	if err := id.check(); err != nil {
		return id, fmt.Errorf("%s: %w", filepath.Join(dir, identityFile), err)
	}
	return id, nil
}

// A dataDir is an open data directory. Only one process has it open.
type dataDir struct {
	path     string
	identity Identity
	secret   []byte
	peers    *peers
	known    uint64 // incarnations
	lock     *os.File
}

func openDir(path string) (*dataDir, error) {
	id, err := ReadIdentity(path)
	if err != nil {
		return nil, err
	}
	lock, err := takeLock(filepath.Join(path, lockFile))
	if err != nil {
		return nil, fmt.Errorf("the data directory %s: %w", path, err)
	}
	d := &dataDir{path: path, identity: id, lock: lock}
	if err := d.read(); err != nil {
		return nil, errors.Join(fmt.Errorf("the data directory %s: %w", path, err), lock.Close())
	}
	return d, nil
}

// read reads what there is beside the identity and the log.
func (d *dataDir) read() (err error) {
	if d.secret, err = os.ReadFile(filepath.Join(d.path, secretFile)); err != nil {
		return err
	}
	if d.known, err = readIncarnations(d.path); err != nil {
		return err
	}
	d.peers, err = openPeers(filepath.Join(d.path, peersFile))
	return err
}

func (d *dataDir) close() error { return d.lock.Close() }

// writeDurably replaces a file by one with this content, or leaves it as it
// was; what it did is on the disk when it returns.
func writeDurably(path string, content []byte) error {
	next := path + ".new"
	f, err := os.OpenFile(next, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if _, err = f.Write(content); err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", next, err)
	}
	if err := os.Rename(next, path); err != nil {
		return err
	}
	return wal.SyncDir(filepath.Dir(path))
}

func writeJSON(path string, v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return writeDurably(path, append(text, '\n'))
}

func readJSON(path string, v any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, v); err != nil {
		return fmt.Errorf("reading %s: %w", path, err)
	}
	return nil
}
