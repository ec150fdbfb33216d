package layers

// Module is the module whose packages the table speaks of.
const Module = "github.com/synod-paxos/synod"

// A Row says what packages must not import and what they must declare. Package
// patterns are relative to the module and may end in /... as those of the go
// command do: trace/... is trace and all below it.
type Row struct {
	Packages  string
	Forbidden []string // what they must not import, directly or through others
	Spec      string   // the module that they must declare by //spec:module
	Core      bool     // they must declare //synod:deterministic
	Why       string
}

// Table holds the rules of Synod. Who judges must not share code with who is
// judged, and the code that ships needs neither.
var Table = []Row{
	{
		Packages:  "spec/...",
		Forbidden: []string{"impl/...", "trace/...", "mbt/...", "ci/..."},
		Why:       "the specification and its evaluator are the measure of everything else and depend on nothing",
	},
	{
		Packages:  "trace",
		Forbidden: []string{"impl/...", "spec/...", "trace/...", "mbt/...", "ci/..."},
		Why:       "the schema knows no protocol and no verdict",
	},
	{
		Packages:  "trace/...",
		Forbidden: []string{"impl/...", "mbt/...", "ci/..."},
		Why:       "the checker shares no code with what it checks",
	},
	{
		Packages:  "impl/...",
		Forbidden: []string{"spec/...", "trace/check/...", "trace/report/...", "mbt/...", "ci/..."},
		Why:       "the implementation is written by hand and compared with the specification from outside",
	},
	{
		Packages:  "impl/basicpaxos",
		Forbidden: coreForbidden,
		Spec:      "BasicPaxos",
		Core:      true,
		Why:       "a core is a deterministic state machine that knows no shell",
	},
	{
		Packages:  "impl/multipaxos/...",
		Forbidden: coreForbidden,
		Core:      true,
		Why:       "a core is a deterministic state machine that knows no shell, and so are its parts",
	},
	{
		Packages:  "impl/multipaxos",
		Forbidden: []string{"cmd/..."},
		Spec:      "MultiPaxos",
		Why:       "a core says which specification it was written to",
	},
	{
		Packages:  "impl/multipaxos/election",
		Forbidden: []string{"impl/multipaxos", "trace/..."},
		Why:       "elections are no part of the argument for safety, and know nothing of the protocol or its events",
	},
	{
		Packages:  "impl/wal",
		Forbidden: []string{"impl/..."},
		Why:       "trace-check reads data directories through it, and no other code of the implementation",
	},
	{
		Packages:  "cmd/trace-check/...",
		Forbidden: []string{"impl/basicpaxos", "impl/multipaxos", "impl/datadir", "impl/unreleased", "impl/register", "impl/node/...", "impl/transport/...", "mbt/...", "ci/..."},
		Why:       "the checker reads the implementation's log through impl/wal and shares no other code with it",
	},
	{
		Packages:  "internal/vet/...",
		Forbidden: []string{"impl/...", "trace/...", "mbt/...", "ci/..."},
		Why:       "an analyzer judges code by its text",
	},
}

// coreForbidden is every package that a core could be tempted by. The decoder in
// internal/strictcbor, which the trace schema needs, is none: it keeps no state.
var coreForbidden = []string{"impl/...", "cmd/...", "internal/vet/..."}
