package tla

import (
	"strconv"
	"strings"
)

// Expressions are shown in their source form if the text of the module is at
// hand, and printed from the graph otherwise.

// sourceOf returns the source text of n on one line, or its printed form.
func (m *Module) sourceOf(n *Node) string {
	if text, ok := m.excerpt(n.Pos); ok {
		return text
	}
	return formatNode(n)
}

// excerpt cuts a range out of a module's text; comments are dropped and lines
// joined.
func (m *Module) excerpt(p Pos) (string, bool) {
	text, ok := m.sources[p.Module]
	if !ok || p.Line < 1 || p.EndLine < p.Line {
		return "", false
	}
	lines := strings.Split(string(text), "\n")
	if p.EndLine > len(lines) {
		return "", false
	}
	var parts []string
	for i := p.Line; i <= p.EndLine; i++ {
		line := lines[i-1]
		from, to := 0, len(line)
		if i == p.Line {
			from = p.Col - 1
		}
		if i == p.EndLine {
			to = p.EndCol
		}
		if from < 0 || to > len(line) || from > to {
			return "", false
		}
		line = line[from:to]
		if j := strings.Index(line, `\*`); j >= 0 {
			line = line[:j]
		}
		if line = strings.TrimSpace(line); line != "" {
			parts = append(parts, line)
		}
	}
	return strings.Join(parts, " "), true
}

