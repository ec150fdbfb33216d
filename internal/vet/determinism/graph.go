package determinism

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/synod-paxos/synod/internal/vet/directive"
)

// A node is a declaration of the package: a function, the variables of one
// specification, or a type, which has no objects that could be impure.
type node struct {
	objects  []types.Object
	findings []finding // what it does by itself
	uses     []use     // what it mentions outside the standard library
	changes  []types.Object
	impure   string // the first reason found, a verb phrase; "" if there is none
}

// A finding is something that a deterministic package must not do.
type finding struct {
	pos    token.Pos
	what   string // a verb phrase: uses time.Now
	advice string // what to do instead
	pkg    string // the standard package it comes from, if it does
}

// A use is a mention of a function or package-level variable.
type use struct {
	pos    token.Pos
	object types.Object
}

// declarations returns the nodes of the package in the order of the source.
func declarations(pass *analysis.Pass) []*node {
	var nodes []*node
	for _, file := range directive.Shipped(pass) {
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				nodes = append(nodes, function(pass, decl))
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					nodes = append(nodes, specification(pass, spec))
				}
			}
		}
	}
	return nodes
}

func function(pass *analysis.Pass, decl *ast.FuncDecl) *node {
	n := &node{objects: []types.Object{pass.TypesInfo.Defs[decl.Name]}}
	w := &walker{pass: pass, node: n, initialising: decl.Recv == nil && decl.Name.Name == "init"}
	if decl.Body == nil {
		w.found(decl.Pos(), "has no Go body", "write it in Go")
	}
	w.walk(decl)
	return n
}

// specification returns the node of one import, type, or list of constants or
// variables. What one variable of a list does counts for all of them.
func specification(pass *analysis.Pass, spec ast.Spec) *node {
	n := &node{}
	if values, ok := spec.(*ast.ValueSpec); ok {
		for _, id := range values.Names {
			if v, ok := pass.TypesInfo.Defs[id].(*types.Var); ok && id.Name != "_" {
				n.objects = append(n.objects, v)
			}
		}
	}
	w := &walker{pass: pass, node: n, initialising: true}
	w.walk(spec)
	return n
}

// spread finds out which nodes are impure: those with a finding, variables that
// something changes, and those that mention something impure. It goes over the
// nodes in the order of the source until nothing changes, so that the reasons
// are the same in each run.
func spread(pass *analysis.Pass, nodes []*node) {
	local := map[types.Object]*node{}
	for _, n := range nodes {
		for _, o := range n.objects {
			local[o] = n
		}
		if len(n.findings) > 0 {
			n.impure = n.findings[0].what
		}
	}
	markChanged(nodes, local)
	for changed := true; changed; {
		changed = false
		for _, n := range nodes {
			if n.impure == "" {
				n.impure = inherited(pass, local, n)
				changed = changed || n.impure != ""
			}
		}
	}
}

// markChanged marks the variables that a function of the package changes, since
// whoever reads them depends on what was called before.
func markChanged(nodes []*node, local map[types.Object]*node) {
	for _, n := range nodes {
		for _, v := range n.changes {
			if target := local[v]; target != nil && target.impure == "" {
				target.impure = "is not constant: the package changes it"
			}
		}
	}
}

// inherited returns why a node is impure by what it mentions, or "".
func inherited(pass *analysis.Pass, local map[types.Object]*node, n *node) string {
	for _, u := range n.uses {
		reason := ""
		if u.object.Pkg() != pass.Pkg {
			reason = foreignReason(pass, u.object)
		} else if target := local[u.object]; target != nil {
			reason = target.impure
		}
		if reason != "" {
			return "uses " + name(u.object) + ", which " + reason
		}
	}
	return ""
}
