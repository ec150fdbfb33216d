package language

import (
	"errors"
	"strings"
	"testing"

	"github.com/synod-paxos/synod/spec/tla"
)

// A row agrees with the value or the error that it tells of, and with nothing else.
func TestCompareRow(t *testing.T) {
	one, bad := result{value: tla.Int(1)}, result{err: errors.New("odd")}
	for _, test := range []struct {
		row  string
		now  result
		says string
	}{
		{"X1 V 1", one, ""},
		{"X2 E", bad, ""},
		{"X3 V 2", one, "X3 is recorded as V 2; TLC gives 1"},
		{"X4 V 1", bad, "X4 is recorded as V 1; TLC gives error: odd"},
		{"X5 E", one, "X5 is recorded as E; TLC gives 1"},
	} {
		err := compareRow(test.row, test.now)
		if (err == nil) != (test.says == "") || err != nil && err.Error() != test.says {
			t.Errorf("%s: %v, want %q", test.row, err, test.says)
		}
	}
	if !unreadable("X6 V Seq({1})") || unreadable("X7 V {1}") || unreadable("X8 E") {
		t.Error("what TLC writes out is not told from what it does not")
	}
}

// What prints a table stands at the end of its module, and in its order.
func TestPrintingRows(t *testing.T) {
	text, err := printingRows("---- MODULE M ----\nX1 == 1\n====\n", []string{"X1 V 1", "X2 E"})
	if err != nil || !strings.HasPrefix(text, "---- MODULE M ----\nX1 == 1\nLOCAL INSTANCE TLC\nASSUME") ||
		strings.Index(text, "X2") < strings.Index(text, "TLCEval(\n  X1)") || !strings.HasSuffix(text, ")\n====\n") {
		t.Errorf("%v\n%s", err, text)
	}
	if _, err := printingRows("nothing", nil); err == nil {
		t.Error("a text without a module is taken")
	}
}
