package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// specWhyRun runs spec why on the model of Voting and returns what it prints and
// its exit code.
func specWhyRun(t *testing.T, stdin string, args ...string) (string, int) {
	t.Helper()
	cmd := newSpecWhyCommand()
	var out, errs bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetErr(&errs)
	cmd.SetIn(strings.NewReader(stdin))
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs(append([]string{"MCVoting", "--config", "Voting_n3_b3_v2"}, args...))
	code := exitCode(cmd.ExecuteContext(t.Context()), &errs)
	return out.String() + errs.String(), code
}

func TestSpecWhy(t *testing.T) {
	const voted = `/\ votes = (a1 :> {<<1, v1>>} @@ a2 :> {} @@ a3 :> {}) /\ maxBal = (a1 :> 1 @@ a2 :> 2 @@ a3 :> 2)`
	file := filepath.Join(t.TempDir(), "state")
	if err := os.WriteFile(file, []byte(voted), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		args  []string
		stdin string
		code  int
		says  []string
	}{
		"all actions": {nil, "", 0, []string{"IncreaseMaxBal(a1, 1) is enabled\n", "VoteFor(a1, 1, v1) is not enabled, the nearest of 18"}},
		"enabled":     {[]string{"--action", "IncreaseMaxBal(a1, 1)"}, "", 0, []string{"IncreaseMaxBal(a1, 1) is enabled\n"}},
		"not enabled": {[]string{"--action", "IncreaseMaxBal(a2, 1)", "--state", voted}, "", 1,
			[]string{"is not enabled\n\nb > maxBal[a] does not hold (Voting:", "b = 1, maxBal[a] = 2"}},
		"of all arguments": {[]string{"--action", "VoteFor", "--state", file}, "", 0, []string{"VoteFor(a2, 2, v1) is enabled"}},
		"on the standard input": {[]string{"--action", "VoteFor(a2, 3, v2)", "--state", "-"}, voted, 1,
			[]string{`\E Q \in Quorum : ShowsSafe(Q, b, v) does not hold`, "holds for none of 3 elements"}},
		"another step": {[]string{"--next", `/\ maxBal = (a1 :> 3 @@ a2 :> 0 @@ a3 :> 0)`, "--show", "0"}, "", 0,
			[]string{"IncreaseMaxBal(a1, 3) is the step\n"}},
		"no step": {[]string{"--next", `{"maxBal":"(a1 :> 3 @@ a2 :> 9 @@ a3 :> 0)"}`}, "", 1,
			[]string{"IncreaseMaxBal(a1, 3) is not the step, the nearest of 27", "maxBal'[a2] is 9; the action gives 0"}},
		"true":  {[]string{"--predicate", "TypeOK"}, "", 0, []string{"TypeOK is TRUE\n"}},
		"false": {[]string{"--predicate", "TypeOK", "--state", strings.ReplaceAll(voted, "<<1, v1>>", "<<9, v1>>")}, "", 1, []string{"TypeOK is FALSE\n\nx[1] \\in Ballot does not hold"}},

		"no such action":      {[]string{"--action", "Vote"}, "", 2, []string{"the actions are [IncreaseMaxBal VoteFor]"}},
		"no such definition":  {[]string{"--predicate", "Nope"}, "", 2, []string{"no definition Nope"}},
		"half a state":        {[]string{"--state", `/\ maxBal = 1`}, "", 2, []string{"variable votes has no value"}},
		"malformed state":     {[]string{"--state", `/\ maxBal = `}, "", 2, []string{"--state: value, byte 12"}},
		"malformed JSON":      {[]string{"--state", `{"maxBal":1}`}, "", 2, []string{"a JSON object with strings is expected"}},
		"no such variable":    {[]string{"--next", `/\ max = 1`}, "", 2, []string{"max is no variable"}},
		"action or predicate": {[]string{"--predicate", "TypeOK", "--action", "VoteFor"}, "", 2, []string{"predicate"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, code := specWhyRun(t, tt.stdin, tt.args...)
			if code != tt.code {
				t.Errorf("exit code %d, want %d", code, tt.code)
			}
			for _, want := range tt.says {
				if !strings.Contains(got, want) {
					t.Errorf("%q is missing in\n%s", want, got)
				}
			}
		})
	}
}

func TestSpecWhyJSON(t *testing.T) {
	out, code := specWhyRun(t, "", "--action", "VoteFor(a1, 1, v1)", "--json")
	var o specWhyOutcome
	if err := json.Unmarshal([]byte(out), &o); err != nil || code != 1 {
		t.Fatalf("exit code %d, %v: %s", code, err, out)
	}
	if o.Holds || len(o.Nearest) != 1 || o.Nearest[0].Module != "Voting" || o.Nearest[0].Conjunct == "" || o.Nearest[0].Failing != 1 {
		t.Errorf("%+v", o)
	}
}
