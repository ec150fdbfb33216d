// Package ci holds the gates behind make test, make verify and make
// verify-deep: one file a gate, in the order of design.md §7. The three differ
// in bounds and never in the list of gates.
package ci

import (
	"path/filepath"

	"github.com/synod-paxos/synod/ci/gate"
	"github.com/synod-paxos/synod/ci/tlc"
)

// Gates are all gates, in the order in which they run: what is quick to fail
// comes first.
func Gates() []gate.Gate {
	return []gate.Gate{
		staticGate(),
		generatedGate(),
		crossGate(),
		unitGate(),
		peersGate(),
		tlcGate(),
		coverageGate(),
		distributedGate(),
		edgesGate(),
		languageGate(),
		commuteGate(),
		conjunctsGate(),
		driveGate(),
		simulateGate(),
		processesGate(),
		chaosGate(),
		corruptionGate(),
		plantedGate(),
		readmeGate(),
	}
}

// specDir and modelsDir are where the specifications and their models are.
func specDir(env *gate.Env) string   { return filepath.Join(env.Root, "spec") }
func modelsDir(env *gate.Env) string { return filepath.Join(env.Root, "spec", "models") }

// runner runs TLC on the modules of the project.
func runner(env *gate.Env) tlc.Runner {
	r := tlc.Runner{
		Java:    env.Tools.Java,
		Jar:     env.Tools.Jar.Path,
		Library: []string{specDir(env), modelsDir(env)},
		Logs:    filepath.Join(env.Out, "tlc"),
	}
	if env.Cache != "" {
		r.Cache = &tlc.Cache{Dir: filepath.Join(env.Cache, "tlc"), Jar: env.Tools.Jar.Hash}
	}
	return r
}
