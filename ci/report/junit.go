package report

import (
	"encoding/xml"
	"fmt"

	"github.com/synod-paxos/synod/ci/gate"
)

type junitSuite struct {
	XMLName  xml.Name    `xml:"testsuite"`
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Time     string      `xml:"time,attr"`
	Stamp    string      `xml:"timestamp,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Time    string        `xml:"time,attr"`
	Failure *junitFailure `xml:"failure"`
	Skipped *struct{}     `xml:"skipped"`
	Out     string        `xml:"system-out,omitempty"`
}

type junitFailure struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// JUnit is the run in the XML form that CI systems read: a gate is a test
// case, and one that was left out counts as skipped.
func JUnit(r Run) ([]byte, error) {
	suite := junitSuite{
		Name:     "verify " + string(r.Bounds),
		Tests:    len(r.Gates) + len(r.Left),
		Failures: r.Failed(),
		Skipped:  len(r.Left),
		Time:     fmt.Sprintf("%.3f", r.Time.Seconds()),
		Stamp:    r.Started.UTC().Format("2006-01-02T15:04:05"),
	}
	for _, g := range r.Gates {
		suite.Cases = append(suite.Cases, junitGate(g))
	}
	for _, id := range r.Left {
		suite.Cases = append(suite.Cases, junitCase{Class: "verify", Name: id, Time: "0", Skipped: &struct{}{}})
	}
	b, err := xml.MarshalIndent(suite, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing the run as JUnit XML: %w", err)
	}
	return append([]byte(xml.Header), append(b, '\n')...), nil
}

func junitGate(g gate.Report) junitCase {
	c := junitCase{Class: "verify", Name: g.ID, Time: fmt.Sprintf("%.3f", g.Time.Seconds())}
	c.Out = "checked: " + gate.Describe(g.Result.Checked)
	if len(g.Result.Killed) > 0 {
		c.Out += "\nkilled: " + gate.Describe(g.Result.Killed)
	}
	if !g.Passed() {
		c.Failure = &junitFailure{Message: valid(firstLine(g.Failure)), Text: valid(g.Failure)}
	}
	return c
}

func firstLine(text string) string {
	for i, c := range text {
		if c == '\n' {
			return text[:i]
		}
	}
	return text
}
