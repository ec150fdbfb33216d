package spec

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/synod-paxos/synod/spec/tla"
)

func TestEveryModelOpens(t *testing.T) {
	if len(Roots()) == 0 {
		t.Fatal("no IR is embedded")
	}
	for _, root := range Roots() {
		if _, err := Open(root); err != nil {
			t.Error(err)
		}
	}
	if _, err := Open("Nonsense"); err == nil {
		t.Error("a module that does not exist was opened")
	}
}

func TestEveryConfigIsRead(t *testing.T) {
	for _, name := range Configs() {
		if _, err := Config(name); err != nil {
			t.Error(err)
		}
	}
}

// TestEveryConfigLoads loads each configuration with its root module: nothing in
// our models is outside what the evaluator supports.
func TestEveryConfigLoads(t *testing.T) {
	loaded := 0
	for _, name := range Configs() {
		root := "MC" + name[:strings.IndexByte(name+"_", '_')]
		if strings.HasPrefix(name, "Replay") {
			root = name
		}
		m, err := Open(root)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		cfg, err := Config(name)
		if err != nil {
			t.Error(err)
			continue
		}
		if strings.HasPrefix(name, "Replay") {
			nodes := tla.SetOf(tla.Int(1), tla.Int(2), tla.Int(3))
			for _, c := range []string{"Node", "Acceptor"} {
				for _, have := range m.Constants() {
					if have == c {
						cfg.SetConstant(c, nodes)
					}
				}
			}
		}
		if _, err := tla.Load(m, cfg); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		loaded++
	}
	if loaded == 0 {
		t.Error("nothing was loaded")
	}
}

func TestStaleIRIsRefused(t *testing.T) {
	root := Roots()[0]
	ir, err := files.ReadFile("ir/" + root + ".ir")
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{"ir/" + root + ".ir": {Data: ir}}
	m, err := Open(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, src := range m.Sources() {
		text, _ := Source(src.Module)
		fsys[src.Module+".tla"] = &fstest.MapFile{Data: append([]byte("changed\n"), text...)}
	}
	if _, err := open(fsys, root); err == nil || !strings.Contains(err.Error(), Regenerate) {
		t.Errorf("a stale IR was opened: %v", err)
	}
}
