package basicpaxos

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the outcome of the scripts into testdata")

// TestScripts plays the scripts in testdata. Lines that begin with ">" are
// commands; what a node does follows and must be as it stands there. The files
// read as examples of the protocol.
//
//	cluster N...          the nodes
//	propose N VALUE       a client proposes VALUE through node N
//	get N [TICKS]         a client asks node N, for so long
//	deliver F T [TYPE]    what F sent to T arrives, or only the messages of a type
//	lose F T [TYPE]       it does not
//	settle                everything arrives, until nothing is under way
//	tick N COUNT          time passes at node N
//	crash N, restart N
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := play(t, string(text))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != string(text) {
				t.Errorf("%s: the nodes do now (go test -update writes it):\n%s", file, got)
			}
		})
	}
}

// play plays a script and returns it with what the nodes do.
func play(t *testing.T, script string) string {
	var out strings.Builder
	p := &player{t: t}
	for line := range strings.Lines(script) {
		switch {
		case strings.HasPrefix(line, "#"), line == "\n":
			out.WriteString(line)
		case strings.HasPrefix(line, ">"):
			out.WriteString(line)
			p.out = &out
			p.command(strings.Fields(line[1:]))
		}
	}
	return out.String()
}

type player struct {
	t    *testing.T
	w    *world
	out  *strings.Builder
	last uint64 // request
}

func (p *player) command(words []string) {
	verb, args := words[0], words[1:]
	switch verb {
	case "cluster":
		var nodes []NodeID
		for i := range args {
			nodes = append(nodes, p.node(args, i))
		}
		p.w = newWorld(p.t, nodes...)
		p.w.tell = func(format string, args ...any) { fmt.Fprintf(p.out, format+"\n", args...) }
	case "propose":
		p.last++
		p.w.input(p.node(args, 0), Propose{ID: p.last, Value: val(args[1]), Ticks: 1000})
	case "get":
		p.last++
		ticks := 1000
		if len(args) > 1 {
			ticks = p.number(args[1])
		}
		p.w.input(p.node(args, 0), Get{ID: p.last, Ticks: ticks})
	case "deliver":
		for _, packet := range p.take(args) {
			p.w.deliver(packet)
		}
	case "lose":
		p.take(args)
	case "settle":
		for len(p.w.pending) > 0 {
			p.w.deliver(p.w.take(0))
		}
	case "tick":
		for range p.number(args[1]) {
			p.w.input(p.node(args, 0), Tick{})
		}
	case "crash":
		p.w.crash(p.node(args, 0))
	case "restart":
		p.w.restart(p.node(args, 0))
	default:
		p.t.Fatalf("unknown command %q", verb)
	}
}

// take removes the packets that match FROM TO [TYPE].
func (p *player) take(args []string) []packet {
	matches := func(x packet) bool {
		return x.from == p.node(args, 0) && x.To == p.node(args, 1) &&
			(len(args) < 3 || string(x.Msg.Msg.Type) == args[2])
	}
	var taken []packet
	p.w.pending = slices.DeleteFunc(p.w.pending, func(x packet) bool {
		if matches(x) {
			taken = append(taken, x)
			return true
		}
		return false
	})
	if len(taken) == 0 {
		p.t.Fatalf("nothing is under way for %v", args)
	}
	return taken
}

func (p *player) node(args []string, i int) NodeID { return NodeID(p.number(args[i])) }

func (p *player) number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}
