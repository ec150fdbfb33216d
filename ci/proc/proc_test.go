package proc

import (
	"context"
	"strconv"
	"strings"
	"testing"
)

func TestRunReturnsExitCode(t *testing.T) {
	for _, want := range []int{0, 1, 12, 151} {
		code, err := Cmd{Name: "sh", Args: []string{"-c", "exit $1", "sh", strconv.Itoa(want)}}.Run(t.Context())
		if err != nil || code != want {
			t.Errorf("exit %d: got %d, %v", want, code, err)
		}
	}
}

func TestRunErrors(t *testing.T) {
	if _, err := (Cmd{Name: "no-such-program-anywhere"}).Run(t.Context()); err == nil {
		t.Error("a missing program: no error")
	}
	if code, err := (Cmd{Name: "sh", Args: []string{"-c", "kill -9 $$"}}).Run(t.Context()); err == nil {
		t.Errorf("killed by a signal: exit code %d and no error", code)
	}
}

func TestCancelStopsDescendants(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	started := &notifier{cancel: cancel}
	// The grandchild holds the pipe open for an hour unless it is stopped too.
	_, err := Cmd{Name: "sh", Args: []string{"-c", "sleep 3600 & echo up; wait"}, Stdout: started}.Run(ctx)
	if err == nil || ctx.Err() == nil {
		t.Errorf("err = %v after cancel", err)
	}
}

// notifier cancels at the first write.
type notifier struct{ cancel func() }

func (n *notifier) Write(p []byte) (int, error) {
	n.cancel()
	return len(p), nil
}

func TestOutputQuotesFailure(t *testing.T) {
	out, err := Cmd{Name: "sh", Args: []string{"-c", "echo one; echo two >&2; exit 3"}}.Output(t.Context())
	if out != "one\ntwo\n" {
		t.Errorf("output %q", out)
	}
	if err == nil || !strings.Contains(err.Error(), "exit code 3\none\ntwo") {
		t.Errorf("err = %v", err)
	}
}

func TestTail(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"a\nb\n", "a\nb"},
		{"a\nb\nc\n", "… 1 lines before\nb\nc"},
	} {
		if got := Tail(c.in, 2); got != c.want {
			t.Errorf("Tail(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestString(t *testing.T) {
	c := Cmd{Name: "go", Args: []string{"test", "-run", "A B", "it's", ""}}
	if got, want := c.String(), `go test -run 'A B' 'it'\''s' ''`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
