package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/synod-paxos/synod/impl/builtin"
	"github.com/synod-paxos/synod/impl/node"
)

// compare makes sure that all nodes have the same log, and that it holds what
// the clients were told.
func (r *logRound) compare(ctx context.Context, c *cluster) error {
	var logs [][]string
	var end uint64 // the position of a mark behind all that a client was told of
	for _, p := range c.procs {
		var entries []string
		err := retry(ctx, func() (err error) { // it may just have been killed
			entries, err = readLog(ctx, p.Addr, &end)
			return err
		})
		if err != nil {
			return fmt.Errorf("reading the log of node %d: %w", p.Node, err)
		}
		logs = append(logs, entries)
		if !slices.Equal(entries, logs[0]) {
			r.Wrong = append(r.Wrong, fmt.Sprintf("nodes %d and %d have different logs", c.procs[0].Node, p.Node))
		}
	}
	r.judge(logs[0])
	return nil
}

// judge compares a log with what the clients were told of their entries.
func (r *logRound) judge(entries []string) {
	times := make(map[string]int)
	for _, e := range entries {
		times[e]++
		if _, ok := r.fates[e]; !ok {
			r.Wrong = append(r.Wrong, fmt.Sprintf("nobody appended %q", e))
		}
	}
	for entry, f := range r.fates {
		n := times[entry]
		if n > 1 || n == 0 && f == appended || n > 0 && f == rejected {
			r.Wrong = append(r.Wrong, fmt.Sprintf("%q is in the log %d times, and the client was told %q", entry, n, f))
		}
	}
	slices.Sort(r.Wrong)
}

func (f fate) String() string {
	return [...]string{appended: "appended", rejected: "rejected", unknown: "unknown"}[f]
}

// readLog reads the entries of a node up to the end, where the first one to be
// read sets a mark.
func readLog(ctx context.Context, addr string, end *uint64) (entries []string, err error) {
	client, err := node.Dial(ctx, addr, "demo", nil)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	last, err := mark(ctx, client)
	if err != nil {
		return nil, err
	}
	if *end == 0 {
		*end = last
	}
	for position := uint64(1); position < *end; position++ {
		entry, err := understood(client.StaleRead(ctx, builtin.Read(position)))
		if err != nil {
			return nil, err
		}
		if !strings.HasPrefix(entry, endMark) {
			entries = append(entries, entry)
		}
	}
	return entries, nil
}

// endMark begins entries that say nothing but that whoever has them has all
// before.
const endMark = "mark"

// mark appends a mark, and returns its position when the node has it.
func mark(ctx context.Context, client *node.Client) (position uint64, err error) {
	ctx, cancel := context.WithTimeout(ctx, appendLimit)
	defer cancel()
	text, err := understood(client.Propose(ctx, builtin.Write([]byte(endMark))))
	if err != nil {
		return 0, err
	}
	return strconv.ParseUint(text, 10, 64)
}

// count counts what happened, as the traces tell.
func (r *logRound) count(traces string) error {
	events, err := readEvents(traces)
	if err != nil {
		return fmt.Errorf("counting what happened: %w", err)
	}
	r.Events, r.Actions = len(events), make(map[string]int)
	for _, e := range events {
		r.Actions[e.Action]++
		r.Recovered += one(e.Recovered)
		for _, a := range e.Args {
			r.NoOps += one(e.Action == "Accept" && a.Name == "v" && a.Value == "[]")
		}
	}
	return nil
}
