package reports

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"conformance/suites/verdict"
)

type testsuites struct {
	XMLName xml.Name `xml:"testsuites"`
	Name    string   `xml:"name,attr"`
	tally
	Suites []testsuite `xml:"testsuite"`
}

type testsuite struct {
	Name      string `xml:"name,attr"`
	Timestamp string `xml:"timestamp,attr"`
	tally
	Properties *properties `xml:"properties"`
	Cases      []testcase  `xml:"testcase"`
}

// tally is what both levels count.
type tally struct {
	Tests    int     `xml:"tests,attr"`
	Failures int     `xml:"failures,attr"`
	Errors   int     `xml:"errors,attr"`
	Skipped  int     `xml:"skipped,attr"`
	Time     seconds `xml:"time,attr"`
}

type properties struct {
	All []property `xml:"property"`
}

type property struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type testcase struct {
	Name      string  `xml:"name,attr"`
	Classname string  `xml:"classname,attr"`
	Time      seconds `xml:"time,attr"`
	Skipped   *detail `xml:"skipped"`
	Failure   *detail `xml:"failure"`
	Error     *detail `xml:"error"`
	Output    *output `xml:"system-out"`
}

type detail struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",cdata"`
}

type output struct {
	Text string `xml:",cdata"`
}

// seconds is a duration as JUnit writes it.
type seconds time.Duration

// MarshalText writes the duration as seconds with three decimals.
func (s seconds) MarshalText() ([]byte, error) {
	return fmt.Appendf(nil, "%.3f", time.Duration(s).Seconds()), nil
}

// JUnit writes the outcome as JUnit XML: a testsuite "run" with the case of the run itself, one for each chapter, and
// "root causes" and "known failures" where there are some. A failure or an error stands in it exactly when the exit
// code is 1 or 4. Exchanges are shared by many rules and recorded side by side, so the time is that of the run's case.
func JUnit(w io.Writer, o *verdict.Outcome) error {
	out := testsuites{Name: line(o.Title + " " + string(o.Recording.Version))}
	out.add(o, "run", []testcase{runCase(o)})
	out.Suites[0].Properties = &properties{settings(o)}
	for _, chapter := range chapters(o) {
		var cases []testcase
		for _, r := range chapter.results {
			cases = append(cases, ruleCase(o, r))
		}
		out.add(o, chapter.name, cases)
	}
	out.add(o, "root causes", causeCases(o))
	out.add(o, "known failures", staleCases(o))
	text, err := xml.MarshalIndent(out, "", "  ")
	if err == nil {
		_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, text)
	}
	if err != nil {
		return fmt.Errorf("write JUnit report: %w", err)
	}
	return nil
}

// add appends a suite, unless it is empty, and counts it at both levels.
func (t *testsuites) add(o *verdict.Outcome, name string, cases []testcase) {
	if len(cases) == 0 {
		return
	}
	suite := testsuite{Name: line(name), Timestamp: o.Recording.Started.UTC().Format("2006-01-02T15:04:05"), Cases: cases}
	for i := range cases {
		cases[i].Classname = line(o.Recording.API + "." + name)
		suite.count(cases[i])
		t.count(cases[i])
	}
	t.Suites = append(t.Suites, suite)
}

func (t *tally) count(c testcase) {
	t.Tests++
	t.Time += c.Time
	switch {
	case c.Failure != nil:
		t.Failures++
	case c.Error != nil:
		t.Errors++
	case c.Skipped != nil:
		t.Skipped++
	}
}

func settings(o *verdict.Outcome) []property {
	all := []property{
		{"tool", o.Tool}, {"target", o.Recording.Target}, {"api", o.Recording.API}, {"version", string(o.Recording.Version)},
		{"version_note", o.Recording.VersionNote}, {"exit_code", fmt.Sprint(o.Code())},
	}
	for i := range all {
		all[i].Value = line(all[i].Value)
	}
	return all
}

func runCase(o *verdict.Outcome) testcase {
	c := testcase{Name: "recorded and judged", Time: seconds(o.Recording.Duration)}
	if all := troubles(o); len(all) > 0 {
		c.Error = &detail{Message: line(all[0]), Type: "run", Text: paragraph(all...)}
	}
	result, rest := conclusion(o)
	told := []string{result + ": " + rest, covered(o)}
	for _, advice := range o.Advice {
		told = append(told, "advice: "+advice)
	}
	for _, left := range o.Recording.Left {
		told = append(told, "left behind: "+left.String())
	}
	c.Output = &output{paragraph(told...)}
	return c
}

func ruleCase(o *verdict.Outcome, r verdict.Result) testcase {
	c := testcase{Name: line(r.Rule.ID + " " + r.Rule.Title)}
	switch o.Standing(r) {
	case verdict.Troubled:
		c.Error = &detail{Message: line(reason(r)), Type: string(r.Verdict), Text: evidence(o, r)}
	case verdict.Excused:
		c.Skipped = &detail{Message: line("known failure: " + headline(o, r))}
		c.Output = &output{evidence(o, r)}
	case verdict.Counts:
		c.Failure = &detail{Message: line(headline(o, r)), Type: string(r.Verdict), Text: evidence(o, r)}
	case verdict.Noted:
		c.Output = &output{evidence(o, r)}
	case verdict.Blocks:
		c.Skipped = &detail{Message: line("blocked: " + headline(o, r))}
	case verdict.Unseen:
		c.Skipped = &detail{Message: line(unseen(r))}
	}
	return c
}

func causeCases(o *verdict.Outcome) []testcase {
	var cases []testcase
	for _, cause := range o.Causes() {
		if cause.Known {
			continue
		}
		said := Because(cause.Reason)
		message := fmt.Sprintf("%s; this blocks %s", said, amount(len(cause.Blocks), "rule", "rules"))
		text := []string{said, "blocks " + strings.Join(cause.Blocks, ", ")}
		if x := o.Recording.Exchange(cause.Exchange); x != nil {
			text = append(text, about(x))
		}
		cases = append(cases, testcase{Name: line(said), Failure: &detail{
			Message: line(message), Type: string(verdict.Blocked), Text: paragraph(text...) + command(o, cause.Exchange),
		}})
	}
	return cases
}

func staleCases(o *verdict.Outcome) []testcase {
	var cases []testcase
	for _, complaint := range o.Stale {
		cases = append(cases, testcase{Name: line(complaint), Failure: &detail{Message: line(complaint), Type: "stale"}})
	}
	return cases
}

// evidence is everything that a result rests on: its level, its findings with exchange and curl line, and what else
// was looked at.
func evidence(o *verdict.Outcome, r verdict.Result) string {
	var text strings.Builder
	text.WriteString(paragraph(fmt.Sprintf("%s %s: %s", r.Rule.Level, r.Rule.ID, r.Rule.Title)))
	if why := reason(r); why != "" {
		text.WriteString(paragraph(why))
	}
	for i, f := range r.Findings {
		text.WriteString(paragraph(Sentence(o, f)))
		if x := o.Recording.Exchange(f.Exchange); x != nil && (i == 0 || r.Findings[i-1].Exchange != f.Exchange) {
			text.WriteString(paragraph(about(x)) + command(o, f.Exchange))
		}
	}
	if len(r.Evidence) > 0 {
		text.WriteString(paragraph("evidence: " + numbers(r.Evidence)))
	}
	return text.String()
}

// command is the curl line of an exchange as a line of its own, if there is one.
func command(o *verdict.Outcome, exchange int) string {
	if curl := reproduce(o.Recording.Exchange(exchange)); curl != "" {
		return curl + "\n"
	}
	return ""
}

// paragraph writes messages one below the other, what follows the first line of each indented.
func paragraph(messages ...string) string {
	var text strings.Builder
	for _, message := range messages {
		text.WriteString(strings.Join(lines(message), "\n  ") + "\n")
	}
	return text.String()
}
