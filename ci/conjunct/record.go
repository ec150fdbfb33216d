package conjunct

import (
	"fmt"
	"os"
	"strings"

	"github.com/synod-paxos/synod/ci/model"
)

// An Entry is one line of the record: a conjunct and what notices that it is
// gone.
type Entry struct {
	ID      string
	Finding Finding
}

// between stands between a conjunct and what is said about it.
const between = " | "

// Render writes the record, below its heading.
func Render(heading string, entries []Entry) string {
	var b strings.Builder
	b.WriteString(heading)
	for _, e := range entries {
		fmt.Fprintf(&b, "%s%s%s\n", e.ID, between, e.Finding)
	}
	return b.String()
}

// ReadRecord reads the record.
func ReadRecord(path string) ([]Entry, error) {
	lines, err := model.ReadList(path)
	if err != nil {
		return nil, err
	}
	var entries []Entry
	for _, line := range lines {
		id, text, err := split(path, line)
		if err != nil {
			return nil, err
		}
		f, err := ParseFinding(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", path, id, err)
		}
		entries = append(entries, Entry{id, f})
	}
	return entries, nil
}

// ReadReasons reads the list, kept by hand, of the reasons why conjuncts are
// there that nothing that is checked asks for.
func ReadReasons(path string) (map[string]string, error) {
	lines, err := model.ReadList(path)
	if err != nil {
		return nil, err
	}
	reasons := map[string]string{}
	for _, line := range lines {
		id, reason, err := split(path, line)
		if err != nil {
			return nil, err
		}
		reasons[id] = reason
	}
	return reasons, nil
}

// WriteRecord writes the record if it is another, and tells whether it was.
func WriteRecord(path, heading string, entries []Entry) (bool, error) {
	text := Render(heading, entries)
	if old, err := os.ReadFile(path); err == nil && string(old) == text {
		return false, nil
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		return false, fmt.Errorf("writing the record of conjuncts: %w", err)
	}
	return true, nil
}

// split splits at the last bar: a conjunct may hold one, what is said about it
// does not.
func split(path, line string) (id, text string, err error) {
	at := strings.LastIndex(line, between)
	if at < 0 || strings.TrimSpace(line[at+len(between):]) == "" {
		return "", "", fmt.Errorf("%s: nothing behind %q in: %s", path, between, line)
	}
	return strings.TrimSpace(line[:at]), strings.TrimSpace(line[at+len(between):]), nil
}
