package trace_test

import (
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/fxamacker/cbor/v2"
	fuzz "github.com/google/gofuzz"

	"github.com/synod-paxos/synod/trace"
)

// filler makes entries of any shape that the schema allows from fuzz input.
func filler(data []byte) *fuzz.Fuzzer {
	text := func(c fuzz.Continue) string { return strings.ToValidUTF8(c.RandString(), "") }
	return fuzz.NewFromGoFuzz(data).NilChance(0.3).NumElements(0, 3).MaxDepth(6).Funcs(
		func(s *string, c fuzz.Continue) { *s = text(c) },
		func(v *trace.Value, c fuzz.Continue) { *v = anyValue(c, text, 0) },
		func(r *trace.Ref, c fuzz.Continue) {
			*r = trace.Ref{Node: c.Intn(1 << 31), Inc: 1 + c.Uint64()>>2, Seq: 1 + c.Uint64()>>2}
		},
		func(a *[]trace.Arg, c fuzz.Continue) {
			for i := c.Intn(3); i > 0; i-- {
				*a = append(*a, trace.Arg{Name: string(rune('a'+i)) + text(c), Value: anyValue(c, text, 0)})
			}
		},
		func(l *trace.Change, c fuzz.Continue) {
			l.Path = "p" + text(c)
			l.Value = anyValue(c, text, 0)
		},
		func(v *[]trace.NamedValue, c fuzz.Continue) {
			for i := c.Intn(3); i > 0; i-- {
				*v = append(*v, trace.NamedValue{Name: string(rune('a'+i)) + text(c), Value: anyValue(c, text, 0)})
			}
		},
		func(p *trace.Prev, c fuzz.Continue) {
			*p = trace.Prev{Inc: c.Uint64() >> 1, Last: c.Uint64() >> 1, Events: c.Uint64() >> 1, Open: c.RandBool()}
		},
		func(h *trace.Header, c fuzz.Continue) {
			c.FuzzNoCustom(h)
			h.Format, h.Node, h.Inc, h.First, h.Nodes = "1.7", c.Intn(9), 1+c.Uint64()>>2, 1+c.Uint64()>>2, []int{1, 2 + c.Intn(3)}
		},
		func(e *trace.Event, c fuzz.Continue) {
			c.FuzzNoCustom(e)
			for i := range e.Post {
				if c.RandBool() {
					e.Post[i].Value = ""
				}
			}
		},
		func(g *trace.Gap, c fuzz.Continue) {
			c.FuzzNoCustom(g)
			g.Node, g.Inc, g.From = c.Intn(9), 1+c.Uint64()>>2, 1+c.Uint64()>>2
			g.To = g.From + uint64(c.Intn(9))
		},
		func(e *trace.End, c fuzz.Continue) {
			*e = trace.End{Node: c.Intn(9), Inc: 1 + c.Uint64()>>2, Seq: c.Uint64() >> 1, Events: c.Uint64() >> 1}
		},
	)
}

func anyValue(c fuzz.Continue, text func(fuzz.Continue) string, depth int) trace.Value {
	kinds := 7
	if depth > 3 {
		kinds = 3
	}
	switch c.Intn(kinds) {
	case 0:
		return trace.Int(int64(int32(c.Uint32())))
	case 1:
		return trace.Str(text(c))
	case 2:
		return trace.Model(text(c))
	case 3:
		return trace.IntSet([]int{c.Intn(9), c.Intn(9)})
	case 4:
		return trace.Named(text(c))
	default:
		return trace.Record(
			trace.Field{Name: "x" + text(c), Value: anyValue(c, text, depth+1)},
			trace.Field{Name: "y" + text(c), Value: anyValue(c, text, depth+1)})
	}
}

func anyEntry(data []byte) trace.Entry {
	f := filler(data)
	var which uint8
	f.Fuzz(&which)
	switch which % 4 {
	case 0:
		e := new(trace.Header)
		f.Fuzz(e)
		return e
	case 1:
		e := new(trace.Gap)
		f.Fuzz(e)
		return e
	case 2:
		e := new(trace.End)
		f.Fuzz(e)
		return e
	default:
		e := new(trace.Event)
		f.Fuzz(e)
		return e
	}
}

var seeds = [][]byte{{}, []byte("synod"), []byte(strings.Repeat("\x03abcdefgh", 40)), []byte(strings.Repeat("\xff\x80\x07", 90))}

