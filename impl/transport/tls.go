package transport

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
)

// TLS names the files, in PEM form, by which nodes and clients know each other.
// The authority is the cluster's own: all that it signs for is believed. A
// node's certificate is for the DNS name "node-3", if that is its number, and
// good for both ends of a connection; a client's is for "client".
type TLS struct {
	CA   string // certificates of the authority
	Cert string // our own, with intermediate ones behind it if there are any
	Key  string
}

// NodeName is the name that the certificate of a node is for.
func NodeName(node int) string { return fmt.Sprintf("node-%d", node) }

// ClientName is the name that a client's certificate is for.
const ClientName = "client"

// credentials are what the files hold.
type credentials struct {
	roots *x509.CertPool
	own   tls.Certificate
}

// load reads the files. Without TLS there are no credentials.
func (t *TLS) load() (*credentials, error) {
	if t == nil {
		return nil, nil
	}
	pem, err := os.ReadFile(t.CA)
	if err != nil {
		return nil, fmt.Errorf("reading the authority's certificates: %w", err)
	}
	c := &credentials{roots: x509.NewCertPool()}
	if !c.roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("reading the authority's certificates: there is none in %s", t.CA)
	}
	if c.own, err = tls.LoadX509KeyPair(t.Cert, t.Key); err != nil {
		return nil, fmt.Errorf("reading the certificate %s and its key: %w", t.Cert, err)
	}
	return c, nil
}

// server secures a connection that somebody opened.
func (c *credentials) server(conn net.Conn) net.Conn {
	if c == nil {
		return conn
	}
	return tls.Server(conn, &tls.Config{
		MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{c.own},
		ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: c.roots,
	})
}

// client secures a connection to a node, or to any node if name is empty; whose
// it is must then be checked by the name that it gives itself.
func (c *credentials) client(conn net.Conn, name string) net.Conn {
	if c == nil {
		return conn
	}
	config := &tls.Config{
		MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{c.own},
		RootCAs: c.roots, ServerName: name,
	}
	if name == "" { // all that is checked but the name, see tls.Config
		config.InsecureSkipVerify = true
		config.VerifyConnection = c.verify
	}
	return tls.Client(conn, config)
}

// verify checks that the authority vouches for a server.
func (c *credentials) verify(state tls.ConnectionState) error {
	options := x509.VerifyOptions{Roots: c.roots, Intermediates: x509.NewCertPool(), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	for _, cert := range state.PeerCertificates[1:] {
		options.Intermediates.AddCert(cert)
	}
	_, err := state.PeerCertificates[0].Verify(options)
	return err
}

// is checks that the other end of a secured connection is who it says; without
// TLS there is nothing to check.
func is(conn net.Conn, name string) error {
	secured, ok := conn.(*tls.Conn)
	if !ok {
		return nil
	}
	certs := secured.ConnectionState().PeerCertificates
	if len(certs) == 0 {
		return errors.New("there is no certificate")
	}
	return certs[0].VerifyHostname(name)
}
