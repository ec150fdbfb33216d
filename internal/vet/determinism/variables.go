package determinism

import (
	"go/ast"
	"go/types"
)

const variableAdvice = "keep state in the core's own struct, or fill the variable in init"

// changed records that the expressions are assigned to, or may be because
// their address is taken. It matters for those that are rooted in a
// package-level variable.
func (w *walker) changed(targets ...ast.Expr) {
	for _, target := range targets {
		v := w.rootVariable(target)
		if v == nil || w.initialising && !w.inLiteral(target) {
			continue
		}
		w.node.changes = append(w.node.changes, v)
		w.found(target.Pos(), "changes the package-level variable "+name(v), variableAdvice)
	}
}

// methodOnVariable records a method with a pointer receiver that is taken of a
// package-level variable: its address is taken without a word.
func (w *walker) methodOnVariable(sel *ast.SelectorExpr) {
	selection := w.pass.TypesInfo.Selections[sel]
	if selection == nil || selection.Kind() != types.MethodVal || selection.Indirect() {
		return
	}
	fn, ok := selection.Obj().(*types.Func)
	if !ok {
		return
	}
	recv := fn.Signature().Recv().Type()
	if _, pointer := types.Unalias(recv).(*types.Pointer); pointer {
		w.changed(sel.X)
	}
}

// inLiteral tells whether an expression stands in a function literal, which
// may run at any time, whatever its surroundings are.
func (w *walker) inLiteral(e ast.Expr) bool {
	for _, l := range w.literals {
		if l.Pos() <= e.Pos() && e.End() <= l.End() {
			return true
		}
	}
	return false
}

// rootVariable returns the package-level variable that an expression is part
// of, or nil.
func (w *walker) rootVariable(e ast.Expr) *types.Var {
	for {
		switch x := e.(type) {
		case *ast.ParenExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		case *ast.SelectorExpr:
			if w.pass.TypesInfo.Selections[x] == nil { // pkg.Variable
				e = x.Sel
			} else {
				e = x.X
			}
		case *ast.Ident:
			v, ok := w.pass.TypesInfo.Uses[x].(*types.Var)
			if ok && packageLevel(v) {
				return v
			}
			return nil
		default:
			return nil
		}
	}
}