// FuzzRoundTrip fills an entry of any kind and expects it back from both forms.
func FuzzRoundTrip(f *testing.F) {
	for i, s := range seeds {
		f.Add(append([]byte{byte(i)}, s...))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		e := anyEntry(data)
		line := trace.AppendJSON(nil, e)
		back, unknown, err := trace.ParseJSON(line)
		if err != nil || unknown != 0 {
			t.Fatalf("ParseJSON(%s): %d unknown fields, %v", line, unknown, err)
		}
		if again := trace.AppendJSON(nil, back); string(again) != string(line) {
			t.Fatalf("JSON changed:\n%s%s", line, again)
		}
		text, err := trace.AppendBinary(nil, back)
		if err != nil {
			t.Fatal(err)
		}
		if err := cbor.Wellformed(text); err != nil {
			t.Fatalf("the binary form of %s is no CBOR: %v", line, err)
		}
		from, err := trace.ParseBinary(text)
		if err != nil {
			t.Fatalf("ParseBinary of %s: %v", line, err)
		}
		if again := trace.AppendJSON(nil, from); string(again) != string(line) {
			t.Fatalf("binary changed:\n%s%s", line, again)
		}
	})
}

// FuzzParseJSON expects no panic, and that what is read can be written and
// read again to the same.
func FuzzParseJSON(f *testing.F) {
	for i, s := range seeds {
		f.Add(trace.AppendJSON(nil, anyEntry(append([]byte{byte(i)}, s...))))
	}
	for _, line := range examples {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		e, _, err := trace.ParseJSON(line)
		if err != nil {
			return
		}
		checkStable(t, e)
	})
}

// FuzzParseBinary is the same for the binary form.
func FuzzParseBinary(f *testing.F) {
	for i, s := range seeds {
		text, err := trace.AppendBinary(nil, anyEntry(append([]byte{byte(i)}, s...)))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		e, err := trace.ParseBinary(text)
		if err != nil {
			return
		}
		checkStable(t, e)
	})
}

func checkStable(t *testing.T, e trace.Entry) {
	t.Helper()
	line := trace.AppendJSON(nil, e)
	back, _, err := trace.ParseJSON(line)
	if err != nil {
		t.Fatalf("what was read cannot be read again: %s: %v", line, err)
	}
	if again := trace.AppendJSON(nil, back); string(again) != string(line) {
		t.Fatalf("changed:\n%s%s", line, again)
	}
}

var examples = []string{
	`{"kind":"header","format":"1.0","run":"r1","cluster":"demo","node":1,"inc":2,"first":1,"spec":"BasicPaxos","hash":"ab","nodes":[1,2,3],"prev":{"inc":1,"last":17,"events":17}}` + "\n",
	`{"kind":"header","format":"1.0","run":"r1","cluster":"demo","node":1,"inc":1,"first":1,"spec":"BasicPaxos","hash":"ab","nodes":[1,2,3],"state":[{"path":"promised","value":0}]}` + "\n",
	`{"kind":"event","node":1,"inc":1,"seq":3,"action":"Promise","args":{"b":1026},"in":[{"node":2,"inc":1,"seq":1,"msg":{"bal":1026,"from":2,"type":"1a"}}],"out":[{"#mv":"x"}],"post":[{"path":"promised","value":1026},{"path":"vote[17]","gone":true}],"recovered":true,"ts":"2026-11-23T01:02:03Z"}` + "\n",
	`{"kind":"header","format":"1.0","run":"r1","cluster":"demo","node":1,"inc":2,"first":1,"spec":"BasicPaxos","hash":"ab","nodes":[1],"prev":{"inc":1,"last":17,"events":17,"open":true}}` + "\n",
	`{"kind":"header","format":"1.0","run":"r1","cluster":"demo","node":1,"inc":1,"first":9,"spec":"MultiPaxos","hash":"ab","nodes":[1],"state":[{"path":"vote[7]","value":{"bal":1025,"val":{"#v":"d1"}}}],"values":{"d1":[[1,2,"c"]]}}` + "\n",
	`{"kind":"event","node":1,"inc":1,"seq":3,"action":"Accept","args":{"v":{"#v":"d1"}},"in":[],"out":[],"post":[{"path":"vote[7..9)","gone":true}],"values":{"d1":[[1,2,"c"],[4,0,""]],"d2":[]}}` + "\n",
	`{"kind":"gap","node":1,"inc":1,"from":4,"to":9,"state":[{"path":"known[2]","value":{"#v":"d1"}}],"values":{"d1":[]}}` + "\n",
	`{"kind":"gap","node":1,"inc":1,"from":4,"to":9,"state":[{"path":"promised","value":0}]}` + "\n",
	`{"kind":"end","node":1,"inc":1,"seq":20,"events":20}` + "\n",
}