// infixOps maps SANY's names of infix operators to their usual form.
var infixOps = map[string]string{"=": "=", "/=": "#", "\\land": `/\`, "\\lor": `\/`, "=>": "=>", "\\equiv": "<=>",
	"\\in": `\in`, "\\notin": `\notin`, "\\subseteq": `\subseteq`, "\\union": `\cup`, "\\intersect": `\cap`, "\\": `\`,
	"+": "+", "-": "-", "*": "*", "^": "^", "\\div": `\div`, "%": "%", "<": "<", ">": ">", "\\leq": "<=", "\\geq": ">=",
	"..": "..", "\\o": `\o`, ":>": ":>", "@@": "@@", "~>": "~>"}

var prefixOps = map[string]string{"\\lnot": "~", "SUBSET": "SUBSET ", "UNION": "UNION ", "DOMAIN": "DOMAIN ",
	"UNCHANGED": "UNCHANGED ", "ENABLED": "ENABLED ", "-.": "-", "[]": "[]", "<>": "<>"}

// formatNode prints an expression.
func formatNode(n *Node) string {
	if n == nil {
		return "OTHER"
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
			return "LAMBDA " + names(n.Sym.Params) + " : " + formatNode(n.Sym.Body)
		}
		return n.Sym.Name
	case nodeSubst:
		return formatNode(n.Args[0])
	case nodeLet:
		var b strings.Builder
		b.WriteString("LET ")
		for _, d := range n.Defs {
			b.WriteString(d.Name)
			if len(d.Params) > 0 {
				b.WriteString("(" + names(d.Params) + ")")
			}
			b.WriteString(" == " + formatNode(d.Body) + " ")
		}
		return b.String() + "IN " + formatNode(n.Args[0])
	}
	return formatApplication(n)
}

func names(ss []*Symbol) string {
	out := make([]string, len(ss))
	for i, s := range ss {
		out[i] = s.Name
	}
	return strings.Join(out, ", ")
}

// operand prints an expression inside another, in parentheses if it needs them.
func operand(n *Node) string {
	s := formatNode(n)
	if n != nil && n.Kind == nodeApp && len(n.Args) > 0 {
		if _, infix := infixOps[n.Sym.Name]; infix || n.Sym.Name == "$IfThenElse" || n.Sym.Name == "$Case" ||
			n.Sym.Name == "$BoundedExists" || n.Sym.Name == "$BoundedForall" || n.Sym.Name == "$BoundedChoose" {
			return "(" + s + ")"
		}
	}
	return s
}

func list(ns []*Node) string {
	out := make([]string, len(ns))
	for i, n := range ns {
		out[i] = formatNode(n)
	}
	return strings.Join(out, ", ")
}

func joined(ns []*Node, sep string) string {
	out := make([]string, len(ns))
	for i, n := range ns {
		out[i] = operand(n)
	}
	return strings.Join(out, sep)
}

func formatBounds(bs []Bound) string {
	var out []string
	for _, b := range bs {
		s := names(b.Vars)
		if b.Tuple {
			s = "<<" + s + ">>"
		}
		if b.Set != nil {
			s += ` \in ` + formatNode(b.Set)
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

func formatPairs(ns []*Node, arrow, sep string) string {
	var out []string
	for _, p := range ns {
		if p == nil || len(p.Args) != 2 {
			continue
		}
		left := formatNode(p.Args[0])
		if p.Args[0] != nil && p.Args[0].Kind == nodeStr {
			left = p.Args[0].Text
		}
		out = append(out, left+arrow+formatNode(p.Args[1]))
	}
	return strings.Join(out, sep)
}

func formatExcept(n *Node) string {
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
				s += "[" + formatNode(a) + "]"
			}
		}
		out = append(out, s+" = "+formatNode(p.Args[1]))
	}
	return "[" + formatNode(n.Args[0]) + " EXCEPT " + strings.Join(out, ", ") + "]"
}

func formatApplication(n *Node) string {
	name, args := n.Sym.Name, n.Args
	if (n.Sym.Kind == symBuiltin || n.Sym.Kind == symStd) && len(args) > 0 && args[0] != nil {
		if op, ok := infixOps[name]; ok && len(args) == 2 {
			return operand(args[0]) + " " + op + " " + operand(args[1])
		}
		if op, ok := prefixOps[name]; ok && len(args) == 1 {
			return op + operand(args[0])
		}
	}
	body := func() string {
		if len(args) == 0 {
			return ""
		}
		return formatNode(args[0])
	}
	switch name {
	case "'":
		return operand(args[0]) + "'"
	case "$Nop":
		return body()
	case "$ConjList":
		return joined(args, ` /\ `)
	case "$DisjList":
		return joined(args, ` \/ `)
	case "$CartesianProd":
		return joined(args, ` \X `)
	case "$Tuple":
		return "<<" + list(args) + ">>"
	case "$SetEnumerate":
		return "{" + list(args) + "}"
	case "$Seq":
		return list(args)
	case "$RcdConstructor":
		return "[" + formatPairs(args, " |-> ", ", ") + "]"
	case "$SetOfRcds":
		return "[" + formatPairs(args, " : ", ", ") + "]"
	case "$Case":
		return "CASE " + formatPairs(args, " -> ", " [] ")
	case "$BoundedExists":
		return `\E ` + formatBounds(n.Bounds) + " : " + body()
	case "$BoundedForall":
		return `\A ` + formatBounds(n.Bounds) + " : " + body()
	case "$BoundedChoose", "$UnboundedChoose":
		return "CHOOSE " + formatBounds(n.Bounds) + " : " + body()
	case "$SubsetOf":
		return "{" + formatBounds(n.Bounds) + " : " + body() + "}"
	case "$SetOfAll":
		return "{" + body() + " : " + formatBounds(n.Bounds) + "}"
	case "$FcnConstructor", "$NonRecursiveFcnSpec", "$RecursiveFcnSpec":
		return "[" + formatBounds(n.Bounds) + " |-> " + body() + "]"
	}
	if len(args) >= 2 {
		switch name {
		case "$IfThenElse":
			if len(args) == 3 {
				return "IF " + formatNode(args[0]) + " THEN " + formatNode(args[1]) + " ELSE " + formatNode(args[2])
			}
		case "$RcdSelect":
			return operand(args[0]) + "." + args[1].Text
		case "$FcnApply":
			if isBuiltin(args[1], "$Tuple") {
				return operand(args[0]) + "[" + list(args[1].Args) + "]"
			}
			return operand(args[0]) + "[" + formatNode(args[1]) + "]"
		case "$SetOfFcns":
			return "[" + formatNode(args[0]) + " -> " + formatNode(args[1]) + "]"
		case "$Except":
			return formatExcept(n)
		case "$SquareAct":
			return "[" + formatNode(args[0]) + "]_" + operand(args[1])
		case "$AngleAct":
			return "<<" + formatNode(args[0]) + ">>_" + operand(args[1])
		}
	}
	if len(args) == 0 {
		return name
	}
	return name + "(" + list(args) + ")"
}
