package datadir

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// IncarnationsFile is where a data directory keeps how often its node came to
// life.
const IncarnationsFile = "incarnations.json"

// incarnations is how often a node has come to life, as its data directory
// remembers beside the log: none after Init, and one more each time before the
// node is heard of. A log that holds fewer has lost its end, or everything, and
// with it promises and votes. By itself such a log looks like that of a node
// that is younger, or new.
//
// The boot tells whether the machine has been running since: if not, it may have
// lost power, and what was written and not synced is gone.
type incarnations struct {
	Count uint64 `json:"incarnations"`
	Boot  string `json:"boot,omitempty"`
}

// bootFile tells one boot of a Linux machine from all others.
const bootFile = "/proc/sys/kernel/random/boot_id"

// boot names the machine's boot. Where that cannot be told it is empty.
func boot() string {
	text, err := os.ReadFile(bootFile)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}

// Live remembers that the node lives in its n-th incarnation. The log must hold
// it already, and nobody may have heard of it yet.
func (d *Dir) Live(n uint64) error {
	if err := writeIncarnations(d.Path, n); err != nil {
		return fmt.Errorf("the data directory %s: %w", d.Path, err)
	}
	d.Incarnations = n
	return nil
}

func readIncarnations(dir string) (i incarnations, err error) {
	return i, readJSON(filepath.Join(dir, IncarnationsFile), &i)
}

func writeIncarnations(dir string, n uint64) error {
	return writeJSON(filepath.Join(dir, IncarnationsFile), incarnations{n, boot()})
}
