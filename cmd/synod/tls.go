package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/synod-paxos/synod/impl/transport"
)

// tlsFiles are the flags for mutual TLS.
type tlsFiles struct{ files transport.TLS }

func (t *tlsFiles) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&t.files.CA, "tls-ca", "", "file with the certificates of the cluster's authority; no TLS without it")
	f.StringVar(&t.files.Cert, "tls-cert", "", `file with our certificate: a node's is for the DNS name "node-N"`)
	f.StringVar(&t.files.Key, "tls-key", "", "file with its key")
}

// given are the files, or nil for no TLS.
func (t *tlsFiles) given() (*transport.TLS, error) {
	switch {
	case t.files == transport.TLS{}:
		return nil, nil
	case t.files.CA == "" || t.files.Cert == "" || t.files.Key == "":
		return nil, errors.New("--tls-ca, --tls-cert and --tls-key: all three or none")
	}
	return &t.files, nil
}
