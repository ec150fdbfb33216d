package tlc

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A Cache keeps what TLC found, under a hash of all that it depends on: the
// jar, TLC's options, the configuration without its header, and every module
// that the root module can reach. With one worker TLC gives the same result
// for the same of these, so that a run need not be repeated to be believed.
type Cache struct {
	Dir string
	Jar string // SHA-256 of the jar
}

// An entry is one file of the cache.
type entry struct {
	Result Result        `json:"result"`
	Time   time.Duration `json:"nanoseconds"`
	CPU    time.Duration `json:"cpu"`
	Log    string        `json:"log"`
}

// key is the hash for a job. Library are the directories in which modules are
// looked up, after the job's own.
func (c *Cache) key(job Job, library []string) (string, error) {
	config, err := os.ReadFile(job.Config)
	if err != nil {
		return "", fmt.Errorf("reading a configuration: %w", err)
	}
	h := sha256.New()
	add := func(parts ...string) {
		for _, p := range parts {
			fmt.Fprintf(h, "%d:%s", len(p), p)
		}
	}
	add(c.Jar, job.Root, withoutHeader(string(config)))
	add(options...)
	add(job.Extra...)
	modules, err := reachable(job.Root, append([]string{job.Dir}, library...))
	if err != nil {
		return "", err
	}
	for _, name := range sortedKeys(modules) {
		add(name, modules[name])
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// withoutHeader drops the lines of a configuration that are comments.
func withoutHeader(config string) string {
	lines := slices.DeleteFunc(strings.Split(config, "\n"), func(line string) bool { return strings.HasPrefix(line, `\*`) })
	return strings.Join(lines, "\n")
}

// reachable returns the text of a module and of all that it may extend or
// instantiate: those whose names occur in a text that is reachable. Modules
// that come with TLC are found in no directory and stand for themselves by the
// hash of the jar.
func reachable(root string, dirs []string) (map[string]string, error) {
	texts := map[string]string{}
	seen := map[string]bool{root: true}
	for todo := []string{root}; len(todo) > 0; {
		name := todo[0]
		todo = todo[1:]
		text, found, err := readModule(name, dirs)
		if err != nil {
			return nil, err
		}
		if !found {
			continue
		}
		texts[name] = text
		for _, word := range identifier.FindAllString(text, -1) {
			if !seen[word] {
				seen[word] = true
				todo = append(todo, word)
			}
		}
	}
	if texts[root] == "" {
		return nil, fmt.Errorf("there is no module %s in %s", root, strings.Join(dirs, ", "))
	}
	return texts, nil
}

// readModule reads a module from the first directory that has it.
func readModule(name string, dirs []string) (text string, found bool, err error) {
	for _, dir := range dirs {
		b, err := os.ReadFile(filepath.Join(dir, name+".tla"))
		if err == nil {
			return string(b), true, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", false, fmt.Errorf("reading a module: %w", err)
		}
	}
	return "", false, nil
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func (c *Cache) path(key string) string { return filepath.Join(c.Dir, key+".json") }

// load returns what is kept under a key. What cannot be read does not count as
// kept.
func (c *Cache) load(key string) (entry, bool) {
	var e entry
	b, err := os.ReadFile(c.path(key))
	if err != nil || json.Unmarshal(b, &e) != nil {
		return entry{}, false
	}
	return e, true
}

// store keeps a result, whole or not at all.
func (c *Cache) store(key string, e entry) error {
	b, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("keeping a result of TLC: %w", err)
	}
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return fmt.Errorf("keeping a result of TLC: %w", err)
	}
	f, err := os.CreateTemp(c.Dir, "new-*")
	if err != nil {
		return fmt.Errorf("keeping a result of TLC: %w", err)
	}
	defer os.Remove(f.Name())
	_, err = f.Write(b)
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("keeping a result of TLC: %w", err)
	}
	if err := os.Rename(f.Name(), c.path(key)); err != nil {
		return fmt.Errorf("keeping a result of TLC: %w", err)
	}
	return nil
}
