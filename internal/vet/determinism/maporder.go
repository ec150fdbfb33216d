package determinism

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
)

const orderAdvice = "the order of a map must not decide anything; range over slices.Sorted(maps.Keys(m)), " +
	"keep a sorted slice, or use len, clear, maps.Clone, maps.Copy, maps.Equal"

// orderly lists what the iterators of package maps may be handed to directly:
// the result is the same for each order. With SortedFunc the keys are all
// different, so it is for the comparison to tell them apart; values may be
// equal in its eyes, so they are accepted by Sorted alone.
var orderly = map[string]map[string]bool{
	"slices.Sorted":     {"maps.Keys": true, "maps.Values": true},
	"slices.SortedFunc": {"maps.Keys": true},
	"maps.Collect":      {"maps.All": true},
}

// called lists the functions of package maps that call a function for each
// entry, in the order of the map.
var called = map[string]bool{"maps.DeleteFunc": true, "maps.EqualFunc": true}

// showsOrder tells whether a function of package maps shows a map's order.
func showsOrder(object types.Object) bool {
	if object.Pkg().Path() != "maps" {
		return false
	}
	full := name(object)
	return full == "maps.Keys" || full == "maps.Values" || full == "maps.All" || called[full]
}

// acceptOrdered accepts the mention of a function of package maps where its
// order cannot be seen: handed to a function that puts things in order, or
// calling a function that only computes.
func (w *walker) acceptOrdered(call *ast.CallExpr) {
	id := calleeIdent(call.Fun)
	outer := standardName(w.pass, id)
	if called[outer] && len(call.Args) > 0 && onlyComputes(w.pass, call.Args[len(call.Args)-1]) {
		w.ordered[id] = true
	}
	if orderly[outer] == nil || len(call.Args) == 0 {
		return
	}
	inner, ok := ast.Unparen(call.Args[0]).(*ast.CallExpr)
	if !ok {
		return
	}
	if id := calleeIdent(inner.Fun); orderly[outer][standardName(w.pass, id)] {
		w.ordered[id] = true
	}
}

// onlyComputes tells whether e is a function literal of one return statement
// that calls nothing but conversions and harmless built-in functions.
func onlyComputes(pass *analysis.Pass, e ast.Expr) bool {
	literal, ok := ast.Unparen(e).(*ast.FuncLit)
	if !ok || len(literal.Body.List) != 1 {
		return false
	}
	statement, ok := literal.Body.List[0].(*ast.ReturnStmt)
	if !ok {
		return false
	}
	pure := true
	ast.Inspect(statement, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			pure = pure && (pass.TypesInfo.Types[call.Fun].IsType() || isHarmless(pass, call))
		}
		return pure
	})
	return pure
}

func isHarmless(pass *analysis.Pass, call *ast.CallExpr) bool {
	id := calleeIdent(call.Fun)
	if id == nil {
		return false
	}
	_, builtin := pass.TypesInfo.Uses[id].(*types.Builtin)
	return builtin && (id.Name == "len" || id.Name == "cap" || id.Name == "min" || id.Name == "max")
}

// standardName is the name, such as maps.Keys, of the standard library's
// function that an identifier stands for, or "".
func standardName(pass *analysis.Pass, id *ast.Ident) string {
	if id == nil {
		return ""
	}
	fn, ok := pass.TypesInfo.Uses[id].(*types.Func)
	if !ok || fn.Pkg() == nil || fn.Pkg().Path() != fn.Pkg().Name() {
		return "" // maps and slices have one-element paths
	}
	return name(fn)
}

// calleeIdent is the identifier that names a called function, with its type
// arguments and package stripped off, or nil.
func calleeIdent(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.ParenExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.IndexListExpr:
			e = x.X
		case *ast.SelectorExpr:
			return x.Sel
		case *ast.Ident:
			return x
		default:
			return nil
		}
	}
}

func isMap(t types.Type) bool  { _, ok := t.Underlying().(*types.Map); return ok }
func isChan(t types.Type) bool { _, ok := t.Underlying().(*types.Chan); return ok }

// hasTerm tells whether a type, or one that a type parameter may stand for, is
// of the given kind.
func hasTerm(t types.Type, is func(types.Type) bool) bool {
	if t == nil {
		return false
	}
	if p, ok := types.Unalias(t).(*types.TypeParam); ok {
		return constraintHas(p.Constraint(), is)
	}
	return is(t)
}

func constraintHas(t types.Type, is func(types.Type) bool) bool {
	constraint, ok := t.Underlying().(*types.Interface)
	if !ok {
		return is(t)
	}
	for i := range constraint.NumEmbeddeds() {
		switch e := types.Unalias(constraint.EmbeddedType(i)).(type) {
		case *types.Union:
			for j := range e.Len() {
				if constraintHas(e.Term(j).Type(), is) {
					return true
				}
			}
		default:
			if constraintHas(e, is) {
				return true
			}
		}
	}
	return false
}
