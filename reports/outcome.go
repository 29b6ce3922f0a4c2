// Package reports shows a judged run to people and programs: on a console, as JUnit for a pipeline, as JSON with a
// schema, and as an HTML page. It has no opinions of its own: every verdict and the exit code come from the outcome. Nothing that a target
// sent reaches a report as anything but printable text.
package reports

import (
	"fmt"
	"slices"
	"strings"

	"conformance/suites/record"
	"conformance/suites/verdict"
)

// troubles says why the run as a whole came to no verdict; trouble with single rules stands in their results.
func troubles(o *verdict.Outcome) []string {
	var all []string
	if o.Recording.Interrupted != "" {
		all = append(all, "the run was interrupted: "+o.Recording.Interrupted)
	}
	for _, trouble := range o.Recording.Troubles {
		all = append(all, "fault of this program: "+trouble)
	}
	if len(all) == 0 && o.Code() == verdict.NoVerdict && o.Count()[verdict.Error] == 0 {
		nothing := "nothing was judged"
		if len(o.Results) > 0 && len(o.Results[0].Reasons) > 0 {
			nothing += fmt.Sprintf("; %s for one: %s", o.Results[0].Rule.ID, reason(o.Results[0]))
		}
		all = append(all, nothing)
	}
	return all
}

// leftBehind is what could not be removed, in words.
func leftBehind(o *verdict.Outcome) []string {
	all := []string{}
	for _, left := range o.Recording.Left {
		all = append(all, left.String())
	}
	return all
}

// conclusion says in words what the exit code says in a number, and what it rests on.
func conclusion(o *verdict.Outcome) (result, detail string) {
	kept := amount(o.Count()[verdict.Pass], "rule", "rules") + " kept" + besides(o)
	switch o.Code() {
	case verdict.Conformant:
		return "conformant", kept
	case verdict.LeftBehind:
		return fmt.Sprintf("conformant, but %s left behind", amount(len(o.Recording.Left), "thing was", "things were")), kept
	case verdict.NotConformant:
		return "not conformant", strings.Join(broken(o), ", ") + besides(o)
	}
	detail = strings.Join(unjudged(o), ", ")
	if so := broken(o); len(so) > 0 {
		detail += "; so far " + strings.Join(so, ", ")
	}
	return "no verdict", detail
}

// broken lists what makes the run not conformant.
func broken(o *verdict.Outcome) []string {
	failed, warned, blocked, causes := 0, 0, 0, 0
	for _, r := range o.Results {
		switch s := o.Standing(r); {
		case s == verdict.Counts && r.Verdict == verdict.Fail:
			failed++
		case s == verdict.Counts:
			warned++
		case s == verdict.Blocks:
			blocked++
		}
	}
	for _, cause := range o.Causes() {
		if !cause.Known {
			causes++
		}
	}
	var parts []string
	if failed > 0 {
		parts = append(parts, amount(failed, "rule", "rules")+" failed")
	}
	if blocked > 0 {
		parts = append(parts, fmt.Sprintf("%d blocked by %s", blocked, amount(causes, "root cause", "root causes")))
	}
	if warned > 0 {
		parts = append(parts, amount(warned, "warning", "warnings")+" with --strict")
	}
	if n := len(o.Stale); n > 0 {
		parts = append(parts, amount(n, "complaint", "complaints")+" about the list of known failures")
	}
	return parts
}

// unjudged lists what kept the run from a verdict.
func unjudged(o *verdict.Outcome) []string {
	var parts []string
	if o.Recording.Interrupted != "" {
		parts = append(parts, "the run was interrupted")
	}
	if n := len(o.Recording.Troubles); n > 0 {
		parts = append(parts, amount(n, "fault", "faults")+" of this program")
	}
	if n := o.Count()[verdict.Error]; n > 0 {
		parts = append(parts, amount(n, "rule", "rules")+" in error")
	}
	if len(parts) == 0 {
		parts = []string{"nothing was judged"}
	}
	return parts
}

// besides mentions what does not decide, but should not be overlooked.
func besides(o *verdict.Outcome) string {
	warned, known := 0, 0
	for _, r := range o.Results {
		switch o.Standing(r) {
		case verdict.Excused:
			known++
		case verdict.Noted:
			warned++
		}
	}
	text := ""
	if warned > 0 {
		text += ", " + amount(warned, "warning", "warnings")
	}
	if known > 0 {
		text += ", " + amount(known, "known failure", "known failures")
	}
	return text
}

// chapter is the results of one chapter.
type chapter struct {
	name    string
	results []verdict.Result
}

// chapters groups the results, in order of the first of each.
func chapters(o *verdict.Outcome) []chapter {
	var all []chapter
	for _, r := range o.Results {
		i := slices.IndexFunc(all, func(c chapter) bool { return c.name == r.Rule.Chapter })
		if i < 0 {
			i = len(all)
			all = append(all, chapter{name: r.Rule.Chapter})
		}
		all[i].results = append(all[i].results, r)
	}
	return all
}

// versionText is the version under test and how it was found.
func versionText(o *verdict.Outcome) string {
	text := o.Title + " " + string(o.Recording.Version)
	if o.Recording.VersionNote != "" {
		text += " (" + o.Recording.VersionNote + ")"
	}
	return text
}

// about says in one line what an exchange was and how it was answered.
func about(x *record.Exchange) string {
	text := fmt.Sprintf("exchange %d", x.Number)
	if x.Scenario != "" {
		text += fmt.Sprintf(" (%s: %s)", x.Scenario, x.Step)
	}
	switch x.Side {
	case record.Broker:
		text += ", sent by the target, answered " + x.Got()
	case record.Probed:
		text += ": credentials " + x.Got()
	default:
		text += ": got " + x.Got()
	}
	text += fmt.Sprintf(" in %d ms", x.Duration.Milliseconds())
	if x.Invalid != "" {
		text += "; wrong on purpose: " + x.Invalid
	}
	return line(text)
}

// reproduce is the curl line of an exchange, or nothing when it is no request to the target.
func reproduce(x *record.Exchange) string {
	if x == nil || x.Side == record.Broker || x.Side == record.Probed {
		return ""
	}
	return Curl(x)
}

// numbers lists exchanges: "exchange 4", "exchanges 2, 4".
func numbers(exchanges []int) string {
	texts := make([]string, len(exchanges))
	for i, n := range exchanges {
		texts[i] = fmt.Sprint(n)
	}
	if len(texts) == 1 {
		return "exchange " + texts[0]
	}
	return "exchanges " + strings.Join(texts, ", ")
}

// amount is a number with its noun.
func amount(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
