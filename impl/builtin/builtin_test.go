package builtin

import (
	"bytes"
	"strings"
	"testing"
)

func TestMachines(t *testing.T) {
	type step struct {
		command []byte
		want    string // or what the error must say, behind a minus
	}
	for kind, steps := range map[string][]step{
		"register": {
			{Read(0), ""}, {Write([]byte("a")), ""}, {Read(0), "a"}, {Write(nil), ""}, {Read(0), ""},
			{Read(1), "-no positions"}, {nil, "-no such command"}, {[]byte("x"), "-no such command"},
		},
		"log": {
			{Read(0), "-empty"}, {Write([]byte("a")), "1"}, {Write(nil), "2"}, {Write([]byte("c")), "3"},
			{Read(0), "c"}, {Read(1), "a"}, {Read(2), ""}, {Read(4), "-last is at 3"},
			{[]byte("rx"), "-no such position"}, {[]byte("r-1"), "-no such position"}, {nil, "-no such command"},
		},
	} {
		m, err := New(kind)
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range steps {
			result, err := Result(m.Apply(s.command))
			if reason, ok := strings.CutPrefix(s.want, "-"); ok {
				if err == nil || !strings.Contains(err.Error(), reason) {
					t.Errorf("%s, step %d: %q, %v", kind, i, result, err)
				}
			} else if err != nil || string(result) != s.want {
				t.Errorf("%s, step %d: %q, %v; want %q", kind, i, result, err, s.want)
			}
			var image, again bytes.Buffer
			if err := m.Save(&image); err != nil {
				t.Fatal(err)
			}
			saved := bytes.Clone(image.Bytes())
			if m, err = New(kind); err != nil {
				t.Fatal(err)
			}
			if err := m.Load(&image); err != nil {
				t.Fatal(err)
			}
			if err := m.Save(&again); err != nil || !bytes.Equal(again.Bytes(), saved) {
				t.Errorf("%s, step %d: what was loaded is saved as %q, not %q (%v)", kind, i, again.Bytes(), saved, err)
			}
		}
	}
	if _, err := New("queue"); err == nil {
		t.Error("there is a queue")
	}
}

// FuzzLoad: an image that is damaged is refused and changes nothing, or it is
// that of some log.
func FuzzLoad(f *testing.F) {
	f.Add([]byte{1, 'a', 0, 2, 'b', 'c'})
	f.Add([]byte{0x80})
	f.Add([]byte{200, 'a'})
	f.Fuzz(func(t *testing.T, image []byte) {
		l := &log{entries: [][]byte{[]byte("kept")}}
		if l.Load(bytes.NewReader(image)) != nil && len(l.entries) != 1 {
			t.Error("a failed load changes the log")
		}
	})
}
