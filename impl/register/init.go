package register

import (
	"github.com/synod-paxos/synod/impl/datadir"
	"github.com/synod-paxos/synod/impl/wal"
)

// Init makes the data directory of a node that never was.
func Init(dir string, id datadir.Identity, secret []byte) (datadir.Identity, error) {
	id.Protocol = datadir.BasicPaxos
	return datadir.Init(dir, id, secret, wal.CreateIn)
}