// TestExamples pins the form of each kind of line.
func TestExamples(t *testing.T) {
	for _, line := range examples {
		e, _, err := trace.ParseJSON([]byte(line))
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if got := string(trace.AppendJSON(nil, e)); got != line {
			t.Errorf("got  %swant %s", got, line)
		}
	}
}

// TestParseJSON has the rules that the examples do not show.
func TestParseJSON(t *testing.T) {
	const end = `"kind":"end","node":1,"inc":1,"seq":20,"events":20`
	tests := []struct{ line, unknown, err string }{
		{line: `{"events":20,"seq":20 , "inc":1,"node":1,"kind":"end"}`},
		{line: `{` + end + `,"later":{"a":[null,1.5e3]},"ts":"x"}`, unknown: "2"},
		{line: `{` + end + `,"seq":20,"events":20}`, err: `"seq" stands there twice`},
		{line: `{"kind":"end","node":1,"inc":1}`, err: "missing seq, events"},
		{line: `{"kind":"begin"}`, err: `unknown kind "begin"`},
		{line: `{"node":1}`, err: `"kind" is missing`},
		{line: `{` + end + `} x`, err: "something follows"},
		{line: `{"kind":"end","node":1.0,"inc":1,"seq":20,"events":20}`, err: "node: column 23: want an integer"},
		{line: `{"kind":"end","node":-1,"inc":1,"seq":20,"events":20}`, err: "not a whole number"},
		{line: `{"kind":"end","node":01,"inc":1,"seq":20,"events":20}`, err: "not how an integer is written"},
		{line: `{"kind":"end","node":1,"inc":0,"seq":20,"events":20}`, err: "incarnations count from 1"},
		{line: `{"kind":"gap","node":1,"inc":1,"from":5,"to":4,"state":[]}`, err: "in order"},
		{line: `{"kind":"event","node":1,"inc":1,"seq":1,"action":"A","args":{"b":null},"in":[],"out":[],"post":[]}`, err: "null is not a value"},
		{line: `{"kind":"event","node":1,"inc":1,"seq":1,"action":"A","args":{"b":{"x":1,"x":1}},"in":[],"out":[],"post":[]}`, err: "twice"},
		{line: `{"kind":"event","node":1,"inc":1,"seq":1,"action":"A","args":{},"in":[],"out":[],"post":[{"path":"x"}]}`, err: "a value or be gone"},
		{line: `{"kind":"event","node":1,"inc":1,"seq":1,"action":"A","args":{},"in":[{"node":1}],"out":[],"post":[]}`, err: "missing inc"},
		{line: `{"kind":"event","node":1,"inc":1,"seq":1,"action":"A","args":{"b":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + `},"in":[],"out":[],"post":[]}`, err: "nest deeper"},
		{line: `{"kind":"gap","node":1,"inc":1,"from":4,"to":5,"state":[],"values":{"d":[],"d":[]}}`, err: "twice"},
		{line: `{"kind":"gap","node":1,"inc":1,"from":4,"to":5,"state":[],"values":{"":[]}}`, err: "a name and a value"},
		{line: `{"kind":"gap","node":1,"inc":1,"from":4,"to":5,"state":[],"values":[]}`, err: "want '{'"},
		{line: `{` + end + `,"values":{}}`, unknown: "1"},
		{line: `{"kind":"end`, err: "ends too early"},
		{line: ``, err: "ends too early"},
	}
	for _, tt := range tests {
		_, unknown, err := trace.ParseJSON([]byte(tt.line))
		switch {
		case tt.err == "" && err != nil, tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)):
			t.Errorf("%s: error %v, want %q", tt.line, err, tt.err)
		case tt.unknown != "" && strconv.Itoa(unknown) != tt.unknown:
			t.Errorf("%s: %d unknown fields", tt.line, unknown)
		}
	}
}

// TestBlanksInValues: a value's text is the same however it was spaced.
func TestBlanksInValues(t *testing.T) {
	spaced := `{"kind":"event","node":1,"inc":1,"seq":1,"action":"A","args":{"b": { "x" : [ 1 , "a \" b" ] }},"in":[],"out":[],"post":[]}`
	e, _, err := trace.ParseJSON([]byte(spaced))
	if err != nil {
		t.Fatal(err)
	}
	want := []trace.Arg{{Name: "b", Value: `{"x":[1,"a \" b"]}`}}
	if got := e.(*trace.Event).Args; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
