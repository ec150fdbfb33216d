// Package all lists the implementations that can be driven.
package all

import (
	"github.com/synod-paxos/synod/mbt/bridge"
	"github.com/synod-paxos/synod/mbt/bridge/basic"
	"github.com/synod-paxos/synod/mbt/bridge/multi"
	"github.com/synod-paxos/synod/spec/tla"
)

// Implementations open the implementation of a model, by its specification.
var Implementations = map[string]func(model *tla.Spec) (bridge.Implementation, error){
	"BasicPaxos": basic.Open,
	"MultiPaxos": multi.Open,
}
