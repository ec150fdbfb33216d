// Package layers checks which packages of the module import which: the rules
// stand in a table, see [Table].
//
// Imports count that lead to a forbidden package through others of the module,
// too. For this each package carries as a fact which packages of the module it
// reaches. Packages that one row speaks of may import each other, so that a row
// for impl/... can forbid what lies outside, and one for impl/wal all of impl/...
// besides itself.
//
// The table also says which packages are cores, so that the directives which
// switch the other analyzers on cannot be left out.
//
// Files named _test.go are exempt: a test may bring both sides together.
package layers

import (
	"go/ast"
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/synod-paxos/synod/internal/vet/directive"
)

// Reaches is the fact that a package imports others of the module, directly or
// not. Their paths are relative to the module and sorted.
type Reaches struct {
	Packages []string
}

// AFact marks Reaches as a fact.
func (*Reaches) AFact() {}

func (r *Reaches) String() string {
	return "reaches " + strings.Join(r.Packages, " ")
}

// New returns the analyzer for a table about the packages of a module.
func New(module string, table []Row) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name: "layers",
		Doc: "check that packages import only what the layers of the module allow\n\n" +
			"For example, trace/check never imports impl, directly or through other packages. The rules are the\n" +
			"table in internal/vet/layers/table.go. Test files are exempt.",
		Requires:  []*analysis.Analyzer{directive.Analyzer},
		FactTypes: []analysis.Fact{(*Reaches)(nil)},
		Run: func(pass *analysis.Pass) (any, error) {
			path, ours := relative(module, pass.Pkg.Path())
			if ours && !directive.IsTestMain(pass) {
				run(pass, module, path, table)
			}
			return nil, nil
		},
	}
}

func run(pass *analysis.Pass, module, path string, table []Row) {
	imports := moduleImports(pass, module)
	reach := reached(pass, imports)
	if len(reach) > 0 {
		pass.ExportPackageFact(&Reaches{Packages: slices.Sorted(maps.Keys(reach))})
	}
	for _, row := range table {
		if !matches(row.Packages, path) || len(directive.Shipped(pass)) == 0 {
			continue
		}
		checkImports(pass, row, path, reach)
		checkDirectives(pass, row, path)
	}
}

// An imported package of the module, with the specification that imports it.
type imported struct {
	path string // relative to the module
	full string
	spec *ast.ImportSpec
}

// moduleImports returns the imports of packages of the module, in the order of
// the source.
func moduleImports(pass *analysis.Pass, module string) []imported {
	var list []imported
	for _, file := range directive.Shipped(pass) {
		for _, spec := range file.Imports {
			full, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				continue
			}
			if path, ours := relative(module, full); ours {
				list = append(list, imported{path, full, spec})
			}
		}
	}
	return list
}

// reached maps each package that the imports lead to, to the first import that
// does; a direct import comes first.
func reached(pass *analysis.Pass, imports []imported) map[string]imported {
	reach := map[string]imported{}
	for _, im := range imports {
		if _, known := reach[im.path]; !known {
			reach[im.path] = im
		}
	}
	for _, im := range imports {
		for _, pkg := range pass.Pkg.Imports() {
			var fact Reaches
			if pkg.Path() != im.full || !pass.ImportPackageFact(pkg, &fact) {
				continue
			}
			for _, path := range fact.Packages {
				if _, known := reach[path]; !known {
					reach[path] = im
				}
			}
		}
	}
	return reach
}

func checkImports(pass *analysis.Pass, row Row, path string, reach map[string]imported) {
	for _, target := range slices.Sorted(maps.Keys(reach)) {
		forbidden := slices.ContainsFunc(row.Forbidden, func(p string) bool { return matches(p, target) })
		if !forbidden || matches(row.Packages, target) {
			continue
		}
		im := reach[target]
		if im.path == target {
			pass.Reportf(im.spec.Pos(), "%s must not import %s: %s", path, target, row.Why)
		} else {
			pass.Reportf(im.spec.Pos(), "%s must not import %s, which %s leads to: %s", path, target, im.path, row.Why)
		}
	}
}

func checkDirectives(pass *analysis.Pass, row Row, path string) {
	set := pass.ResultOf[directive.Analyzer].(*directive.Set)
	clause := directive.Shipped(pass)[0].Name.Pos()
	if row.Core && !set.Deterministic {
		pass.Reportf(clause, "%s must have a line //synod:deterministic in its doc comment: %s", path, row.Why)
	}
	if row.Spec != "" && set.Module != row.Spec {
		pass.Reportf(clause, "%s must have a line //spec:module %s in its doc comment: %s", path, row.Spec, row.Why)
	}
}

// relative returns a package's path within the module, and whether it is in it.
func relative(module, path string) (string, bool) {
	if path == module {
		return ".", true
	}
	return strings.CutPrefix(path, module+"/")
}

// matches tells whether a path fits a pattern, which may end in /...
func matches(pattern, path string) bool {
	prefix, below := strings.CutSuffix(pattern, "/...")
	return path == prefix || below && strings.HasPrefix(path, prefix+"/")
}
