package report

import (
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/synod-paxos/synod/trace/check"
)

// HTML writes a page with the space-time diagram, the findings and the counts.
// It needs no script, no network and no other file.
func HTML(w io.Writer, r *check.Report) error {
	p := newPicture(r)
	pic := &drawing{p: p}
	pic.draw(false)
	legend := &drawing{p: p}
	legend.put(`<svg class="spacetime" width="%.0f" height="%.0f">`, 900.0, legendHeight)
	legend.legend(0)
	legend.put("</svg>")
	var counts text
	counts.counts(r)
	counts.waiting(r)
	var b strings.Builder
	fmt.Fprintf(&b, page, html.EscapeString(r.Spec+": "+r.Verdict.String()), style(), pageStyle, r.Verdict, r.Verdict,
		html.EscapeString(summary(r)), pic.String(), legend.String(), note(p), findings(r), html.EscapeString(counts.String()))
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("writing the page: %w", err)
	}
	return nil
}

func summary(r *check.Report) string {
	return fmt.Sprintf("%s of %s in %s, judged by the TLA+ module %s (%s)", plural(r.Events, "event"), plural(len(r.Nodes), "node"),
		plural(r.Files, "file"), r.Spec, short(r.Hash))
}

func note(p *picture) string {
	if n := p.note(); n != "" {
		return `<p class="soft">` + html.EscapeString(n) + "</p>"
	}
	return ""
}

// findings lists them with the numbers that the picture shows.
func findings(r *check.Report) string {
	if len(r.Findings) == 0 {
		return "<p>Every event is a step of the specification.</p>"
	}
	var b strings.Builder
	for i, f := range r.Findings {
		var t text
		t.finding(f)
		lines := strings.SplitN(t.String(), "\n", 2)
		fmt.Fprintf(&b, `<section class="%s"><h2><span>%d</span> %s</h2><pre>%s</pre></section>`+"\n", f.Verdict, i+1,
			html.EscapeString(lines[0]), html.EscapeString(strings.TrimRight(lines[1], "\n")))
	}
	return b.String()
}

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>%s</title>
<style>
%s%s</style>
<body class="spacetime">
<h1><b class="%s">%s</b> %s</h1>
<div class="picture">
%s</div>
%s
%s
<p class="soft">Rest the mouse on an event or an arrow to read what it is. A hollow event was not judged.</p>
%s
<pre class="counts">%s</pre>
</body>
</html>
`

const pageStyle = `body{margin:0 auto;padding:20px;background:var(--paper);color:var(--ink)}
h1{font-size:17px;font-weight:400;margin:0 0 14px}
h1 b{display:inline-block;padding:2px 10px;margin-right:8px;border-radius:5px;color:var(--paper)}
b.conforms{background:var(--c1)}b.violation{background:var(--bad)}b.inconclusive{background:var(--unsure)}
.picture{overflow-x:auto;border:1px solid var(--line);border-radius:8px}
.picture svg{display:block}
p.soft{color:var(--soft)}
section{border-left:4px solid var(--unsure);padding:2px 14px;margin:14px 0;background:var(--lane)}
section.violation{border-color:var(--bad)}
h2{font-size:14px;margin:8px 0}
h2 span{display:inline-block;min-width:18px;text-align:center;border-radius:9px;background:var(--unsure);color:var(--paper)}
section.violation h2 span{background:var(--bad)}
pre{font:12px ui-monospace,Menlo,Consolas,monospace;overflow-x:auto;line-height:1.45}
`
