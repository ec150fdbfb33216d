package node

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/synod-paxos/synod/impl/transport"
)

// certificates makes an authority and, signed by it, a certificate for each name.
func certificates(t *testing.T, names ...string) map[string]*transport.TLS {
	dir := t.TempDir()
	write := func(name, kind string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: content}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	must := func(content []byte, err error) []byte {
		if err != nil {
			t.Fatal(err)
		}
		return content
	}
	newKey := func() *ecdsa.PrivateKey {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return key
	}
	authority := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	signer := newKey()
	ca := write("ca", "CERTIFICATE", must(x509.CreateCertificate(rand.Reader, authority, authority, &signer.PublicKey, signer)))
	files := make(map[string]*transport.TLS)
	for i, name := range names {
		key := newKey()
		own := &x509.Certificate{
			SerialNumber: big.NewInt(int64(i + 2)), NotBefore: authority.NotBefore, NotAfter: authority.NotAfter,
			DNSNames: []string{name}, KeyUsage: x509.KeyUsageDigitalSignature,
			ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
		}
		files[name] = &transport.TLS{
			CA:   ca,
			Cert: write(name+".crt", "CERTIFICATE", must(x509.CreateCertificate(rand.Reader, own, authority, &key.PublicKey, signer))),
			Key:  write(name+".key", "EC PRIVATE KEY", must(x509.MarshalECPrivateKey(key))),
		}
	}
	return files
}

// TestTLS: nodes and clients with certificates talk to each other, and to nobody
// else.
func TestTLS(t *testing.T) {
	files := certificates(t, "node-1", "node-2", "node-3", "client")
	s := newSite(t, 3)
	for n := 1; n <= 3; n++ {
		s.change = func(o *Options) { o.TLS = files[transport.NodeName(n)] }
		s.run(n)
	}
	s.count(1, "x")
	c, err := Dial(s.Ctx, s.Members[1].Addr, "c", files["client"])
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if result, err := c.Propose(s.Ctx, []byte("x")); err != nil || string(result) != "2" {
		t.Errorf("proposed: %q, %v", result, err)
	}
	ctx, cancel := context.WithTimeout(s.Ctx, time.Second)
	defer cancel()
	if c, err := Dial(ctx, s.Members[1].Addr, "c", nil); err == nil {
		c.Close()
		t.Error("a client without a certificate is let in")
	}
}
