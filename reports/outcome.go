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

// counts reports whether a result makes the run not conformant by a finding of its own.
func counts(o *verdict.Outcome, r verdict.Result) bool {
	return !r.Known && (r.Verdict == verdict.Fail || o.Strict && r.Verdict == verdict.Warn)
}

// excused reports whether a result would count, were it not on the list of known failures.
func excused(o *verdict.Outcome, r verdict.Result) bool {
	unlisted := r
	unlisted.Known = false
	return r.Known && (r.Verdict == verdict.Blocked || counts(o, unlisted))
}

// rootCause is why some rules are blocked.
type rootCause struct {
	verdict.Cause
	// Blocks are the ids of the rules.
	Blocks []string `json:"blocks"`
	// Known is true when every one of them is a known failure.
	Known bool `json:"known"`
}

// rootCauses groups the blocked results by what their causes mean, in order of the first. A result that names none is
// grouped by its reason.
func rootCauses(o *verdict.Outcome) []rootCause {
	causes := []rootCause{}
	index := map[string]int{}
	for _, r := range o.Results {
		if r.Verdict != verdict.Blocked {
			continue
		}
		for _, cause := range append([]verdict.Cause{causeOf(r)}, r.AlsoCausedBy...) {
			meaning := cause.Means(o.Recording)
			i, seen := index[meaning]
			if !seen {
				i, index[meaning] = len(causes), len(causes)
				causes = append(causes, rootCause{Cause: cause, Known: true})
			}
			if !slices.Contains(causes[i].Blocks, r.ID) {
				causes[i].Blocks = append(causes[i].Blocks, r.ID)
			}
			causes[i].Known = causes[i].Known && r.Known
		}
	}
	return causes
}

func causeOf(r verdict.Result) verdict.Cause {
	switch {
	case r.CausedBy != nil:
		return *r.CausedBy
	case r.Reason != "":
		return verdict.Cause{Message: r.Reason}
	}
	return verdict.Cause{Message: "no reason was recorded"}
}

// troubles says why the run as a whole came to no verdict; trouble with single rules stands in their results.
func troubles(o *verdict.Outcome) []string {
	var all []string
	if o.Recording.Interrupted != "" {
		all = append(all, "the run was interrupted: "+o.Recording.Interrupted)
	}
	for _, fault := range o.Recording.Faults {
		all = append(all, "fault of this program: "+fault)
	}
	if len(all) == 0 && o.Code() == verdict.NoVerdict && o.Count()[verdict.Error] == 0 {
		nothing := "nothing was judged"
		if len(o.Results) > 0 && o.Results[0].Reason != "" {
			nothing += fmt.Sprintf("; %s for one: %s", o.Results[0].ID, o.Results[0].Reason)
		}
		all = append(all, nothing)
	}
	return all
}

// conclusion says in words what the exit code says in a number.
func conclusion(o *verdict.Outcome) string {
	n := o.Count()
	switch o.Code() {
	case verdict.Conformant:
		return fmt.Sprintf("conformant: %s kept%s", amount(n[verdict.Pass], "rule", "rules"), besides(o))
	case verdict.LeftBehind:
		return fmt.Sprintf("conformant, but %s left behind: %s kept%s",
			amount(len(o.Recording.Left), "thing was", "things were"), amount(n[verdict.Pass], "rule", "rules"), besides(o))
	case verdict.NotConformant:
		return "not conformant: " + strings.Join(broken(o), ", ") + besides(o)
	}
	text := "no verdict: " + strings.Join(unjudged(o), ", ")
	if so := broken(o); len(so) > 0 {
		text += "; so far " + strings.Join(so, ", ")
	}
	return text
}

// broken lists what makes the run not conformant.
func broken(o *verdict.Outcome) []string {
	failed, warned, blocked, causes := 0, 0, 0, 0
	for _, r := range o.Results {
		switch {
		case counts(o, r) && r.Verdict == verdict.Fail:
			failed++
		case counts(o, r):
			warned++
		case r.Verdict == verdict.Blocked && !r.Known:
			blocked++
		}
	}
	for _, cause := range rootCauses(o) {
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
	if n := len(o.Recording.Faults); n > 0 {
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
		switch {
		case excused(o, r):
			known++
		case r.Verdict == verdict.Warn && !o.Strict:
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
		i := slices.IndexFunc(all, func(c chapter) bool { return c.name == r.Chapter })
		if i < 0 {
			i = len(all)
			all = append(all, chapter{name: r.Chapter})
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
