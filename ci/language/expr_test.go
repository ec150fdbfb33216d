package language

import (
	"slices"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/spec/tla"
)

// The same seed draws the same expressions, and others others.
func TestExpressionsFollowTheSeed(t *testing.T) {
	seen := map[string]bool{}
	for i := range 200 {
		a, b := expressions.Example(i), expressions.Example(i)
		if a.String() != b.String() {
			t.Errorf("seed %d draws\n%s\nand\n%s", i, a, b)
		}
		if strings.Contains(a.String(), "%") && strings.Contains(a.String(), "%s") {
			t.Errorf("a part is missing in %s", a)
		}
		seen[a.String()] = true
	}
	if len(seen) < 100 {
		t.Errorf("%d different expressions", len(seen))
	}
}

// Shrinking leaves no variable without what binds it, and ends.
func TestSmallerExpressions(t *testing.T) {
	for i := range 100 {
		e := expressions.Example(i)
		for _, s := range e.smaller() {
			if s.size() >= e.size() {
				t.Fatalf("%s is not smaller than %s", s, e)
			}
			if free := unbound(s, nil); free != "" {
				t.Fatalf("%s is free in %s, made of %s", free, s, e)
			}
		}
	}
}

// unbound returns a variable that is used where it is not bound.
func unbound(e *expr, scope []string) string {
	if len(e.kids) == 0 {
		if len(e.form) > 1 && e.form[0] == 'v' && !slices.Contains(scope, e.form) {
			return e.form
		}
		return ""
	}
	for i, k := range e.kids {
		inner := scope
		if slices.Contains(e.bound, i) {
			inner = slices.Concat(scope, e.binds)
		}
		if free := unbound(k, inner); free != "" {
			return free
		}
	}
	return ""
}

// What TLC prints is read whatever its lines, and with the errors in their places.
func TestPrintedValues(t *testing.T) {
	log := `@!@!@STARTMSG 2185:0 @!@!@
Starting...
@!@!@ENDMSG 2185 @!@!@
<<"value of", 0, 1..2>>
@!@!@STARTMSG 2105:1 @!@!@
Evaluating assumption line 9 failed.
@!@!@STARTMSG 2154:0 @!@!@
It is odd.
@!@!@ENDMSG 2154 @!@!@
@!@!@ENDMSG 2105 @!@!@
<< "value of",
   2,
   { <<>>,
     <<"a">> } >>
<<"value of", 3, [v2 \\in {1} |-> <expression line 1>]>>
@!@!@STARTMSG 2186:0 @!@!@
`
	got, err := printed(log, 4)
	if err != nil {
		t.Fatal(err)
	}
	if !got[0].value.Equal(tla.SetOf(tla.Int(1), tla.Int(2))) || got[1].err == nil || !strings.Contains(got[1].err.Error(), "odd") ||
		got[2].value.Len() != 2 || got[3].err != errUnevaluated {
		t.Errorf("%v", got)
	}
	if _, err := printed(log, 5); err == nil {
		t.Error("a value that TLC does not print is not missed")
	}
	if _, err := printed(strings.Replace(log, " 0,", " 1,", 1), 4); err == nil {
		t.Error("a value in the wrong place is not noticed")
	}
}

// A disagreement is one in values, or in whether there is one.
func TestAgreement(t *testing.T) {
	one, two, bad := result{value: tla.Int(1)}, result{value: tla.Int(2)}, result{err: errUnevaluated}
	for _, c := range []struct {
		a, b result
		want bool
	}{{one, one, true}, {one, two, false}, {one, bad, false}, {bad, one, false}, {bad, bad, true}} {
		if c.a.agrees(c.b) != c.want {
			t.Errorf("%v, %v: agree is not %v", c.a, c.b, c.want)
		}
	}
}
