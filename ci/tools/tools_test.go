package tools

import (
	"archive/zip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A machine is a PATH of fake programs, a cache and what was said.
type machine struct {
	t     *testing.T
	bin   string
	cache string
	said  []string
	setup *Setup
}

// newMachine has the given programs, each the body of a shell script. BIN and
// LOG are known to the scripts; each appends its arguments to LOG.
func newMachine(t *testing.T, root bool, programs map[string]string) *machine {
	t.Helper()
	m := &machine{t: t, bin: t.TempDir(), cache: filepath.Join(t.TempDir(), "cache")}
	if err := os.Symlink("/usr/bin/env", filepath.Join(m.bin, "env")); err != nil {
		t.Fatal(err)
	}
	for name, body := range programs {
		m.add(name, body)
	}
	t.Setenv("PATH", m.bin)
	t.Setenv("BIN", m.bin)
	t.Setenv("LOG", filepath.Join(m.bin, "log"))
	for _, name := range []string{"JAVA_HOME", "CC", JarVariable} {
		t.Setenv(name, "")
	}
	m.setup = New(func(line string) { m.said = append(m.said, line) })
	m.setup.Cache = func() (string, error) { return m.cache, nil }
	m.setup.Root = func() bool { return root }
	return m
}

func (m *machine) add(name, body string) {
	script := "#!/bin/sh\necho \"${0##*/} $*\" >> \"$LOG\"\n" + body + "\n"
	if err := os.WriteFile(filepath.Join(m.bin, name), []byte(script), 0o755); err != nil {
		m.t.Fatal(err)
	}
}

// log is what the fake programs were called with.
func (m *machine) log() string {
	b, err := os.ReadFile(filepath.Join(m.bin, "log"))
	if err != nil && !os.IsNotExist(err) {
		m.t.Fatal(err)
	}
	return string(b)
}

const (
	java17 = `echo 'openjdk version "17.0.15" 2025-04-15' >&2`
	java8  = `echo 'java version "1.8.0_442"' >&2`
	broken = `echo 'no runtime present' >&2; exit 1`
	// aptJava is an apt-get whose packages bring a java.
	aptJava = `case "$*" in *install*jre*) printf '#!/bin/sh\necho version \\"17.0.1\\"\n' > "$BIN/java"; /bin/chmod +x "$BIN/java";; esac`
	sudoOK  = `shift; "$@"`
)

func TestJava(t *testing.T) {
	for _, c := range []struct {
		name     string
		root     bool
		programs map[string]string
		want     string // end of the path; "" for an error
		err      string
		log      string // must occur in the log
	}{
		{name: "present", programs: map[string]string{"java": java17}, want: "/java"},
		{name: "root installs", root: true, programs: map[string]string{"apt-get": aptJava}, want: "/java",
			log: "apt-get -q update\napt-get -q install -y --no-install-recommends default-jre-headless"},
		{name: "sudo installs", programs: map[string]string{"apt-get": aptJava, "sudo": sudoOK}, want: "/java",
			log: "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get -q install"},
		{name: "too old, replaced", root: true, programs: map[string]string{"java": java8, "apt-get": aptJava}, want: "/java", log: "install"},
		{name: "a stub, replaced", root: true, programs: map[string]string{"java": broken, "apt-get": aptJava}, want: "/java", log: "install"},
		{name: "no apt-get", root: true, err: "a Java runtime, version 11 or later is missing and this is no system with apt-get; please install it (Debian: apt-get install default-jre-headless)"},
		{name: "no rights", programs: map[string]string{"apt-get": aptJava}, err: "this user may not install packages"},
		{name: "sudo asks", programs: map[string]string{"apt-get": aptJava, "sudo": "exit 1"}, err: "this user may not install packages"},
		{name: "apt-get fails", root: true, programs: map[string]string{"apt-get": "echo no network; exit 100"}, err: "no network"},
		{name: "installed in vain", root: true, programs: map[string]string{"apt-get": "exit 0"}, err: "still cannot be used"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t, c.root, c.programs)
			got, err := m.setup.Java(t.Context())
			checkError(t, err, c.err)
			if !strings.HasSuffix(got, c.want) || (got == "") != (c.want == "") {
				t.Errorf("path %q, want …%q", got, c.want)
			}
			if !strings.Contains(m.log(), c.log) {
				t.Errorf("log is\n%swant\n%s", m.log(), c.log)
			}
		})
	}
}

