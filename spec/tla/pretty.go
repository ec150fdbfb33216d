package tla

import (
	"strconv"
	"strings"
)

// Expressions are shown in their source form if the text of the module is at
// hand, and printed from the graph otherwise.

// printer prints expressions.
type printer struct {
	text func(n *Node) (string, bool) // the source of an expression that stands in one line
}

func formatNode(n *Node) string          { return printer{}.node(n) }
func formatBounds(bounds []Bound) string { return printer{}.bounds(bounds) }

// sourceOf returns n on one line. What stands in one line is shown as it stands
// there; lists of conjuncts over several lines, whose meaning is in their
// layout, are joined with parentheses.
func (m *Module) sourceOf(n *Node) string { return m.printer().node(n) }

func (m *Module) printer() printer {
	return printer{func(n *Node) (string, bool) {
		if n.Pos.Line != n.Pos.EndLine {
			return "", false
		}
		return m.excerpt(n.Pos)
	}}
}

// excerpt cuts a range within a line out of a module's text, without a comment
// at its end.
func (m *Module) excerpt(p Pos) (string, bool) {
	text, ok := m.sources[p.Module]
	if !ok || p.Line < 1 || p.EndLine != p.Line {
		return "", false
	}
	lines := strings.Split(string(text), "\n")
	if p.Line > len(lines) {
		return "", false
	}
	line := lines[p.Line-1]
	if p.Col < 1 || p.EndCol > len(line) || p.Col > p.EndCol {
		return "", false
	}
	line = line[p.Col-1 : p.EndCol]
	if j := strings.Index(line, `\*`); j >= 0 {
		line = line[:j]
	}
	return strings.TrimSpace(line), true
}

