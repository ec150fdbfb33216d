package register

import (
	"errors"
	"path/filepath"

	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/wal"
)

// Init makes the data directory of a node that never was.
func Init(dir string, id datadir.Identity, secret []byte) (datadir.Identity, error) {
	id.Protocol = datadir.BasicPaxos
	return datadir.Init(dir, id, secret, func(dir string) error {
		return createLog(filepath.Join(dir, wal.FileName))
	})
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
