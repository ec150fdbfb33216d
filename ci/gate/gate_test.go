package gate

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func TestExecute(t *testing.T) {
	some := Result{Checked: []Count{Of(3, "models")}}
	for _, c := range []struct {
		name   string
		result Result
		err    error
		want   string // in the failure; "" for a pass
	}{
		{"pass", some, nil, ""},
		{"error", some, errors.New("two differ"), "two differ"},
		{"error before anything was checked", Result{}, errors.New("no java"), "no java"},
		{"nothing", Result{}, nil, "checked nothing"},
		{"none of one sort", Result{Checked: []Count{Of(3, "models"), Of(0, "mutants")}}, nil, "checked no mutants"},
		{"nothing killed", Result{Checked: some.Checked, Killed: []Count{Of(0, "mutants")}}, nil, "killed no mutants"},
		{"killed is not checked", Result{Killed: []Count{Of(3, "mutants")}}, nil, "checked nothing"},
	} {
		g := Gate{ID: "x", Run: func(context.Context, *Env) (Result, error) { return c.result, c.err }}
		r := g.Execute(t.Context(), &Env{})
		if r.Passed() != (c.want == "") || !strings.Contains(r.Failure, c.want) {
			t.Errorf("%s: failure %q, want %q", c.name, r.Failure, c.want)
		}
		if c.err != nil && strings.Contains(r.Failure, "checked") {
			t.Errorf("%s: %q hides the reason", c.name, r.Failure)
		}
	}
}

func TestPanicIsAFailure(t *testing.T) {
	g := Gate{ID: "x", Run: func(context.Context, *Env) (Result, error) { panic("out of luck") }}
	if r := g.Execute(t.Context(), &Env{}); !strings.Contains(r.Failure, "out of luck") {
		t.Errorf("failure %q", r.Failure)
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", 1044233: "1,044,233", -12345: "-12,345"} {
		if got := Thousands(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
	if got := Describe([]Count{Of(1000, "states"), Of(int64(2), "models")}); got != "1,000 states, 2 models" {
		t.Error(got)
	}
}
