package determinism

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
)

// A walker collects a node's findings, uses and changes from its syntax.
type walker struct {
	pass         *analysis.Pass
	node         *node
	initialising bool // the code runs before main, once
	literals     []*ast.FuncLit
	ordered      map[*ast.Ident]bool // mentions of package maps in an accepted form
}

func (w *walker) found(pos token.Pos, what, advice string) {
	w.node.findings = append(w.node.findings, finding{pos: pos, what: what, advice: advice})
}

func (w *walker) walk(root ast.Node) {
	w.ordered = map[*ast.Ident]bool{}
	ast.Inspect(root, func(n ast.Node) bool {
		if n != nil {
			w.visit(n)
		}
		return true
	})
}

func (w *walker) visit(n ast.Node) {
	switch n := n.(type) {
	case *ast.FuncLit:
		w.literals = append(w.literals, n)
	case *ast.GoStmt:
		w.found(n.Pos(), "starts a goroutine", concurrencyAdvice)
	case *ast.SelectStmt:
		w.found(n.Pos(), "uses select", concurrencyAdvice)
	case *ast.ChanType:
		w.found(n.Pos(), "uses a channel type", concurrencyAdvice)
	case *ast.SendStmt:
		w.found(n.Pos(), "sends on a channel", concurrencyAdvice)
	case *ast.RangeStmt:
		w.rangeOver(n)
	case *ast.UnaryExpr:
		w.unary(n)
	case *ast.CallExpr:
		w.call(n)
	case *ast.SelectorExpr:
		w.methodOnVariable(n)
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			w.changed(n.Lhs...)
		}
	case *ast.IncDecStmt:
		w.changed(n.X)
	case *ast.Ident:
		w.mention(n)
	}
}

func (w *walker) rangeOver(n *ast.RangeStmt) {
	if n.Tok == token.ASSIGN {
		w.changed(n.Key, n.Value)
	}
	switch t := w.pass.TypesInfo.TypeOf(n.X); {
	case hasTerm(t, isMap):
		w.found(n.Pos(), "ranges over a map", orderAdvice)
	case hasTerm(t, isChan):
		w.found(n.Pos(), "ranges over a channel", concurrencyAdvice)
	}
}

func (w *walker) unary(n *ast.UnaryExpr) {
	switch n.Op {
	case token.ARROW:
		w.found(n.Pos(), "receives from a channel", concurrencyAdvice)
	case token.AND:
		if _, literal := ast.Unparen(n.X).(*ast.CompositeLit); !literal {
			w.changed(n.X)
		}
	}
}

func (w *walker) call(n *ast.CallExpr) {
	w.acceptOrdered(n)
	id := calleeIdent(n.Fun)
	if id == nil {
		return
	}
	builtin, ok := w.pass.TypesInfo.Uses[id].(*types.Builtin)
	if !ok || len(n.Args) == 0 {
		return
	}
	switch builtin.Name() {
	case "close":
		w.found(n.Pos(), "closes a channel", concurrencyAdvice)
	case "print", "println":
		w.found(n.Pos(), "writes to standard error", outputAdvice)
	case "delete", "clear", "copy":
		w.changed(n.Args[0])
	}
}

// mention looks at one name that stands for something declared elsewhere.
func (w *walker) mention(id *ast.Ident) {
	object := w.pass.TypesInfo.Uses[id]
	if fn, ok := object.(*types.Func); ok {
		object = fn.Origin()
	}
	if object == nil || object.Pkg() == nil || !matters(object) {
		return
	}
	path := object.Pkg().Path()
	if !isStandard(path) {
		w.node.uses = append(w.node.uses, use{pos: id.Pos(), object: object})
		return
	}
	instead, forbidden := denied[path+"."+localName(object)]
	switch {
	case !allowed[path]:
		w.node.findings = append(w.node.findings, finding{
			pos: id.Pos(), what: "uses " + name(object), advice: adviceFor(path), pkg: path,
		})
	case forbidden:
		w.found(id.Pos(), "uses "+name(object), instead)
	case showsOrder(object) && !w.ordered[id]:
		w.found(id.Pos(), "uses "+name(object)+" in an order that differs from run to run", orderAdvice)
	}
}

// matters tells whether an object can make its user impure: a function, a
// package-level variable, or anything of package unsafe. Types and constants
// cannot.
func matters(object types.Object) bool {
	switch object := object.(type) {
	case *types.Func:
		return true
	case *types.Var:
		return packageLevel(object)
	default:
		return object.Pkg().Path() == "unsafe"
	}
}

func packageLevel(v *types.Var) bool {
	return v.Pkg() != nil && v.Parent() == v.Pkg().Scope()
}

// localName names an object within its package: Func or Type.Method.
func localName(object types.Object) string {
	if fn, ok := object.(*types.Func); ok {
		if recv := fn.Signature().Recv(); recv != nil {
			return receiver(recv.Type()) + "." + fn.Name()
		}
	}
	return object.Name()
}
