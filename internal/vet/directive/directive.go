// Package directive reads the comments by which code tells Synod's analyzers
// what it claims to be:
//
//	//synod:deterministic   in a package's doc: the package is a core, see package determinism
//	//spec:module M         in a package's doc: the package implements M, see package specaction
//	//spec:action X         in a function's doc: the function takes the action X of M
//
// A directive in the wrong place, or with a typing error in its name, would
// switch a check off without a word. The analyzer of this package therefore
// reports every directive that nobody reads, and hands the others on.
package directive

import (
	"go/ast"
	"go/token"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// The names of the directives.
const (
	Deterministic = "synod:deterministic"
	Module        = "spec:module"
	Action        = "spec:action"
)

// A Set holds the directives of one package. Those of test files are not among
// them: a claim is made by the code that ships.
type Set struct {
	Deterministic bool
	Module        string  // the TLA+ module, empty if there is none
	Actions       []Claim // in the order of the source
}

// A Claim says that a function takes an action of the specification.
type Claim struct {
	Action string
	Func   *ast.FuncDecl
	Pos    token.Pos // of the comment
}

// Analyzer reports directives without effect; its result is a *Set.
var Analyzer = &analysis.Analyzer{
	Name: "directive",
	Doc: "report //synod: and //spec: comments that have no effect\n\n" +
		"Such a comment switches a check on. One that is misspelt, in the wrong place or in a test\n" +
		"file is read by nobody, so that the check it was meant for would silently not take place.",
	Run:        run,
	ResultType: reflect.TypeFor[*Set](),
}

// Shipped returns the files of the package that are not tests. The analyzers
// hold the code that ships to their rules, not what drives it in tests.
func Shipped(pass *analysis.Pass) []*ast.File {
	return slices.DeleteFunc(slices.Clone(pass.Files), func(file *ast.File) bool {
		return isTest(pass, file)
	})
}

func isTest(pass *analysis.Pass, file *ast.File) bool {
	return strings.HasSuffix(pass.Fset.File(file.FileStart).Name(), "_test.go")
}

// IsTestMain tells whether the package is the main program that the go command
// makes up to run a package's tests.
func IsTestMain(pass *analysis.Pass) bool {
	return pass.Pkg.Name() == "main" && strings.HasSuffix(pass.Pkg.Path(), ".test")
}

func run(pass *analysis.Pass) (any, error) {
	set := &Set{}
	for _, file := range pass.Files {
		r := reader{pass: pass, set: set, read: map[*ast.Comment]bool{}}
		if !isTest(pass, file) {
			r.packageDoc(file)
			r.functionDocs(file)
		}
		r.reportUnread(file)
	}
	return set, nil
}

// A reader collects one file's directives and remembers which it understood.
type reader struct {
	pass *analysis.Pass
	set  *Set
	read map[*ast.Comment]bool
}

func (r *reader) packageDoc(file *ast.File) {
	for c, d := range directives(file.Doc) {
		switch {
		case d.spaced:
			continue
		case d.name == Deterministic && d.arg == "":
			r.set.Deterministic = true
		case d.name == Module && d.arg != "" && (r.set.Module == "" || r.set.Module == d.arg):
			r.set.Module = d.arg
		default:
			continue
		}
		r.read[c] = true
	}
}

func (r *reader) functionDocs(file *ast.File) {
	for _, decl := range file.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		for c, d := range directives(fn.Doc) {
			if !d.spaced && d.name == Action && d.arg != "" {
				r.set.Actions = append(r.set.Actions, Claim{Action: d.arg, Func: fn, Pos: c.Pos()})
				r.read[c] = true
			}
		}
	}
}

func (r *reader) reportUnread(file *ast.File) {
	for _, group := range file.Comments {
		for c, d := range directives(group) {
			if !r.read[c] {
				r.pass.Reportf(c.Pos(), "//%s has no effect here: %s", d.name, reason(d))
			}
		}
	}
}

// reason tells what is wrong with a directive that was not read.
func reason(d parsed) string {
	switch {
	case d.name != Deterministic && d.name != Module && d.name != Action:
		return "no directive has this name; there are //" + Deterministic + ", //" + Module + " and //" + Action
	case d.spaced:
		return "a directive has no space after its slashes"
	case d.name == Deterministic:
		return "it takes no argument and belongs in the doc comment of a package, outside test files"
	case d.name == Module:
		return "it takes the name of the one TLA+ module of the package, and belongs in the doc comment of the package, outside test files"
	default:
		return "it takes the name of an action and belongs in the doc comment of a function, outside test files"
	}
}

// A parsed directive is //name arg, the rest of the line after a further //
// being a comment on it.
type parsed struct {
	name, arg string
	spaced    bool
}

var (
	exact  = regexp.MustCompile(`^//((?:synod|spec):\S*)(.*)$`)
	spaced = regexp.MustCompile(`^//\s+(synod:deterministic|spec:module|spec:action)\b(.*)$`)
)

// directives yields the comments of a group that are, or look like, directives.
func directives(group *ast.CommentGroup) func(yield func(*ast.Comment, parsed) bool) {
	return func(yield func(*ast.Comment, parsed) bool) {
		if group == nil {
			return
		}
		for _, c := range group.List {
			if d, ok := parse(c.Text); ok && !yield(c, d) {
				return
			}
		}
	}
}

func parse(text string) (parsed, bool) {
	if m := exact.FindStringSubmatch(text); m != nil {
		return parsed{name: m[1], arg: argument(m[2])}, true
	}
	if m := spaced.FindStringSubmatch(text); m != nil {
		return parsed{name: m[1], arg: argument(m[2]), spaced: true}, true
	}
	return parsed{}, false
}

func argument(rest string) string {
	rest, _, _ = strings.Cut(rest, "//")
	return strings.TrimSpace(rest)
}
