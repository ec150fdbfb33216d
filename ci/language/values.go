package language

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/synod-paxos/synod/ci/tlc"
	"github.com/synod-paxos/synod/spec/irgen"
	"github.com/synod-paxos/synod/spec/tla"
)

// A result is what an expression comes to: a value or an error.
type result struct {
	value tla.Value
	err   error
}

func (r result) String() string {
	if r.err != nil {
		return "error: " + r.err.Error()
	}
	return r.value.String()
}

// agrees says whether both are the same value or both are errors.
func (r result) agrees(s result) bool {
	if r.err != nil || s.err != nil {
		return r.err != nil && s.err != nil
	}
	return r.value.Equal(s.value)
}

// ours evaluates expressions with package tla, which has them from the parser
// as one module.
func (t TLC) ours(ctx context.Context, dir string, exprs []*expr) ([]result, error) {
	var body strings.Builder
	for i, e := range exprs {
		// A value that is stored must be written out, as one that is printed.
		fmt.Fprintf(&body, "E%d == Append(<<>>,\n  %s)\n", i, e)
	}
	root, err := writeModule(dir, "Ours", body.String())
	if err != nil {
		return nil, err
	}
	m, err := irgen.Parse(ctx, t.Runner.Jar, root, dir)
	if err != nil {
		return nil, fmt.Errorf("random expressions: %w", err)
	}
	cfg, err := tla.ParseConfig("Ours.cfg", strings.NewReader(helperConfig))
	if err != nil {
		return nil, err
	}
	s, err := tla.Load(m, cfg)
	if err != nil {
		return nil, fmt.Errorf("random expressions: %w", err)
	}
	out := make([]result, len(exprs))
	for i := range exprs {
		stored, err := s.Eval(fmt.Sprintf("E%d", i), tla.State{})
		if err == nil {
			out[i].value, _ = stored.Apply(tla.Int(1))
		}
		out[i].err = err
	}
	return out, nil
}

// writeModule writes a module that has the helpers, and its configuration.
func writeModule(dir, name, body string) (root string, err error) {
	text := fmt.Sprintf("---- MODULE %s ----\nEXTENDS %s\n%s%s====\n", name, helperModules, helpers, body)
	root = filepath.Join(dir, name+".tla")
	if err := os.WriteFile(root, []byte(text), 0o644); err != nil {
		return "", err
	}
	return root, os.WriteFile(filepath.Join(dir, name+".cfg"), []byte(helperConfig), 0o644)
}

// theirs evaluates expressions with TLC, in one run: it goes on after an
// assumption that it cannot evaluate.
func (t TLC) theirs(ctx context.Context, dir string, exprs []*expr) ([]result, error) {
	var body strings.Builder
	for i, e := range exprs {
		body.WriteString(printing(i, e.String()))
	}
	root, err := writeModule(dir, "Theirs", body.String())
	if err != nil {
		return nil, err
	}
	return t.print(ctx, dir, "Theirs", strings.TrimSuffix(root, ".tla")+".cfg", len(exprs))
}

// printing makes TLC print the value of the expression with that number.
func printing(number int, expr string) string {
	return fmt.Sprintf("ASSUME PrintT(<<%q, %d, TLCEval(\n  %s)>>)\n", mark, number, expr)
}

// print runs TLC on a module in dir that prints n values. What it extends may be
// beside the configuration.
func (t TLC) print(ctx context.Context, dir, root, config string, n int) ([]result, error) {
	r := t.Runner
	r.Library, r.Logs, r.Cache = []string{dir, filepath.Dir(config)}, dir, nil
	run := r.Run(ctx, tlc.Job{Name: "language-values", Dir: dir, Root: root, Config: config})
	if run.Err != nil {
		return nil, run.Err
	}
	log, err := os.ReadFile(run.Log)
	if err != nil {
		return nil, err
	}
	return printed(string(log), n)
}

// mark begins what TLC prints of an expression.
const mark = "value of"

var (
	printedValue = regexp.MustCompile(`(?s)<<\s*"` + mark + `",\s*(\d+),\s*(.*?)>>\s*\n(?:@!@!@|<<\s*"` + mark + `")`)
	failedValue  = regexp.MustCompile(`(?s)@!@!@STARTMSG 2105:1 @!@!@\n(.*?)@!@!@ENDMSG 2105`)
	spaces       = regexp.MustCompile(`\s+`)
)

// printed reads what TLC printed of n expressions: a value, or an error, in
// their order.
func printed(log string, n int) ([]result, error) {
	out := make([]result, 0, n)
	for rest := log; len(out) < n; {
		value, failure := printedValue.FindStringSubmatchIndex(rest), failedValue.FindStringSubmatchIndex(rest)
		switch {
		case failure != nil && (value == nil || failure[0] < value[0]):
			out = append(out, result{err: errors.New(spaces.ReplaceAllString(frame.ReplaceAllString(rest[failure[2]:failure[3]], ""), " "))})
			rest = rest[failure[1]:]
		case value != nil:
			number, text := rest[value[2]:value[3]], rest[value[4]:value[5]]
			if number != strconv.Itoa(len(out)) {
				return nil, fmt.Errorf("TLC prints value %s in the place of value %d", number, len(out))
			}
			r, err := parsed(text)
			if err != nil {
				return nil, err
			}
			out = append(out, r)
			rest = rest[value[5]:]
		default:
			return nil, fmt.Errorf("TLC tells of %d expressions instead of %d:\n%s", len(out), n, log[max(0, len(log)-2000):])
		}
	}
	return out, nil
}

// errUnevaluated says that TLC printed a value without working it out, as it may
// do with functions inside of other values: nothing can be said of it.
var errUnevaluated = errors.New("printed unevaluated")

// parsed reads a value that TLC printed.
func parsed(text string) (result, error) {
	if strings.Contains(text, "<expression ") {
		return result{err: errUnevaluated}, nil
	}
	v, err := tla.ParseValue(text)
	if err != nil {
		return result{}, fmt.Errorf("reading a value that TLC prints, %s: %w", text, err)
	}
	return result{value: v}, nil
}
