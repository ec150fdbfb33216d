package datadir

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

const (
	identityFile = "identity.json"
	secretFile   = "secret"
	lockFile     = "lock"
)

// Init makes a data directory for a node that never was; newLog makes an empty
// log in it. The identity comes last: without it the directory is not one, and
// Init can be tried again after the directory is removed.
func Init(dir string, id Identity, secret []byte, newLog func(dir string) error) (Identity, error) {
	id.Instance = rand.Text()
	if err := id.check(); err != nil {
		return Identity{}, fmt.Errorf("making the data directory %s: %w", dir, err)
	}
	if err := initDir(dir, id, secret, newLog); err != nil {
		return Identity{}, fmt.Errorf("making the data directory %s: %w", dir, err)
	}
	return id, nil
}

func initDir(dir string, id Identity, secret []byte, newLog func(dir string) error) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(dir, identityFile)); err == nil {
		return errors.New("it is a data directory already, and a node's memory is never overwritten")
	}
	if err := newLog(dir); err != nil {
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

// ReadIdentity reads whose data directory dir is.
func ReadIdentity(dir string) (Identity, error) {
	var id Identity
	if err := readJSON(filepath.Join(dir, identityFile), &id); err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return id, fmt.Errorf("%s is no data directory; synod init and synod register init make one: %w", dir, err)
		}
		return id, err
	}
	if err := id.check(); err != nil {
		return id, fmt.Errorf("%s: %w", filepath.Join(dir, identityFile), err)
	}
	return id, nil
}

// A Dir is an open data directory. Only one process has it open.
type Dir struct {
	Path         string
	Identity     Identity
	Secret       []byte
	Peers        *Peers
	Incarnations uint64 // that the log must hold at least
	PowerLost    bool   // the machine may have lost power since the last of them
	lock         *os.File
}

// Open opens the data directory of a node that runs the protocol.
func Open(path string, protocol Protocol) (*Dir, error) {
	id, err := ReadIdentity(path)
	if err != nil {
		return nil, err
	}
	if id.Protocol != protocol {
		return nil, fmt.Errorf("%s is the data directory of a node that runs %s, not %s", path, id.Protocol, protocol)
	}
	lock, err := takeLock(filepath.Join(path, lockFile))
	if err != nil {
		return nil, fmt.Errorf("the data directory %s: %w", path, err)
	}
	d := &Dir{Path: path, Identity: id, lock: lock}
	if err := d.read(); err != nil {
		return nil, errors.Join(fmt.Errorf("the data directory %s: %w", path, err), lock.Close())
	}
	return d, nil
}

// read reads what there is beside the identity and the log.
func (d *Dir) read() (err error) {
	if d.Secret, err = os.ReadFile(filepath.Join(d.Path, secretFile)); err != nil {
		return err
	}
	lived, err := readIncarnations(d.Path)
	if err != nil {
		return err
	}
	d.Incarnations = lived.Count
	d.PowerLost = lived.Boot == "" || lived.Boot != boot()
	d.Peers, err = openPeers(filepath.Join(d.Path, peersFile))
	return err
}

// Close lets another process open the directory.
func (d *Dir) Close() error { return d.lock.Close() }
