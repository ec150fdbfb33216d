// Package specaction checks that code takes the actions of its specification,
// all of them, and says so where it does.
//
// A package with a line //spec:module M in its doc comment implements the TLA+
// module M. The actions are those of Next in ReplayM. Then
//
//   - each //spec:action X in the doc of a function names an action of M;
//   - each action of M is claimed by at least one function;
//   - each action has its event's constructor, promiseEvent for Promise, in the
//     file event_gen.go that package eventgen makes;
//   - the constructor of X is called in functions that claim X and nowhere
//     else, and each of those calls it, in its own body and not in a function
//     literal, which may run elsewhere;
//   - an event is built by nothing else: outside the generated file there is no
//     composite literal of trace.Event or of the type call that constructors
//     return, no conversion to these, and no assignment to the fields Action and
//     Args of an event or to any field of a call.
//
// So whoever reads a trace finds the code behind an event by the name of its
// action, and a new action of the specification cannot be forgotten.
//
// Files named _test.go are exempt. Recovery, which copies stored events instead
// of building them, lives in packages without the directive.
package specaction

import (
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/synod-paxos/synod/internal/vet/directive"
	"github.com/synod-paxos/synod/spec/eventgen"
)

// eventPackage is the package whose type Event is meant.
const eventPackage = "github.com/synod-paxos/synod/trace"

// Actions returns the names of the actions of a module.
type Actions func(module string) ([]string, error)

// New returns the analyzer, which asks actions what a module's actions are.
func New(actions Actions) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name: "specaction",
		Doc: "check that the actions of the specification and the code that takes them name each other\n\n" +
			"In packages marked //spec:module M: every action of M is claimed by a function marked //spec:action,\n" +
			"which calls the action's generated event constructor; nothing else builds events. Test files are exempt.",
		Requires: []*analysis.Analyzer{directive.Analyzer},
		Run: func(pass *analysis.Pass) (any, error) {
			run(pass, actions)
			return nil, nil
		},
	}
}

func run(pass *analysis.Pass, actions Actions) {
	set := pass.ResultOf[directive.Analyzer].(*directive.Set)
	if set.Module == "" {
		for _, claim := range set.Actions {
			pass.Reportf(claim.Pos, "//spec:action %s needs a line //spec:module in the package's doc comment: "+
				"say which module the action is of", claim.Action)
		}
		return
	}
	clause := packageClause(pass)
	names, err := actions(set.Module)
	if err != nil {
		pass.Reportf(clause, "the actions of module %s are not known: %v", set.Module, err)
		return
	}
	c := &checker{pass: pass, module: set.Module, clause: clause, actions: names, claims: claimsByFunc(set)}
	c.checkClaims(set)
	c.findConstructors()
	for _, file := range directive.Shipped(pass) {
		if !c.isGenerated(file) {
			c.checkFile(file)
		}
	}
	c.checkCalled(set)
}

// packageClause is where to report what concerns the whole package: the name
// in the first file that is not a test.
func packageClause(pass *analysis.Pass) token.Pos {
	return directive.Shipped(pass)[0].Name.Pos() // the directive stands in such a file
}

func claimsByFunc(set *directive.Set) map[*ast.FuncDecl][]string {
	claims := map[*ast.FuncDecl][]string{}
	for _, c := range set.Actions {
		claims[c.Func] = append(claims[c.Func], c.Action)
	}
	return claims
}

// A checker holds what is known of one package.
type checker struct {
	pass         *analysis.Pass
	module       string
	clause       token.Pos
	actions      []string
	claims       map[*ast.FuncDecl][]string
	constructors map[types.Object]string // constructor -> its action
	called       map[called]bool
}

// called says that a function calls the constructor of an action.
type called struct {
	fn     *ast.FuncDecl
	action string
}

func (c *checker) checkClaims(set *directive.Set) {
	claimed := map[string]bool{}
	for _, claim := range set.Actions {
		claimed[claim.Action] = true
		if !slices.Contains(c.actions, claim.Action) {
			c.pass.Reportf(claim.Pos, "module %s has no action %s; its actions are %s",
				c.module, claim.Action, strings.Join(c.actions, ", "))
		}
	}
	for _, action := range c.actions {
		if !claimed[action] {
			c.pass.Reportf(c.clause, "action %s of module %s is claimed by no function: "+
				"mark the one that takes it with //spec:action %s", action, c.module, action)
		}
	}
}

// findConstructors looks up each action's constructor among the package's
// functions.
func (c *checker) findConstructors() {
	c.constructors = map[types.Object]string{}
	c.called = map[called]bool{}
	for _, action := range c.actions {
		name := eventgen.Constructor(action)
		fn, ok := c.pass.Pkg.Scope().Lookup(name).(*types.Func)
		switch {
		case !ok:
			c.pass.Reportf(c.clause, "action %s has no event constructor %s: run synod spec events", action, name)
		case !c.inGenerated(fn.Pos()):
			c.pass.Reportf(fn.Pos(), "the event constructor %s is not in a generated file %s: run synod spec events",
				name, eventgen.FileName)
		}
		if ok {
			c.constructors[fn] = action
		}
	}
}

// isGenerated tells whether the file is the one that package eventgen makes.
// The header alone would be too easy to write; that the file of this name holds
// what the generator writes is checked by eventgen.Check.
func (c *checker) isGenerated(file *ast.File) bool {
	name := filepath.Base(c.pass.Fset.File(file.FileStart).Name())
	return name == eventgen.FileName && ast.IsGenerated(file)
}

func (c *checker) inGenerated(pos token.Pos) bool {
	return slices.ContainsFunc(c.pass.Files, func(file *ast.File) bool {
		return file.FileStart <= pos && pos < file.FileEnd && c.isGenerated(file)
	})
}

// checkCalled reports the claims whose function does not call the constructor.
func (c *checker) checkCalled(set *directive.Set) {
	for _, claim := range set.Actions {
		if slices.Contains(c.actions, claim.Action) && !c.called[called{claim.Func, claim.Action}] {
			c.pass.Reportf(claim.Pos, "%s claims action %s but does not call %s: take the action here, or move the claim",
				claim.Func.Name.Name, claim.Action, eventgen.Constructor(claim.Action))
		}
	}
}
