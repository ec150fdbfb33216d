package report

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"

	"github.com/synod-paxos/synod/ci/gate"
)

//go:embed verify.html.tmpl
var page string

var pageTemplate = template.Must(template.New("verify").Funcs(template.FuncMap{
	"seconds":  Seconds,
	"describe": gate.Describe,
	"verdict":  Verdict,
}).Parse(page))

// HTML is the run as one page that needs nothing beside itself.
func HTML(r Run) ([]byte, error) {
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, r); err != nil {
		return nil, fmt.Errorf("writing the run as HTML: %w", err)
	}
	return b.Bytes(), nil
}
