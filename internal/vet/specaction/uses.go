package specaction

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/synod-paxos/synod/spec/eventgen"
)

const buildAdvice = "call the action's generated constructor and fill in the rest"

// checkFile checks how one file uses constructors and builds events.
func (c *checker) checkFile(file *ast.File) {
	for _, decl := range file.Decls {
		fn, _ := decl.(*ast.FuncDecl)
		var path []ast.Node
		ast.Inspect(decl, func(n ast.Node) bool {
			if n == nil {
				path = path[:len(path)-1]
				return true
			}
			path = append(path, n)
			c.visit(n, fn, path)
			return true
		})
	}
}

// visit looks at one node of a declaration, which is the function fn unless
// that is nil; path leads from the declaration to the node.
func (c *checker) visit(n ast.Node, fn *ast.FuncDecl, path []ast.Node) {
	switch n := n.(type) {
	case *ast.Ident:
		if action, ok := c.constructors[c.pass.TypesInfo.Uses[n]]; ok {
			c.constructor(n, action, fn, path)
		}
	case *ast.CompositeLit:
		if name := c.builds(c.pass.TypesInfo.TypeOf(n)); name != "" {
			c.pass.Reportf(n.Pos(), "%s is built by hand: %s", name, buildAdvice)
		}
	case *ast.CallExpr:
		c.converted(n)
	case *ast.AssignStmt:
		c.assigned(n.Lhs...)
	case *ast.IncDecStmt:
		c.assigned(n.X)
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			c.assigned(n.X)
		}
	}
}

// converted reports a conversion to what constructors alone may build, from
// something else.
func (c *checker) converted(n *ast.CallExpr) {
	tv := c.pass.TypesInfo.Types[n.Fun]
	if !tv.IsType() {
		return
	}
	if name := c.builds(tv.Type); name != "" && name != c.builds(c.pass.TypesInfo.TypeOf(n.Args[0])) {
		c.pass.Reportf(n.Pos(), "%s is made by a conversion: %s", name, buildAdvice)
	}
}

// constructor checks one mention of an action's constructor.
func (c *checker) constructor(id *ast.Ident, action string, fn *ast.FuncDecl, path []ast.Node) {
	switch {
	case !isCalled(path):
		c.pass.Reportf(id.Pos(), "%s is passed on: call it where the action is taken, in a function marked //spec:action %s",
			id.Name, action)
	case fn == nil || !slices.Contains(c.claims[fn], action):
		c.pass.Reportf(id.Pos(), "%s is called in a function without //spec:action %s: "+
			"mark the function if it takes the action, else call the one that does", id.Name, action)
	case inLiteral(path):
		c.pass.Reportf(id.Pos(), "%s is called in a function literal: call it in the body of %s itself",
			id.Name, fn.Name.Name)
	default:
		c.called[called{fn, action}] = true
	}
}

// isCalled tells whether the last node of the path is the function of a call.
func isCalled(path []ast.Node) bool {
	var fun ast.Node = path[len(path)-1]
	for i := len(path) - 2; i >= 0; i-- {
		switch parent := path[i].(type) {
		case *ast.ParenExpr:
			fun = parent
		case *ast.CallExpr:
			return parent.Fun == fun
		default:
			return false
		}
	}
	return false
}

func inLiteral(path []ast.Node) bool {
	return slices.ContainsFunc(path, func(n ast.Node) bool {
		_, ok := n.(*ast.FuncLit)
		return ok
	})
}

// assigned reports targets of an assignment that are an event's action or
// arguments, or part of them.
func (c *checker) assigned(targets ...ast.Expr) {
	for _, target := range targets {
		if field := c.ownField(target); field != "" {
			c.pass.Reportf(target.Pos(), "the field %s of an event is set by its constructor alone: "+
				"give the constructor the right arguments instead", field)
		}
	}
}

// ownField returns the field's name if the expression is a field of a call, the
// field Action or Args of an event, or a part of those, else "".
func (c *checker) ownField(e ast.Expr) string {
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
			name := x.Sel.Name
			of := c.pass.TypesInfo.TypeOf(x.X)
			if c.isCall(of) || (name == "Action" || name == "Args") && isEvent(of) {
				return name
			}
			e = x.X
		default:
			return ""
		}
	}
}

// builds returns what a value of the type is if constructors alone may build it,
// else "".
func (c *checker) builds(t types.Type) string {
	switch {
	case isEvent(t):
		return "trace.Event"
	case c.isCall(t):
		return "a call"
	default:
		return ""
	}
}

// isCall tells whether a type is what constructors return, or a pointer to it.
func (c *checker) isCall(t types.Type) bool {
	named := pointed(t)
	return named != nil && named.Obj().Pkg() == c.pass.Pkg && named.Obj().Name() == eventgen.Call
}

// isEvent tells whether a type is trace.Event or a pointer to it.
func isEvent(t types.Type) bool {
	named := pointed(t)
	return named != nil && named.Obj().Name() == "Event" &&
		named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == eventPackage
}

// pointed returns the named type that t is or points to, or nil.
func pointed(t types.Type) *types.Named {
	if t == nil {
		return nil
	}
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	named, _ := types.Unalias(t).(*types.Named)
	return named
}
