package ci

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/proc"
	"github.com/synod-paxos/synod/mbt/chaos"
	"github.com/synod-paxos/synod/mbt/mutant"
)

// processes are real ones, in which trace-check must notice a bug.
type processes struct {
	rounds int // that a bug is given to show itself
	// run runs one round in a directory and returns where the traces are. What the
	// processes say of themselves counts for nothing.
	run func(ctx context.Context, synod, dir string, seed int) (traces string, err error)
}

var processesOf = map[mutant.Protocol]processes{
	mutant.BasicPaxos: {20, demoRound},
	mutant.MultiPaxos: {8, chaosRound},
}

func demoRound(ctx context.Context, synod, dir string, seed int) (string, error) {
	demo := filepath.Join(dir, "demo")
	_, err := proc.Cmd{Name: synod, Args: []string{"demo", "--dir", demo, "--kill", "--seed", fmt.Sprint(seed)}}.Run(ctx)
	return filepath.Join(demo, "traces"), err
}

// troubled is how long the troubles of a round last.
const troubled = 9 * time.Second

// chaosRound is a run of the gate chaos, with three and five nodes in turns.
func chaosRound(ctx context.Context, synod, dir string, seed int) (string, error) {
	dir = filepath.Join(dir, fmt.Sprintf("round-%d", seed))
	_, _ = chaos.Run(ctx, chaos.Config{
		Program: chaos.Synod(synod, chaosFlags...), Dir: dir, Nodes: 5 - 2*(seed%2), Clients: 8, Loss: 0.02, Seed: uint64(seed), First: 7 * seed,
		Time: troubled,
	})
	return filepath.Join(dir, "traces"), ctx.Err()
}

// control demands that trace-check passes processes without a bug.
func (p processes) control(ctx context.Context, env *gate.Env, checker string) error {
	dir, err := os.MkdirTemp("", "synod-planted-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	code, output, err := p.judge(ctx, env, dir, checker, 1)
	if err == nil && code != 0 {
		err = fmt.Errorf("trace-check finds fault with processes without a planted bug:\n%s", proc.Tail(output, 40))
	}
	return err
}

// notice demands that trace-check, built without the bug, finds a violation, and
// for the given reason.
func (p processes) notice(ctx context.Context, env *gate.Env, overlay, reason, dir, checker string) error {
	code, output, err := p.judge(ctx, env, dir, checker, p.rounds, "-overlay", overlay)
	switch {
	case err != nil:
		return err
	case code == 0:
		return fmt.Errorf("trace-check found no violation in %d rounds", p.rounds)
	}
	return noticed(code, output, "violation", reason)
}

// judge builds the program and has trace-check judge rounds of it, until one is
// found to be at fault.
func (p processes) judge(ctx context.Context, env *gate.Env, dir, checker string, rounds int, flags ...string) (code int, output string, err error) {
	synod := filepath.Join(dir, "synod")
	args := append([]string{"build", "-buildvcs=false", "-o", synod}, flags...)
	if _, err := goTool(env, append(args, "./cmd/synod")...).Output(ctx); err != nil {
		return 0, "", err
	}
	for seed := 1; seed <= rounds && code != 1 && err == nil; seed++ {
		var traces string
		if traces, err = p.run(ctx, synod, dir, seed); err != nil {
			break
		}
		var out strings.Builder
		code, err = proc.Cmd{Name: checker, Args: []string{traces}, Stdout: &out, Stderr: &out}.Run(ctx)
		output = out.String()
	}
	return code, output, err
}
