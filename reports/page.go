package reports

import (
	"fmt"
	"strings"

	"conformance/suites/verdict"
)

// ANSI colours.
const (
	red     = "31"
	green   = "32"
	yellow  = "33"
	magenta = "35"
)

var paints = map[string]string{
	"FAIL": red, "BLOCKED": red, "STALE": red, "ERROR": magenta, "WARN": yellow, "KNOWN": yellow,
}

// page collects the console report. Whatever is put on it has been made printable.
type page struct {
	text  strings.Builder
	width int
	color bool
}

// put writes a message, wrapped and indented. Whatever follows its first line stands in further: where our own words
// begin, no text of a target can pretend to be one of ours.
func (p *page) put(indent int, message string) {
	if message == "" {
		return
	}
	for i, each := range lines(message) {
		column := indent
		if i > 0 {
			column += 2
		}
		p.rows(strings.Repeat(" ", column), wrap(each, p.width-column, indent+2-column))
	}
}

// item begins a block: a label in its colour, and a message on one line that hangs below it.
func (p *page) item(label, message string) { p.labelled(paints[label], label+"  ", message, hang+2) }

func (p *page) labelled(paint, label, message string, indent int) {
	rows := wrap(label+line(message), p.width, indent)
	if rest, ok := strings.CutPrefix(rows[0], label); ok && p.color {
		rows[0] = "\x1b[" + paint + "m" + label + "\x1b[0m" + rest
	}
	p.rows("", rows)
}

func (p *page) rows(lead string, rows []string) {
	for _, row := range rows {
		p.text.WriteString(strings.TrimRight(lead+row, " ") + "\n")
	}
}

// command writes a curl line whole, so that it can be copied.
func (p *page) command(curl string) {
	if curl != "" {
		p.text.WriteString(strings.Repeat(" ", hang) + curl + "\n")
	}
}

// gap writes one empty line, unless there is one.
func (p *page) gap() {
	if !strings.HasSuffix(p.text.String(), "\n\n") {
		p.text.WriteByte('\n')
	}
}

// column is one verdict of the table of chapters.
type column struct {
	heading string
	verdict verdict.Verdict
}

// columns leaves out what no rule of the run came to, except pass and fail.
func columns(o *verdict.Outcome) []column {
	found := o.Count()
	var used []column
	for _, c := range []column{
		{"pass", verdict.Pass}, {"fail", verdict.Fail}, {"warn", verdict.Warn}, {"blocked", verdict.Blocked},
		{"n/a", verdict.NotApplicable}, {"not exercised", verdict.NotExercised}, {"error", verdict.Error},
	} {
		if found[c.verdict] > 0 || c.verdict == verdict.Pass || c.verdict == verdict.Fail {
			used = append(used, c)
		}
	}
	return used
}

// table prints how many rules of each chapter have each verdict.
func (p *page) table(o *verdict.Outcome) {
	used := columns(o)
	room := p.width
	head := ""
	for _, c := range used {
		head += "  " + c.heading
	}
	room -= len(head)
	width := len("chapter")
	for _, c := range chapters(o) {
		width = max(width, len([]rune(printable(c.name))))
	}
	width = max(min(width, room), len("chapter"))
	fmt.Fprintf(&p.text, "%-*s%s\n", width, "chapter", head)
	for _, c := range append(chapters(o), chapter{"all", o.Results}) {
		p.row(c, used, width)
	}
	p.gap()
}

func (p *page) row(c chapter, used []column, width int) {
	name := []rune(printable(c.name))
	if len(name) > width {
		name = append(name[:width-1], '…')
	}
	fmt.Fprintf(&p.text, "%-*s", width, string(name))
	found := (&verdict.Outcome{Results: c.results}).Count()
	for _, column := range used {
		cell := "-"
		if n := found[column.verdict]; n > 0 {
			cell = fmt.Sprint(n)
		}
		fmt.Fprintf(&p.text, "  %*s", len(column.heading), cell)
	}
	p.text.WriteByte('\n')
}