func checkError(t *testing.T, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("error: %v", err)
	case want != "" && err == nil:
		t.Errorf("no error, want one with %q", want)
	case want != "" && !strings.Contains(err.Error(), want):
		t.Errorf("error %q, want one with %q", err, want)
	}
}

// What the user must do stands in one line where nothing may be installed.
func TestRefusalIsOneLine(t *testing.T) {
	m := newMachine(t, false, nil)
	for name, find := range map[string]func() error{
		"java":  func() error { _, err := m.setup.Java(t.Context()); return err },
		"cc":    func() error { _, err := m.setup.CC(t.Context()); return err },
		"maven": func() error { _, err := m.setup.TLC(t.Context()); return err },
	} {
		err := find()
		if err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "please install") {
			t.Errorf("%s: error %q", name, err)
		}
	}
}

func TestJavaHomeComesFirst(t *testing.T) {
	m := newMachine(t, false, map[string]string{"java": java17})
	home := t.TempDir()
	if err := os.MkdirAll(filepath.Join(home, "bin"), 0o755); err != nil {
		t.Fatal(err)
	}
	want := filepath.Join(home, "bin", "java")
	if err := os.WriteFile(want, []byte("#!/bin/sh\n"+java17+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("JAVA_HOME", home)
	if got, err := m.setup.Java(t.Context()); got != want || err != nil {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
}

func TestParseJavaVersion(t *testing.T) {
	for out, want := range map[string]int{
		`openjdk version "17.0.15" 2025-04-15`: 17,
		`java version "1.8.0_442"`:             8,
		`openjdk version "21" 2023-09-19`:      21,
		`openjdk version "25-ea" 2025-09-16`:   25,
	} {
		if got, err := parseJavaVersion(out); got != want || err != nil {
			t.Errorf("%s: got %d, %v", out, got, err)
		}
	}
	if _, err := parseJavaVersion("no java here"); err == nil {
		t.Error("nonsense: no error")
	}
}

func TestCC(t *testing.T) {
	apt := `printf '#!/bin/sh\n' > "$BIN/gcc"; /bin/chmod +x "$BIN/gcc"`
	for _, c := range []struct {
		name     string
		cc       string
		programs map[string]string
		want     string
	}{
		{"gcc", "", map[string]string{"gcc": "", "clang": ""}, "gcc"},
		{"clang only", "", map[string]string{"clang": ""}, "clang"},
		{"CC with flags", "tcc -g", map[string]string{"gcc": "", "tcc": ""}, "tcc"},
		{"installed", "", map[string]string{"apt-get": apt}, "gcc"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t, true, c.programs)
			t.Setenv("CC", c.cc)
			got, err := m.setup.CC(t.Context())
			if err != nil || filepath.Base(got) != c.want {
				t.Errorf("got %q, %v; want %s", got, err, c.want)
			}
		})
	}
}

// writeJar makes a zip archive that holds the named files.
func writeJar(t *testing.T, names ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.jar")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(f)
	for _, name := range names {
		if _, err := w.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestNamedJar(t *testing.T) {
	m := newMachine(t, false, nil)
	text := filepath.Join(t.TempDir(), "text.jar")
	if err := os.WriteFile(text, []byte("not a zip"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, path, err string }{
		{"good", writeJar(t, "tlc2/TLC.class"), ""},
		{"another program", writeJar(t, "x/Main.class"), "holds no TLC"},
		{"no jar", text, "is no jar"},
		{"missing", filepath.Join(t.TempDir(), "gone.jar"), "no such file"},
		{"directory", t.TempDir(), "is no jar"},
	} {
		t.Setenv(JarVariable, c.path)
		jar, err := m.setup.TLC(t.Context())
		checkError(t, err, c.err)
		if c.err == "" && (jar.Path != c.path || jar.Pinned || jar.Origin != JarVariable || len(jar.Hash) != 64) {
			t.Errorf("%s: %+v", c.name, jar)
		}
	}
	if m.log() != "" {
		t.Errorf("programs were run:\n%s", m.log())
	}
}
