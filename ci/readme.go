package ci

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/proc"
)

func readmeGate() gate.Gate {
	return gate.Gate{ID: "readme", Section: "8", Run: runReadme,
		Doc: "Every command in the README does what it says; the two that run the gates are what is running now."}
}

var shellBlock = regexp.MustCompile("(?ms)^```sh\n(.*?)^```$")

// thisRun are the commands that run the gates, this one among them.
var thisRun = regexp.MustCompile(`^make (test|verify|verify-deep)$`)

// stopJobs leaves no server behind when a command fails.
const stopJobs = "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n"

func runReadme(ctx context.Context, env *gate.Env) (gate.Result, error) {
	text, err := os.ReadFile(filepath.Join(env.Root, "README.md"))
	if err != nil {
		return gate.Result{}, err
	}
	// The commands write below out/, where an earlier run may have been.
	for _, left := range []string{"demo", "register", "log", "kv", "lamp"} {
		if err := os.RemoveAll(filepath.Join(env.Root, "out", left)); err != nil {
			return gate.Result{}, err
		}
	}
	var blocks, commands int
	var errs []error
	for _, block := range shellBlock.FindAllStringSubmatch(string(text), -1) {
		script := strings.TrimSpace(block[1])
		commands += strings.Count(script, "\n") + 1
		blocks++
		if thisRun.MatchString(script) {
			continue
		}
		env.Progress("readme: %s", strings.Split(script, "\n")[0])
		_, err := proc.Cmd{Dir: env.Root, Name: "bash", Args: []string{"-euo", "pipefail", "-c", stopJobs + script}}.Output(ctx)
		if err != nil {
			errs = append(errs, fmt.Errorf("README.md: %w", err))
		}
	}
	return gate.Result{Checked: []gate.Count{
		gate.Of(blocks, "blocks"), gate.Of(commands, "lines of commands"),
	}}, errors.Join(errs...)
}
