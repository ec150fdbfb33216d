package values

import (
	"errors"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/spec/tla"
	"github.com/synod-paxos/synod/trace"
)

// def is the definition of a sequence of commands.
func def(t *testing.T, text string) trace.NamedValue {
	t.Helper()
	v, err := tla.ParseJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	digest, err := tla.ValueDigest(v)
	if err != nil {
		t.Fatal(err)
	}
	return trace.NamedValue{Name: digest, Value: trace.Value(text)}
}

func TestRead(t *testing.T) {
	var d Dictionary
	one, two := def(t, `[[1,2,"c"]]`), def(t, `[[0,0,"a"],[3,4,""]]`)
	message := trace.Record(trace.Field{Name: "bal", Value: "7"}, trace.Field{Name: "val", Value: trace.Named(one.Name)})
	var undefined *UndefinedError
	if _, err := d.Read(message); !errors.As(err, &undefined) || undefined.Name != one.Name {
		t.Fatalf("an undefined name: %v", err)
	}
	if err := errors.Join(d.Define(one, two), d.Define(one)); err != nil {
		t.Fatal(err)
	}
	v, names, err := d.ReadNames(message)
	if err != nil || v.String() != `[bal |-> 7, val |-> <<<<1, 2, "c">>>>]` || len(names) != 1 || names[0] != one.Name {
		t.Fatalf("%v, %v, %v", v, names, err)
	}
	again, err := d.Read(trace.Named(one.Name))
	if field, _ := v.Field("val"); err != nil || field != again {
		t.Errorf("a name is not the same value each time: %v", err)
	}
}

func TestDefine(t *testing.T) {
	good := def(t, `[[1,2,"c"]]`)
	for want, bad := range map[string]trace.NamedValue{
		"the digest of the value":   {Name: strings.Repeat("0", 32), Value: good.Value},
		"is not a command":          {Name: good.Name, Value: `[1]`},
		"not a sequence":            {Name: good.Name, Value: `"x"`},
		"is negative":               {Name: good.Name, Value: `[[-1,2,"c"]]`},
		"not the digest of a":       {Name: good.Name, Value: `[[1,2,3]]`},
		"unknown tag #v":            {Name: good.Name, Value: trace.Named(good.Name)},
		"a value is expected":       {Name: good.Name, Value: `x`},
		"the digest of the value n": {Name: good.Name, Value: `[[1,2,"d"]]`},
	} {
		var d Dictionary
		if err := d.Define(bad); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %q", bad, err, want)
		}
		if _, err := d.Read(trace.Named(bad.Name)); err == nil {
			t.Errorf("%v is defined", bad)
		}
	}
}

// TestForget has more texts than are remembered.
func TestForget(t *testing.T) {
	var d Dictionary
	for i := range int64(5 * recentTexts) {
		if v, err := d.Read(trace.Int(i)); err != nil || !v.Equal(tla.Int(i)) {
			t.Fatalf("%v, %v", v, err)
		}
	}
	if n := len(d.texts.young) + len(d.texts.old); n < recentTexts || n > 2*recentTexts {
		t.Errorf("%d texts are remembered", n)
	}
}

// TestOpaque: names that nobody defines are values of their own, until somebody does.
func TestOpaque(t *testing.T) {
	d := Dictionary{Opaque: true}
	one, two := def(t, `[[1,2,"c"]]`), def(t, `[[1,2,"d"]]`)
	a, err1 := d.Read(trace.Named(one.Name))
	b, err2 := d.Read(trace.Named(two.Name))
	if err := errors.Join(err1, err2); err != nil || a.Equal(b) || d.Defines(one.Name) {
		t.Fatalf("%v, %v, %v", a, b, err)
	}
	if err := d.Define(one); err != nil {
		t.Fatal(err)
	}
	if v, err := d.Read(trace.Named(one.Name)); err != nil || v.String() != `<<<<1, 2, "c">>>>` || !d.Defines(one.Name) {
		t.Errorf("once defined it is %v, %v", v, err)
	}
}
