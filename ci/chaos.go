package ci

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/proc"
	"github.com/synod-paxos/synod/mbt/chaos"
)

func chaosGate() gate.Gate {
	return gate.Gate{ID: "chaos", Section: "6", Run: runChaos,
		Doc: "Three and five real nodes of Multi-Paxos under load are killed, stopped, cut off (in network namespaces where they are allowed, else by proxies), robbed of messages, given full " +
			"disks and clocks that jump, race and stand still: afterwards they serve, agree, and have lost or doubled no command; their " +
			"traces and logs conform, with nothing missing, and so do the logs of nodes that traced nothing."}
}

// chaosBounds are how many runs there are at least and at most, and how long the
// troubles of each last. Runs go on until everything has happened that should.
var chaosBounds = map[gate.Bounds]struct {
	least, most int
	time        time.Duration
}{
	"quick": {2, 10, 9 * time.Second}, "standard": {8, 12, 20 * time.Second}, "deep": {60, 60, time.Minute},
}

// chaosFlags make everything happen soon that takes long in production.
var chaosFlags = []string{"--batch", "1", "--snapshot-slots", "60", "--keep-slots", "20", "--session-idle", "1s"}

// bareFlags keep the whole log, which is all that an untraced run leaves.
var bareFlags = []string{"--batch", "1", "--session-idle", "1s"}

// A chaosTotal is what all runs came to.
type chaosTotal struct {
	clocks               error // why no clock can be set here, if none can
	spaces               error // why nodes have no network namespaces here, if they have none
	runs, served, events int
	next                 int // the kind of trouble that the next run begins with
	troubles             chaos.Troubles
	happened             chaos.Events
	bare                 struct{ kills, events, votes int } // of runs without traces
}

func runChaos(ctx context.Context, env *gate.Env) (gate.Result, error) {
	synod, err := buildCommand(ctx, env, "synod")
	if err != nil {
		return gate.Result{}, err
	}
	checker, err := buildCommand(ctx, env, "trace-check")
	if err != nil {
		return gate.Result{}, err
	}
	bounds := chaosBounds[env.Bounds]
	seed := uint64(time.Now().UnixNano())
	total := chaosTotal{clocks: chaos.Clocks(), spaces: chaos.Namespaces(), next: int(seed % 1000), happened: chaos.Events{Actions: make(map[string]int)}}
	for i := 0; i < bounds.least || i < bounds.most && len(total.missing()) > 0; i++ {
		config := chaos.Config{
			Program: chaos.Synod(synod, chaosFlags...), Dir: filepath.Join(env.Out, "chaos", fmt.Sprintf("run-%d", i+1)),
			Nodes: 3 + 2*(i%2), Clients: 8, Loss: 0.02, Seed: seed + uint64(i), First: total.next, Time: bounds.time,
			Namespaces: total.spaces == nil,
		}
		env.Progress("chaos: run %d: %d nodes, seed %d", i+1, config.Nodes, config.Seed)
		if err := total.run(ctx, config, checker); err != nil {
			return gate.Result{}, fmt.Errorf("run %d, in %s: %w", i+1, config.Dir, err)
		}
		if err := total.runBare(ctx, config, synod, checker); err != nil {
			return gate.Result{}, fmt.Errorf("run %d, in %s, without traces: %w", i+1, config.Dir, err)
		}
	}
	return gate.Result{Checked: total.counts(), Notes: total.notes()}, total.judge()
}

// runChaosOnce runs a cluster in an empty directory, and has trace-check judge all
// that it leaves: how many events, by level.
func runChaosOnce(ctx context.Context, config chaos.Config, checker string) (r chaos.Result, judged map[string]int, err error) {
	if err := os.RemoveAll(config.Dir); err != nil {
		return r, nil, err
	}
	if r, err = chaos.Run(ctx, config); err != nil {
		return r, nil, err
	}
	judged, err = conforms(ctx, checker, config.Dir)
	return r, judged, err
}

// run is one run.
func (t *chaosTotal) run(ctx context.Context, config chaos.Config, checker string) error {
	r, judged, err := runChaosOnce(ctx, config, checker)
	if err != nil {
		return err
	}
	happened, err := chaos.Happened(filepath.Join(config.Dir, "traces"))
	if err != nil {
		return err
	}
	t.runs++
	t.next = r.Next
	t.served += r.Served
	t.events += judged["global"]
	t.troubles.Add(r.Troubles)
	t.happened.Add(happened)
	return nil
}