// infixOps maps SANY's names of infix operators to their usual form.
var infixOps = map[string]string{"=": "=", "/=": "#", "\\land": `/\`, "\\lor": `\/`, "=>": "=>", "\\equiv": "<=>",
	"\\in": `\in`, "\\notin": `\notin`, "\\subseteq": `\subseteq`, "\\union": `\cup`, "\\intersect": `\cap`, "\\": `\`,
	"+": "+", "-": "-", "*": "*", "^": "^", "\\div": `\div`, "%": "%", "<": "<", ">": ">", "\\leq": "<=", "\\geq": ">=",
	"..": "..", "\\o": `\o`, ":>": ":>", "@@": "@@", "~>": "~>"}

var prefixOps = map[string]string{"\\lnot": "~", "SUBSET": "SUBSET ", "UNION": "UNION ", "DOMAIN": "DOMAIN ",
	"UNCHANGED": "UNCHANGED ", "ENABLED": "ENABLED ", "-.": "-", "[]": "[]", "<>": "<>"}

// formatNode prints an expression.
func (pr printer) node(n *Node) string {
	if n == nil {
		return "OTHER"
	}
	if pr.text != nil && !isBuiltin(n, "$ConjList", "$DisjList") { // without their bullets
		if s, ok := pr.text(n); ok && s != "" {
			return s
		}
	}
	switch n.Kind {
	case nodeNum:
		return strconv.FormatInt(n.Num, 10)
	case nodeStr:
		return Str(n.Text).String()
	case nodeAt:
		return "@"
	case nodeOp:
		if n.Sym.Name == "LAMBDA" && n.Sym.Body != nil {
			return "LAMBDA " + names(n.Sym.Params) + " : " + pr.node(n.Sym.Body)
		}
		return n.Sym.Name
	case nodeSubst:
		return pr.node(n.Args[0])
	case nodeLet:
		var b strings.Builder
		b.WriteString("LET ")
		for _, d := range n.Defs {
			b.WriteString(d.Name)
			if len(d.Params) > 0 {
				b.WriteString("(" + names(d.Params) + ")")
			}
			b.WriteString(" == " + pr.node(d.Body) + " ")
		}
		return b.String() + "IN " + pr.node(n.Args[0])
	}
	return pr.application(n)
}

func names(ss []*Symbol) string {
	out := make([]string, len(ss))
	for i, s := range ss {
		out[i] = s.Name
	}
	return strings.Join(out, ", ")
}

// operand prints an expression inside another, in parentheses if it needs them.
func (pr printer) operand(n *Node) string {
	s := pr.node(n)
	if n == nil || n.Kind == nodeLet || n.Kind == nodeApp && len(n.Args) > 0 && (binds(n) || infixOps[n.Sym.Name] != "") {
		return "(" + s + ")"
	}
	return s
}

// precedence is TLA+'s, as far as expressions are printed by it: of two operators
// side by side the one whose range is higher takes its arguments first.
var precedence = map[string][2]int{"=": {5, 5}, "/=": {5, 5}, "<": {5, 5}, ">": {5, 5}, "\\leq": {5, 5}, "\\geq": {5, 5},
	"\\in": {5, 5}, "\\notin": {5, 5}, "\\subseteq": {5, 5}, "\\union": {8, 8}, "\\intersect": {8, 8}, "\\": {8, 8},
	"..": {9, 9}, "+": {10, 10}, "-": {11, 11}, "*": {13, 13}, "\\div": {13, 13}, "%": {10, 11}, "^": {14, 14}}

// side prints an argument of an infix operator.
func (pr printer) side(n *Node, of string) string {
	if outer, known := precedence[of]; known && n != nil && n.Kind == nodeApp && len(n.Args) == 2 {
		if inner, known := precedence[n.Sym.Name]; known && n.Sym.Kind != symDef && inner[0] > outer[1] {
			return pr.node(n)
		}
	}
	return pr.operand(n)
}

// binds says whether an expression ends in a formula that would take in what
// follows it, or is a formula of formulas.
func binds(n *Node) bool {
	return n.Kind == nodeLet || isBuiltin(n, "$IfThenElse", "$Case", "$BoundedExists", "$BoundedForall", "$BoundedChoose",
		"$UnboundedChoose", "\\land", "\\lor", "=>", "\\equiv", "~>") ||
		isBuiltin(n, "$ConjList", "$DisjList") && len(n.Args) > 1
}

func (pr printer) list(ns []*Node) string {
	out := make([]string, len(ns))
	for i, n := range ns {
		out[i] = pr.node(n)
	}
	return strings.Join(out, ", ")
}

// joined prints the parts of a conjunction, a disjunction or a product.
func (pr printer) joined(ns []*Node, sep string) string {
	if len(ns) == 1 {
		return pr.node(ns[0])
	}
	out := make([]string, len(ns))
	for i, n := range ns {
		if out[i] = pr.node(n); binds(n) {
			out[i] = "(" + out[i] + ")"
		}
	}
	return strings.Join(out, sep)
}

func (pr printer) bounds(bs []Bound) string {
	var out []string
	for _, b := range bs {
		s := names(b.Vars)
		if b.Tuple {
			s = "<<" + s + ">>"
		}
		if b.Set != nil {
			s += ` \in ` + pr.node(b.Set)
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

func (pr printer) pairs(ns []*Node, arrow, sep string) string {
	var out []string
	for _, p := range ns {
		if p == nil || len(p.Args) != 2 {
			continue
		}
		left := pr.node(p.Args[0])
		if p.Args[0] != nil && p.Args[0].Kind == nodeStr {
			left = p.Args[0].Text
		}
		out = append(out, left+arrow+pr.node(p.Args[1]))
	}
	return strings.Join(out, sep)
}

func (pr printer) except(n *Node) string {
	var out []string
	for _, p := range n.Args[1:] {
		if p == nil || len(p.Args) != 2 || p.Args[0] == nil {
			continue
		}
		s := "!"
		for _, a := range p.Args[0].Args {
			if a.Kind == nodeStr && isIdentifier(a.Text) {
				s += "." + a.Text
			} else {
				s += "[" + pr.node(a) + "]"
			}
		}
		out = append(out, s+" = "+pr.node(p.Args[1]))
	}
	return "[" + pr.node(n.Args[0]) + " EXCEPT " + strings.Join(out, ", ") + "]"
}

func (pr printer) application(n *Node) string {
	name, args := n.Sym.Name, n.Args
	if (n.Sym.Kind == symBuiltin || n.Sym.Kind == symStd) && len(args) > 0 && args[0] != nil {
		if op, ok := infixOps[name]; ok && len(args) == 2 {
			return pr.side(args[0], name) + " " + op + " " + pr.side(args[1], name)
		}
		if op, ok := prefixOps[name]; ok && len(args) == 1 {
			return op + pr.operand(args[0])
		}
	}
	body := func() string {
		if len(args) == 0 {
			return ""
		}
		return pr.node(args[0])
	}
	switch name {
	case "'":
		return pr.operand(args[0]) + "'"
	case "$Nop":
		return body()
	case "$ConjList":
		return pr.joined(args, ` /\ `)
	case "$DisjList":
		return pr.joined(args, ` \/ `)
	case "$CartesianProd":
		out := make([]string, len(args))
		for i, a := range args {
			out[i] = pr.operand(a)
		}
		return strings.Join(out, ` \X `)
	case "$Tuple":
		return "<<" + pr.list(args) + ">>"
	case "$SetEnumerate":
		return "{" + pr.list(args) + "}"
	case "$Seq":
		return pr.list(args)
	case "$RcdConstructor":
		return "[" + pr.pairs(args, " |-> ", ", ") + "]"
	case "$SetOfRcds":
		return "[" + pr.pairs(args, " : ", ", ") + "]"
	case "$Case":
		return "CASE " + pr.pairs(args, " -> ", " [] ")
	case "$BoundedExists":
		return `\E ` + pr.bounds(n.Bounds) + " : " + body()
	case "$BoundedForall":
		return `\A ` + pr.bounds(n.Bounds) + " : " + body()
	case "$BoundedChoose", "$UnboundedChoose":
		return "CHOOSE " + pr.bounds(n.Bounds) + " : " + body()
	case "$SubsetOf":
		return "{" + pr.bounds(n.Bounds) + " : " + body() + "}"
	case "$SetOfAll":
		return "{" + body() + " : " + pr.bounds(n.Bounds) + "}"
	case "$FcnConstructor", "$NonRecursiveFcnSpec", "$RecursiveFcnSpec":
		return "[" + pr.bounds(n.Bounds) + " |-> " + body() + "]"
	}
	if len(args) >= 2 {
		switch name {
		case "$IfThenElse":
			if len(args) == 3 {
				return "IF " + pr.node(args[0]) + " THEN " + pr.node(args[1]) + " ELSE " + pr.node(args[2])
			}
		case "$RcdSelect":
			return pr.operand(args[0]) + "." + args[1].Text
		case "$FcnApply":
			if isBuiltin(args[1], "$Tuple") {
				return pr.operand(args[0]) + "[" + pr.list(args[1].Args) + "]"
			}
			return pr.operand(args[0]) + "[" + pr.node(args[1]) + "]"
		case "$SetOfFcns":
			return "[" + pr.node(args[0]) + " -> " + pr.node(args[1]) + "]"
		case "$Except":
			return pr.except(n)
		case "$WF", "$SF":
			return name[1:] + "_" + pr.operand(args[0]) + "(" + pr.node(args[1]) + ")"
		case "$SquareAct":
			return "[" + pr.node(args[0]) + "]_" + pr.operand(args[1])
		case "$AngleAct":
			return "<<" + pr.node(args[0]) + ">>_" + pr.operand(args[1])
		}
	}
	if len(args) == 0 {
		return name
	}
	return name + "(" + pr.list(args) + ")"
}
