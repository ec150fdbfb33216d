package report

import (
	"fmt"
	"strings"
)

// The colours are those of Okabe and Ito, which people with any kind of colour
// vision tell apart, lightened for dark backgrounds.
var (
	lightColours = []string{"#0072b2", "#009e73", "#d55e00", "#b5498a", "#8a6d00", "#2f8fc4", "#5b5b5b", "#7a4fb5"}
	darkColours  = []string{"#5db4e8", "#35c79c", "#ff9d52", "#e58fc0", "#e3c23c", "#8fd0f5", "#b0b0b0", "#b79bea"}
)

func palette(name string, colours []string) string {
	var b strings.Builder
	for i, c := range colours {
		fmt.Fprintf(&b, "--%s%d:%s;", name, i, c)
	}
	return b.String()
}

// style is the style sheet of the picture, valid in HTML and in SVG.
func style() string {
	var b strings.Builder
	light := "--ink:#1c2126;--soft:#66707a;--line:#c3cad1;--paper:#ffffff;--lane:#f5f7f9;--bad:#c8102e;--badsoft:#fde8ea;--unsure:#9a6700;" +
		palette("c", lightColours)
	dark := "--ink:#e8ecf0;--soft:#9aa5b1;--line:#4a545e;--paper:#14181c;--lane:#1b2127;--bad:#ff6b7d;--badsoft:#3d1a20;--unsure:#e0b040;" +
		palette("c", darkColours)
	fmt.Fprintf(&b, ".spacetime{%s}\n@media (prefers-color-scheme:dark){.spacetime{%s}}\n", light, dark)
	b.WriteString(rules)
	for i := range lightColours {
		fmt.Fprintf(&b, ".spacetime .f%d{fill:var(--c%d)}.spacetime .s%d{stroke:var(--c%d)}\n", i, i, i, i)
	}
	return b.String()
}

const rules = `.spacetime{font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:var(--ink)}
.spacetime text{fill:var(--ink)}
.spacetime .soft{fill:var(--soft)}
.spacetime .small{font-size:10px}
.spacetime .name{font-size:13px;font-weight:600}
.spacetime .paper{fill:var(--paper)}
.spacetime .lane{fill:var(--lane)}
.spacetime .life{stroke:var(--line);stroke-width:2}
.spacetime .dead{stroke:var(--line);stroke-width:2;stroke-dasharray:2 5}
.spacetime .crash{stroke:var(--bad);stroke-width:2.5;stroke-linecap:round}
.spacetime .message{fill:none;stroke-width:1.3;opacity:.62}
.spacetime .event:hover,.spacetime .message:hover{opacity:1;stroke-width:3}
.spacetime .event{stroke:var(--paper);stroke-width:1.5}
.spacetime .unjudged{fill:var(--paper);stroke:var(--soft);stroke-width:1.8}
.spacetime .waiting{fill:var(--paper);stroke:var(--unsure);stroke-width:1.8;stroke-dasharray:2 2}
.spacetime .halo{fill:var(--badsoft);stroke:var(--bad);stroke-width:2}
.spacetime .unsurehalo{fill:none;stroke:var(--unsure);stroke-width:2}
.spacetime .ring{fill:none;stroke-width:2}
.spacetime .badge{fill:var(--bad)}
.spacetime .unsurebadge{fill:var(--unsure)}
.spacetime .badge+text,.spacetime .unsurebadge+text{fill:var(--paper);font-weight:700;font-size:11px}
.spacetime .value{font-weight:600;font-size:11px}
.spacetime .halted{paint-order:stroke;stroke:var(--lane);stroke-width:3px;stroke-linejoin:round}
.spacetime .leader{stroke-width:1.2;stroke-dasharray:3 3;fill:none}
.spacetime .badline{stroke:var(--bad)}
.spacetime .unsureline{stroke:var(--unsure)}
.spacetime .callout{font-weight:600;font-size:12px}
.spacetime .badtext{fill:var(--bad)}
.spacetime .unsuretext{fill:var(--unsure)}
.spacetime .break{fill:none;stroke:var(--soft);stroke-width:1.5;stroke-dasharray:4 4}
`
