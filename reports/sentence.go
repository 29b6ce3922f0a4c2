package reports

import (
	"fmt"
	"strings"

	"conformance/suites/record"
	"conformance/suites/verdict"
)

// most is how many plans a sentence names.
const most = 3

// Sentence is a finding in words.
func Sentence(o *verdict.Outcome, f verdict.Finding) string {
	text := where(f.Plans, f.Recorded)
	x := o.Recording.Exchange(f.Exchange)
	if x != nil {
		text += x.String() + ": "
	}
	if f.Want == "" {
		if f.Place != "" {
			text += f.Place + ": "
		}
		text += f.Note
	} else {
		verb, got := compared(x, f)
		text += verb + " " + got + ", want " + f.Want
	}
	return text + against(f)
}

// compared is what came, and whether it was got or sent.
func compared(x *record.Exchange, f verdict.Finding) (verb, got string) {
	verb, got = "got", f.Got
	switch {
	case x == nil:
	case got == "":
		got = x.Got()
	case x.Side == record.Broker:
		verb = "sent"
	}
	return verb, strings.TrimPrefix(f.Place+" "+got, " ")
}

// against names the exchange with which another was compared.
func against(f verdict.Finding) string {
	if f.Control == 0 {
		return ""
	}
	return fmt.Sprintf(" (exchange %d)", f.Control)
}

// Because is a reason in words.
func Because(why verdict.Reason) string { return where(why.Plans, why.Recorded) + why.String() }

// where says which plans something concerns, of those on which the scenario was recorded.
func where(plans []string, recorded int) string {
	n := len(plans)
	switch {
	case n == 0:
		return ""
	case recorded == 0:
		return "on " + strings.Join(plans, ", ") + ": "
	case n == recorded && n > 1:
		return fmt.Sprintf("in all %d plans: ", n)
	case n <= most:
		return fmt.Sprintf("in %d of %d plans (%s): ", n, recorded, strings.Join(plans, ", "))
	}
	return fmt.Sprintf("in %d of %d plans (%s and %d more): ", n, recorded, strings.Join(plans[:most], ", "), n-most)
}

// reason says why a result is what it is; nothing of one that speaks for itself.
func reason(r verdict.Result) string {
	if r.Verdict == verdict.Warn && r.Rule.ReportedAs != "" {
		return "a warning only: " + strings.TrimSpace(r.Rule.Notes)
	}
	return Because(r.Reason())
}

// unseen says why a rule was not judged.
func unseen(r verdict.Result) string {
	return strings.ReplaceAll(string(r.Verdict), "-", " ") + ": " + reason(r)
}

// causes are the reasons of a blocked rule in words.
func causes(r verdict.Result) []string {
	if len(r.Reasons) == 0 {
		return []string{"no reason was recorded"}
	}
	var all []string
	for _, why := range r.Reasons {
		all = append(all, Because(why))
	}
	return all
}

// headline is the first thing to say about a result, and how much more there is.
func headline(o *verdict.Outcome, r verdict.Result) string {
	switch {
	case r.Verdict == verdict.Blocked:
		return causes(r)[0]
	case len(r.Findings) == 0:
		return reason(r)
	case len(r.Findings) == 1:
		return Sentence(o, r.Findings[0])
	}
	return fmt.Sprintf("%s (and %d more)", Sentence(o, r.Findings[0]), len(r.Findings)-1)
}

// covered is the coverage as one sentence, without full stop.
func covered(o *verdict.Outcome) string {
	c := o.Coverage
	text := fmt.Sprintf("judged %d of %d rules in force in %s", c.Judged, c.InForce, o.Recording.Version)
	for _, part := range []struct {
		n    int
		text string
	}{
		{c.NotApplicable, "not applicable"}, {c.NotExercised, "not exercised"}, {c.Blocked, "blocked"}, {c.Error, "in error"},
		{c.Unobservable, "not observable"}, {c.Pending, "without a check yet"}, {c.Unselected, "not selected"},
	} {
		if part.n > 0 {
			text += fmt.Sprintf("; %d %s", part.n, part.text)
		}
	}
	return text
}
