// Command eventgen does what synod spec events does, in a program that does not
// contain the cores: so it can be built when a change of a specification has
// left their generated files, and thereby synod, behind.
//
//	go run ./spec/eventgen/cmd/eventgen          # at the root of the source tree
//	go run ./spec/eventgen/cmd/eventgen --check
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/synod-paxos/synod/spec/eventgen"
)

func main() {
	root := flag.String("C", ".", "the root of Synod's source tree")
	check := flag.Bool("check", false, "write nothing, exit with 1 if a file is not up to date")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "Generate the event constructors of the cores, for example: eventgen --check")
		flag.PrintDefaults()
	}
	flag.Parse()
	if err := run(*root, *check, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "eventgen:", err)
		var stale *eventgen.StaleError
		if errors.As(err, &stale) {
			os.Exit(1)
		}
		os.Exit(2)
	}
}

func run(root string, check bool, rest []string) error {
	if len(rest) > 0 {
		return fmt.Errorf("unexpected arguments %q", rest)
	}
	if check {
		return eventgen.Check(root)
	}
	changed, err := eventgen.Write(root)
	for _, path := range changed {
		fmt.Println("wrote", path)
	}
	return err
}
