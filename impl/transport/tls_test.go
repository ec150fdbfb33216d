package transport_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/synod-paxos/synod/impl/transport"
)

// An authority signs certificates.
type authority struct {
	dir  string
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t testing.TB) *authority {
	a := &authority{dir: t.TempDir()}
	a.cert, a.key = a.sign(t, "ca", &x509.Certificate{
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	})
	return a
}

// files are a certificate for a name and its key.
func (a *authority) files(t testing.TB, name string) *transport.TLS {
	a.sign(t, name, &x509.Certificate{
		DNSNames: []string{name}, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
	})
	path := func(end string) string { return filepath.Join(a.dir, end) }
	return &transport.TLS{CA: path("ca.crt"), Cert: path(name + ".crt"), Key: path(name + ".key")}
}

// sign makes a certificate and writes it and its key to files. The first one
// signs itself.
func (a *authority) sign(t testing.TB, name string, cert *x509.Certificate) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	cert.SerialNumber = big.NewInt(time.Now().UnixNano())
	cert.Subject = pkix.Name{CommonName: name}
	cert.NotBefore, cert.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	parent, signer := a.cert, a.key
	if parent == nil {
		parent, signer = cert, key
	}
	der, err := x509.CreateCertificate(rand.Reader, cert, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for end, block := range map[string]*pem.Block{".crt": {Type: "CERTIFICATE", Bytes: der}, ".key": {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(filepath.Join(a.dir, name+end), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return made, key
}

// TestTLS: nodes and clients that show certificates of one authority talk.
func TestTLS(t *testing.T) {
	ctx := deadline(t)
	a, addr := newAuthority(t), addresses(t)
	one := start(t, peerConfig{node: 1, addr: addr[1], peers: map[int]string{2: addr[2]}, tls: a.files(t, "node-1")})
	two := start(t, peerConfig{node: 2, addr: addr[2], peers: map[int]string{1: addr[1]}, tls: a.files(t, "node-2")})
	large := strings.Repeat("x", 3<<20)
	one.Send(2, []byte(large))
	two.Send(1, []byte("back"))
	if d := two.next(t, ctx); d != (delivery{1, large}) {
		t.Errorf("arrived: %d bytes from %d", len(d.payload), d.from)
	}
	if d := one.next(t, ctx); d != (delivery{2, "back"}) {
		t.Errorf("arrived: %v", d)
	}
	client, err := transport.Dial(ctx, addr[1], "c", a.files(t, transport.ClientName))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if answer, err := client.Do(ctx, []byte("x")); err != nil || string(answer) != "answer to x" {
		t.Errorf("the answer is %q, %v", answer, err)
	}
}

// TestTLSRefusals: whoever is not who he says, or cannot show it, is refused.
func TestTLSRefusals(t *testing.T) {
	ours, theirs := newAuthority(t), newAuthority(t)
	for _, tt := range []struct {
		name     string
		one, two *transport.TLS // of node 1, which dials, and of node 2
		says     string         // in the log of one of them
	}{
		{"another authority", theirs.files(t, "node-1"), ours.files(t, "node-2"), "unknown authority"},
		{"the name of another node", ours.files(t, "node-3"), ours.files(t, "node-2"), "the certificate is not that of node-1"},
		{"a client's certificate", ours.files(t, "client"), ours.files(t, "node-2"), "the certificate is not that of node-1"},
		{"an answer of another node", ours.files(t, "node-1"), ours.files(t, "node-3"), "not node-2"},
		{"no certificate", nil, ours.files(t, "node-2"), "no hello"},
		{"no certificate to answer with", ours.files(t, "node-1"), nil, "no hello"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ctx := deadline(t)
			two := start(t, peerConfig{node: 2, addr: "127.0.0.1:0", peers: map[int]string{1: "127.0.0.1:1"}, tls: tt.two})
			one := start(t, peerConfig{node: 1, addr: "127.0.0.1:0", peers: map[int]string{2: two.Addr()}, tls: tt.one})
			waitEither(t, ctx, tt.says, one.book, two.book)
			if one.Peers()[2].Connected || len(two.arrived) != 0 {
				t.Error("they talk all the same")
			}
		})
	}
	node := start(t, peerConfig{node: 1, addr: "127.0.0.1:0", tls: ours.files(t, "node-1")})
	for name, files := range map[string]*transport.TLS{
		"a node's certificate": ours.files(t, "node-2"), "another authority": theirs.files(t, "client"), "none": nil,
	} {
		if _, err := transport.Dial(deadline(t), node.Addr(), "c", files); err == nil {
			t.Errorf("a client with %s is served", name)
		}
	}
	impostor := start(t, peerConfig{node: 5, addr: "127.0.0.1:0", tls: ours.files(t, "client")})
	if _, err := transport.Dial(deadline(t), impostor.Addr(), "c", ours.files(t, "client")); err == nil || !strings.Contains(err.Error(), "is not node 5") {
		t.Errorf("a client talks to a node without a node's certificate: %v", err)
	}
}

// waitEither waits until one of two logs says something.
func waitEither(t *testing.T, ctx context.Context, text string, a, b *logBook) {
	t.Helper()
	for {
		if a.says(text) || b.says(text) {
			return
		}
		select {
		case <-a.more:
		case <-b.more:
		case <-ctx.Done():
			t.Fatalf("neither log says %q:\n%s\n%s", text, a, b)
		}
	}
}

func TestTLSFiles(t *testing.T) {
	good := newAuthority(t).files(t, "node-1")
	for name, bad := range map[string]*transport.TLS{
		"no authority":         {CA: "nowhere", Cert: good.Cert, Key: good.Key},
		"an authority of none": {CA: good.Key, Cert: good.Cert, Key: good.Key},
		"no certificate":       {CA: good.CA, Cert: "nowhere", Key: good.Key},
		"another's key":        {CA: good.CA, Cert: good.CA, Key: good.Key},
	} {
		if _, err := transport.Listen("127.0.0.1:0", transport.Config{TLS: bad}); err == nil {
			t.Errorf("%s: a node listens", name)
		}
		if _, err := transport.Dial(deadline(t), "127.0.0.1:1", "c", bad); err == nil || !strings.Contains(err.Error(), "reading the") {
			t.Errorf("%s: a client dials: %v", name, err)
		}
	}
}
