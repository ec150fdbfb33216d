package trace

import "strings"

// A nameSet remembers which names a segment defines: of all, the last few
// thousand that were defined or met. What it forgets is defined again, which is
// allowed.
type nameSet struct{ young, old map[string]bool }

// maxNames bounds the names of one generation.
const maxNames = 1 << 13

func (s *nameSet) add(name string) {
	if s.young == nil || len(s.young) >= maxNames {
		s.old, s.young = s.young, make(map[string]bool, maxNames)
	}
	s.young[name] = true
}

// has tells whether a name is remembered, and keeps it from being forgotten.
func (s *nameSet) has(name string) bool {
	if s.young[name] {
		return true
	}
	if !s.old[name] {
		return false
	}
	s.add(name)
	return true
}

// remove takes back names that were added.
func (s *nameSet) remove(names []string) {
	for _, name := range names {
		delete(s.young, name)
		delete(s.old, name)
	}
}

// undefined are those of the values that the segment does not define yet. They are
// about to be written.
func (r *Recorder) undefined(values []NamedValue) []NamedValue {
	n := 0 // those at the beginning, all of them mostly or none
	for n < len(values) && !r.names.has(values[n].Name) {
		n++
	}
	out := values[:n:n]
	for _, v := range values[n:] {
		if !r.names.has(v.Name) {
			out = append(out, v)
		}
	}
	r.defining(out)
	return out
}

// eachName calls f with each name that occurs in a value. In a text the quotation
// marks are escaped, so that nothing else looks like a name.
func eachName(v Value, f func(name string)) {
	const tag = `{"#v":"`
	for rest := string(v); ; {
		_, after, found := strings.Cut(rest, tag)
		if !found {
			return
		}
		name, end, _ := strings.Cut(after, `"`)
		f(name)
		rest = end
	}
}
