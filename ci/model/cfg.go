package model

import (
	"fmt"
	"regexp"
	"strings"
)

// An Assignment gives a constant its value (=) or puts another operator in the
// place of one (<-).
type Assignment struct {
	Name     string
	Override bool   // <- rather than =
	Value    string // tokens separated by single spaces
}

// A Config is the part of a TLC configuration that the lint looks at.
type Config struct {
	Constants  []Assignment
	Invariants []string
	Properties []string
	Deadlock   string // CHECK_DEADLOCK
	// Behaviour holds what else decides which states there are: INIT, NEXT,
	// SPECIFICATION, CONSTRAINT, ACTION_CONSTRAINT, SYMMETRY and VIEW.
	Behaviour map[string][]string
}

// sections maps each keyword of a configuration to one name.
var sections = map[string]string{
	"CONSTANT": "CONSTANTS", "CONSTANTS": "CONSTANTS",
	"INVARIANT": "INVARIANTS", "INVARIANTS": "INVARIANTS",
	"PROPERTY": "PROPERTIES", "PROPERTIES": "PROPERTIES",
	"INIT": "INIT", "NEXT": "NEXT", "SPECIFICATION": "SPECIFICATION",
	"CONSTRAINT": "CONSTRAINTS", "CONSTRAINTS": "CONSTRAINTS",
	"ACTION_CONSTRAINT": "ACTION_CONSTRAINTS", "ACTION_CONSTRAINTS": "ACTION_CONSTRAINTS",
	"SYMMETRY": "SYMMETRY", "VIEW": "VIEW", "CHECK_DEADLOCK": "CHECK_DEADLOCK",
}

var (
	lineComment  = regexp.MustCompile(`\\\*[^\n]*`)
	blockComment = regexp.MustCompile(`(?s)\(\*.*?\*\)`)
	token        = regexp.MustCompile(`<-|"[^"\n]*"|[A-Za-z0-9_!-]+|[{}\[\],=]|\S`)
)

// parseConfig reads a configuration of TLC.
func parseConfig(text string) (Config, error) {
	text = blockComment.ReplaceAllString(lineComment.ReplaceAllString(text, ""), " ")
	c := Config{Behaviour: map[string][]string{}}
	section := ""
	bodies := map[string][]string{}
	for _, t := range token.FindAllString(text, -1) {
		if name, ok := sections[t]; ok {
			section = name
			continue
		}
		if section == "" {
			return c, fmt.Errorf("%q stands before the first keyword", t)
		}
		bodies[section] = append(bodies[section], t)
	}
	for name, body := range bodies {
		switch name {
		case "CONSTANTS":
			var err error
			if c.Constants, err = parseAssignments(body); err != nil {
				return c, err
			}
		case "INVARIANTS":
			c.Invariants = body
		case "PROPERTIES":
			c.Properties = body
		case "CHECK_DEADLOCK":
			c.Deadlock = strings.Join(body, " ")
		default:
			c.Behaviour[name] = body
		}
	}
	return c, nil
}

// parseAssignments splits the tokens of CONSTANTS: a name, = or <-, and what
// follows up to the next name that has = or <- behind it.
func parseAssignments(tokens []string) ([]Assignment, error) {
	var out []Assignment
	isOp := func(i int) bool { return i < len(tokens) && (tokens[i] == "=" || tokens[i] == "<-") }
	for i := 0; i < len(tokens); {
		if !isOp(i + 1) {
			return nil, fmt.Errorf("CONSTANTS: %q has neither = nor <- behind it", tokens[i])
		}
		end := i + 2
		for end < len(tokens) && !isOp(end+1) {
			end++
		}
		value := strings.Join(tokens[i+2:end], " ")
		if value == "" {
			return nil, fmt.Errorf("CONSTANTS: %s has no value", tokens[i])
		}
		out = append(out, Assignment{tokens[i], tokens[i+1] == "<-", value})
		i = end
	}
	return out, nil
}

// Overrides are the operators that c puts others in the place of and base does
// not.
func (c Config) Overrides(base Config) []string {
	var names []string
	for _, a := range c.Constants {
		if a.Override && !base.overrides(a.Name) {
			names = append(names, a.Name)
		}
	}
	return names
}

func (c Config) overrides(name string) bool {
	for _, a := range c.Constants {
		if a.Override && a.Name == name {
			return true
		}
	}
	return false
}
