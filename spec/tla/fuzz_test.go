package tla

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/metrics"
	"strings"
	"testing"
)

// Every reader is given a million damaged files in `make verify-deep`; as unit
// tests the targets run on the real files that they start from. None may panic,
// and none may allocate out of proportion to what it is given.

// files returns the contents of all files below testdata with an extension.
func files(t testing.TB, ext string) [][]byte {
	t.Helper()
	var out [][]byte
	err := filepath.WalkDir("testdata", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ext {
			return err
		}
		text, err := os.ReadFile(path)
		out = append(out, text)
		return err
	})
	if err != nil || len(out) == 0 {
		t.Fatalf("no files *%s: %v", ext, err)
	}
	return out
}

// small adds the files that are small enough to be mutated fast.
func small(f *testing.F, ext string) {
	f.Helper()
	for _, text := range files(f, ext) {
		if len(text) < 40_000 {
			f.Add(text)
		}
	}
}

// frugal runs f on input of n bytes and fails if it allocates far too much.
func frugal(t *testing.T, n int, f func()) {
	t.Helper()
	before := allocated()
	f()
	if used := allocated() - before; used > 64<<20+1000*uint64(n) {
		t.Fatalf("%d MB are allocated for an input of %d bytes", used>>20, n)
	}
}

func allocated() uint64 {
	s := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}

// refused says whether input was refused, which must not be by a fault.
func refused(t *testing.T, err error) bool {
	t.Helper()
	if err != nil && strings.Contains(err.Error(), "internal error") {
		t.Fatal(err)
	}
	return err != nil
}

// sameAgain writes a module that was read and reads it again.
func sameAgain(t *testing.T, m *Module) {
	t.Helper()
	var b bytes.Buffer
	if refused(t, m.WriteIR(&b)) {
		return
	}
	again, err := ReadIR(bytes.NewReader(b.Bytes()))
	if refused(t, err) {
		return
	}
	if again.Hash() != m.Hash() {
		t.Fatal("a module changes when it is written and read")
	}
}

func FuzzParseXML(f *testing.F) {
	small(f, ".xml")
	f.Fuzz(func(t *testing.T, text []byte) {
		frugal(t, len(text), func() {
			m, err := ParseXML(bytes.NewReader(text))
			if !refused(t, err) {
				sameAgain(t, m)
			}
		})
	})
}

func FuzzReadIR(f *testing.F) {
	small(f, ".ir")
	f.Fuzz(func(t *testing.T, text []byte) {
		frugal(t, len(text), func() {
			m, err := ReadIR(bytes.NewReader(text))
			if refused(t, err) {
				return
			}
			sameAgain(t, m)
			_, err = m.NextActions()
			refused(t, err)
		})
	})
}

func FuzzParseConfig(f *testing.F) {
	small(f, ".cfg")
	f.Add([]byte("CONSTANTS\n  A = {a1, \"s\", -3}\n  B <- C\n  D <-[M] E\nINIT I NEXT N (* c (* d *) *)\nSYMMETRY S VIEW V CHECK_DEADLOCK FALSE \\* e"))
	f.Fuzz(func(t *testing.T, text []byte) {
		frugal(t, len(text), func() {
			cfg, err := ParseConfig("fuzz.cfg", bytes.NewReader(text))
			if !refused(t, err) {
				cfg.Clone()
			}
		})
	})
}

func FuzzParseValue(f *testing.F) {
	for _, text := range []string{`{1, -2, TRUE, "s\n\"", m1}`, `<<1, {}, << >>>>`, `[a |-> 1, b |-> [c |-> "d"]]`,
		`(1 :> 2 @@ 3 :> {4..6})`, `("a b" :> 1 @@ "c" :> 2)`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		frugal(t, len(text)+1<<16, func() {
			v, err := ParseValue(text)
			if refused(t, err) {
				return
			}
			again, err := ParseValue(v.String())
			if err != nil || !again.Equal(v) {
				t.Fatalf("%s is printed as %s and read as %v, %v", text, v, again, err)
			}
		})
	})
}

func FuzzParseJSON(f *testing.F) {
	for _, text := range []string{`{"#set":[1,-2,true,"s"]}`, `[1,[],{"a":{"#mv":"m"}}]`, `{"#fn":[[1,2],["b",3]]}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		frugal(t, len(text), func() {
			v, err := ParseJSON(text)
			if refused(t, err) {
				return
			}
			again, err := ParseJSON(AppendJSON(nil, v))
			if err != nil || !again.Equal(v) {
				t.Fatalf("%s is written as %s and read as %v, %v", text, AppendJSON(nil, v), again, err)
			}
		})
	})
}

func FuzzParseState(f *testing.F) {
	m := newModule("M")
	for _, name := range []string{"x", "y"} {
		s := &Symbol{Kind: symVariable, Name: name, Module: "M"}
		m.variables = append(m.variables, s)
		m.visible[name] = s
	}
	s, err := Load(m, NewConfig())
	if err != nil {
		f.Fatal(err)
	}
	f.Add("/\\ x = 1\n/\\ y = {[a |-> <<1>>]}")
	f.Fuzz(func(t *testing.T, text string) {
		frugal(t, len(text)+1<<16, func() {
			st, err := s.ParseState(text)
			if refused(t, err) {
				return
			}
			again, err := s.ParseState(st.String())
			if err != nil || !again.Equal(st) {
				t.Fatalf("%s is read as %v, %v", st, again, err)
			}
		})
	})
}
