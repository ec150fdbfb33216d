package determinism

import (
	"fmt"
	"go/types"
	"strconv"

	"golang.org/x/tools/go/analysis"

	"github.com/synod-paxos/synod/internal/vet/directive"
)

// Analyzer is the check that this package describes.
var Analyzer = &analysis.Analyzer{
	Name: "determinism",
	Doc: "check that cores depend on nothing but their state and inputs\n\n" +
		"In packages marked //synod:deterministic: no time, chance, input, output or concurrency, no decision\n" +
		"by the order of a map, no package-level state; neither in the package itself nor in any function it\n" +
		"calls, however indirectly. Test files are exempt.",
	Run:       run,
	Requires:  []*analysis.Analyzer{directive.Analyzer},
	FactTypes: []analysis.Fact{(*Impure)(nil)},
}

// Impure is the fact that a function, or a package-level variable, depends on
// more than its arguments, or has effects that are not in its results.
type Impure struct {
	Reason string // a verb phrase, such as: uses time.Now
}

// AFact marks Impure as a fact.
func (*Impure) AFact() {}

func (i *Impure) String() string { return "impure: " + i.Reason }

func run(pass *analysis.Pass) (any, error) {
	if isStandard(pass.Pkg.Path()) || directive.IsTestMain(pass) {
		return nil, nil // the standard library is judged by the list of allowed packages
	}
	nodes := declarations(pass)
	spread(pass, nodes)
	for _, n := range nodes {
		if n.impure == "" {
			continue
		}
		for _, object := range n.objects {
			pass.ExportObjectFact(object, &Impure{Reason: n.impure})
		}
	}
	set := pass.ResultOf[directive.Analyzer].(*directive.Set)
	if set.Deterministic {
		reportImports(pass)
		report(pass, nodes)
	}
	return nil, nil
}

// reportImports reports the imports of standard packages that are not allowed.
func reportImports(pass *analysis.Pass) {
	for _, file := range directive.Shipped(pass) {
		for _, spec := range file.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil || !isStandard(path) || allowed[path] {
				continue
			}
			pass.Reportf(spec.Pos(), "a deterministic package must not import %s: %s", path, adviceFor(path))
		}
	}
}

// report reports what each declaration does by itself, and what it reaches in
// other packages.
func report(pass *analysis.Pass, nodes []*node) {
	imported := directImports(pass)
	for _, n := range nodes {
		for _, f := range n.findings {
			if f.pkg != "" && imported[f.pkg] {
				continue // the import is reported, and one report is enough
			}
			pass.Reportf(f.pos, "a deterministic package must not do this: it %s; %s", f.what, f.advice)
		}
		for _, u := range n.uses {
			if u.object.Pkg() == pass.Pkg {
				continue // reported where it is declared
			}
			if reason := foreignReason(pass, u.object); reason != "" {
				pass.Reportf(u.pos, "a deterministic package must not use %s, which %s; "+
					"pass what it needs in as an argument, or leave it to the shell", name(u.object), reason)
			}
		}
	}
}

// directImports is the set of standard packages that the shipped files import.
func directImports(pass *analysis.Pass) map[string]bool {
	imported := map[string]bool{}
	for _, file := range directive.Shipped(pass) {
		for _, spec := range file.Imports {
			if path, err := strconv.Unquote(spec.Path.Value); err == nil {
				imported[path] = true
			}
		}
	}
	return imported
}

// foreignReason returns why an object of another package is impure, or "".
func foreignReason(pass *analysis.Pass, object types.Object) string {
	var fact Impure
	if pass.ImportObjectFact(object, &fact) {
		return fact.Reason
	}
	return ""
}

// name writes an object as messages name it: pkg.Func or pkg.Type.Method.
func name(object types.Object) string {
	text := object.Name()
	if fn, ok := object.(*types.Func); ok {
		if recv := fn.Signature().Recv(); recv != nil {
			text = receiver(recv.Type()) + "." + text
		}
	}
	if object.Pkg() == nil {
		return text
	}
	return fmt.Sprintf("%s.%s", object.Pkg().Name(), text)
}

func receiver(t types.Type) string {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	if n, ok := types.Unalias(t).(*types.Named); ok {
		return n.Obj().Name()
	}
	return t.String()
}
