// Package tools finds the programs that the gates need beside Go, and installs
// those that are missing: a Java runtime, a C compiler (the race detector
// links with it) and TLC, with Maven to fetch TLC by its coordinates.
//
// What is there already is used as it is. Installing means Debian's packages,
// as root or through a sudo that asks for nothing; anywhere else the answer is
// one line that says what to install. TLC is pinned: coordinates and SHA-256
// stand in jar.go, and a jar with another hash is never run unless the user
// names it in TLA2TOOLS_JAR.
package tools

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/synod-paxos/synod/ci/proc"
)

// A Setup finds and installs programs.
type Setup struct {
	Say    func(line string)        // tells what takes time
	Cache  func() (string, error)   // the directory for what is fetched
	Root   func() bool              // may this process install packages itself?
	env    func(name string) string // environment variables
	look   func(string) (string, error)
	pinned string // SHA-256 that the fetched TLC must have
	fresh  bool   // the package lists were updated by this Setup
}

// New returns a Setup for this machine and user.
func New(say func(line string)) *Setup {
	return &Setup{
		Say:    say,
		Cache:  UserCache,
		Root:   func() bool { return os.Geteuid() == 0 },
		pinned: TLCHash,
		env:    os.Getenv,
		look:   exec.LookPath,
	}
}

// UserCache is where what is fetched is kept between runs.
func UserCache() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("no place for a cache; set HOME or XDG_CACHE_HOME: %w", err)
	}
	return filepath.Join(dir, "synod"), nil
}

// Tools are the programs that the gates use.
type Tools struct {
	Java string // path of the java program
	Jar  Jar    // TLC
	CC   string // path of a C compiler
}

// All finds, or installs, everything.
func (s *Setup) All(ctx context.Context) (Tools, error) {
	cc, err := s.CC(ctx)
	if err != nil {
		return Tools{}, err
	}
	java, err := s.Java(ctx)
	if err != nil {
		return Tools{}, err
	}
	jar, err := s.TLC(ctx)
	if err != nil {
		return Tools{}, err
	}
	return Tools{Java: java, Jar: jar, CC: cc}, nil
}

// oldestJava is the oldest release that the pinned TLC runs on.
const oldestJava = 11

// Java returns the path of a java program that is new enough for TLC.
func (s *Setup) Java(ctx context.Context) (string, error) {
	if path, _ := s.findJava(ctx); path != "" {
		return path, nil
	}
	what := fmt.Sprintf("a Java runtime, version %d or later", oldestJava)
	if err := s.install(ctx, what, "default-jre-headless"); err != nil {
		return "", err
	}
	path, why := s.findJava(ctx)
	if path == "" {
		return "", fmt.Errorf("default-jre-headless is installed and java still cannot be used: %w", why)
	}
	return path, nil
}

// findJava returns the first java that runs and is new enough, else why not.
func (s *Setup) findJava(ctx context.Context) (path string, why error) {
	candidates := []string{"java"}
	if home := s.env("JAVA_HOME"); home != "" {
		candidates = []string{filepath.Join(home, "bin", "java"), "java"}
	}
	for _, c := range candidates {
		path, err := s.look(c)
		if err != nil {
			why = errors.Join(why, err)
			continue
		}
		version, err := javaVersion(ctx, path)
		if err == nil && version >= oldestJava {
			return path, nil
		}
		why = errors.Join(why, fmt.Errorf("%s: version %d: %w", path, version, err))
	}
	return "", why
}

var javaVersionLine = regexp.MustCompile(`version "(\d+)(?:\.(\d+))?`)

// javaVersion asks a java program for its feature release: 8, 11, 17, ...
func javaVersion(ctx context.Context, path string) (int, error) {
	out, err := proc.Cmd{Name: path, Args: []string{"-version"}}.Output(ctx)
	if err != nil {
		return 0, err
	}
	return parseJavaVersion(out)
}

// parseJavaVersion reads the output of java -version. Up to release 8 the
// number was written 1.8.
func parseJavaVersion(out string) (int, error) {
	m := javaVersionLine.FindStringSubmatch(out)
	if m == nil {
		return 0, fmt.Errorf("no version in %q", proc.Tail(out, 3))
	}
	major, minor := m[1], m[2]
	if major == "1" && minor != "" {
		major = minor
	}
	return strconv.Atoi(major)
}

// CC returns the path of a C compiler, which go test -race needs to link.
func (s *Setup) CC(ctx context.Context) (string, error) {
	if path, err := s.findCC(); err == nil {
		return path, nil
	}
	if err := s.install(ctx, "a C compiler", "gcc", "libc6-dev"); err != nil {
		return "", err
	}
	return s.findCC()
}

func (s *Setup) findCC() (string, error) {
	var errs error
	candidates := []string{"gcc", "clang"}
	if cc := strings.Fields(s.env("CC")); len(cc) > 0 {
		candidates = cc[:1]
	}
	for _, name := range candidates {
		path, err := s.look(name)
		if err == nil {
			return path, nil
		}
		errs = errors.Join(errs, err)
	}
	return "", errs
}
