package corrupt

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/synod-paxos/synod/trace"
)

// schema are the structs that lines are made of.
var schema = []reflect.Type{
	reflect.TypeFor[trace.Header](), reflect.TypeFor[trace.Event](), reflect.TypeFor[trace.Gap](), reflect.TypeFor[trace.End](),
	reflect.TypeFor[trace.Ref](), reflect.TypeFor[trace.Prev](), reflect.TypeFor[trace.Arg](), reflect.TypeFor[trace.Cited](),
	reflect.TypeFor[trace.Change](), reflect.TypeFor[trace.NamedValue](),
}

// checkSchema compares the table with the schema: every field of every struct
// has rows, and every row of the list exists.
func checkSchema() error {
	fields := map[string]bool{}
	for _, t := range schema {
		for i := range t.NumField() {
			name := t.Name() + "." + t.Field(i).Name
			fields[name] = true
			if len(schemaRows[name]) == 0 {
				return fmt.Errorf("the table has no row for the field %s of the schema", name)
			}
		}
	}
	for name, rows := range schemaRows {
		if !fields[name] {
			return fmt.Errorf("the table has rows for %s, which is no field of the schema", name)
		}
		for _, key := range rows {
			if !slices.ContainsFunc(Table, func(r Row) bool { return r.Key == key }) {
				return fmt.Errorf("the table has no row %q, for the field %s", key, name)
			}
		}
	}
	return nil
}
