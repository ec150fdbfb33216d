// Package adapters has the systems that are measured, a file each.
package adapters

import (
	"fmt"
	"slices"

	"github.com/synod-paxos/synod/bench/peers/system"
)

// Kinds are all that can be measured, in the order of the turns.
func Kinds() []system.Kind {
	return []system.Kind{etcdKind(), etcdYieldingKind(), etcdAsyncKind(), hashicorpKind(), dragonboatKind(), synodCoresKind(), synodKind(), synodTracedKind()}
}

// Find is the kind of that name.
func Find(name string) (system.Kind, error) {
	kinds := Kinds()
	i := slices.IndexFunc(kinds, func(k system.Kind) bool { return k.Name == name })
	if i < 0 {
		return system.Kind{}, fmt.Errorf("no system is called %q", name)
	}
	return kinds[i], nil
}