// bareTime is how long the troubles of a run without traces last: long enough for
// a node to be killed, mostly.
const bareTime = 6 * time.Second

// runBare is a run like config, of three nodes without traces, unless there was
// one that will do.
func (t *chaosTotal) runBare(ctx context.Context, config chaos.Config, synod, checker string) error {
	if t.bare.kills > 0 {
		return nil
	}
	config.Program, config.Nodes, config.Time = chaos.Untraced(synod, bareFlags...), 3, bareTime
	config.Dir += "-untraced"
	r, judged, err := runChaosOnce(ctx, config, checker)
	if err != nil {
		return err
	}
	t.bare.kills += r.Troubles.Kills
	t.bare.events += judged["local"]
	t.bare.votes += judged["voting"]
	return nil
}

// conforms has trace-check judge traces and logs that are complete, and returns how
// many events it has judged, by level.
func conforms(ctx context.Context, checker, dir string) (map[string]int, error) {
	out, err := proc.Cmd{Name: checker, Args: []string{"--closed", "--json", dir}}.Output(ctx)
	if err != nil {
		return nil, err
	}
	var report struct {
		Judged   map[string]int `json:"judged"`
		Unjudged map[string]int `json:"unjudged"`
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		return nil, fmt.Errorf("reading the report of trace-check: %w", err)
	}
	for level, n := range report.Unjudged {
		if n > 0 {
			return nil, fmt.Errorf("trace-check has judged all but %d events at the %s level", n, level)
		}
	}
	return report.Judged, nil
}

// chaosActions are the actions that real nodes take: all that there are.
var chaosActions = []string{
	"Request", "Prepare", "Promise", "Lead", "Propose", "Accept", "Refuse", "StepDown", "Learn", "Notice", "CatchUp", "Apply",
	"Respond", "RetryInOrder", "SessionExpired", "Snapshot", "Truncate", "InstallSnapshot", "Restart",
}

// counts are what all runs came to. Nothing in it may be zero in the end.
func (t *chaosTotal) counts() []gate.Count {
	counts := []gate.Count{
		gate.Of(t.runs, "runs"), gate.Of(t.served, "commands served"), gate.Of(t.events, "events judged"),
	}
	for _, c := range t.troubles.Counts() {
		counts = append(counts, gate.Of(c.N, c.What))
	}
	if t.spaces == nil { // otherwise the proxies cut as many
		counts = append(counts, gate.Of(t.troubles.Partitions, "partitions of network namespaces that no packet crossed"))
	}
	if t.clocks == nil { // by what the traces say of the time
		counts = append(counts, gate.Of(t.happened.Forward, "jumps of a wall clock by hours forward"),
			gate.Of(t.happened.Back, "jumps of a wall clock by hours back"))
	}
	return append(counts,
		gate.Of(t.happened.Takeovers, "leader changes over slots in flight"), gate.Of(t.happened.Holes, "holes filled by no-ops"),
		gate.Of(t.happened.Actions["InstallSnapshot"], "snapshots installed"), gate.Of(t.happened.Actions["Truncate"], "truncations"),
		gate.Of(t.happened.Actions["SessionExpired"], "answers that a session has expired"),
		gate.Of(t.happened.Recovered, "recovered events"),
		gate.Of(t.bare.kills, "kills without traces"), gate.Of(t.bare.events, "events judged there by the logs alone"),
		gate.Of(t.bare.votes, "promises and votes judged there at the level of Voting"))
}

func (t *chaosTotal) notes() (notes []string) {
	if t.clocks != nil {
		notes = append(notes, "no node's clock was set: "+t.clocks.Error())
	}
	if t.spaces != nil {
		notes = append(notes, "proxies cut nodes off, not network namespaces: "+t.spaces.Error())
	}
	return notes
}

// missing is what has not happened yet and should.
func (t *chaosTotal) missing() []string {
	missing := slices.DeleteFunc(slices.Clone(chaosActions), func(a string) bool { return t.happened.Actions[a] > 0 })
	for _, c := range t.counts() {
		if c.N == 0 {
			missing = append(missing, c.What)
		}
	}
	slices.Sort(missing)
	return missing
}

func (t *chaosTotal) judge() error {
	if missing := t.missing(); len(missing) > 0 {
		return errors.New("never seen: " + fmt.Sprintf("%q", missing))
	}
	return nil
}
