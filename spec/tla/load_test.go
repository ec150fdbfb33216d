package tla_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/spec"
	"github.com/synod-paxos/synod/spec/tla"
)

// loadModel loads a model that is built in.
func loadModel(t testing.TB, root, config string) *tla.Spec {
	t.Helper()
	m, err := spec.Open(root)
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := spec.Config(config)
	if err != nil {
		t.Fatal(err)
	}
	s, err := tla.Load(m, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// loadFile loads a module of a folder of testdata with the configuration beside
// it.
func loadFile(t testing.TB, folder, module string) *tla.Spec {
	t.Helper()
	return loadText(t, folder, module, string(readFile(t, folder, module+".cfg")))
}

// loadText loads a module of a folder of testdata, with its sources, and with the
// text of a configuration.
func loadText(t testing.TB, folder, module, config string) *tla.Spec {
	t.Helper()
	m, err := tla.ReadIR(bytes.NewReader(readFile(t, folder, module+".ir")))
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range m.Sources() {
		if err := m.AttachSource(source.Module, readFile(t, folder, source.Module+".tla")); err != nil {
			t.Fatal(err)
		}
	}
	cfg, err := tla.ParseConfig(module+".cfg", strings.NewReader(config))
	if err != nil {
		t.Fatal(err)
	}
	s, err := tla.Load(m, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func readFile(t testing.TB, folder, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}
