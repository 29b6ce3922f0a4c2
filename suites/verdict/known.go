package verdict

import (
	"bufio"
	"bytes"
	"fmt"
	"strings"
	"time"
)

// Known is one line of a list of known failures: a rule that may be broken for now, and why.
type Known struct {
	ID, Reason string
	// Until is the last day on which the line holds; zero means that it does not end.
	Until time.Time
	// Place is the file and line, for messages.
	Place string
}

// ParseKnown reads a list of known failures. Each line is an id, optionally "until YYYY-MM-DD", and a reason; empty
// lines and lines that begin with # do not count. A line without reason, an id that exists does not know, an id that
// stands there twice and a date that is none are errors with their line.
func ParseKnown(name string, data []byte, exists func(id string) bool) ([]Known, error) {
	var list []Known
	seen := map[string]string{}
	lines := bufio.NewScanner(bytes.NewReader(data))
	for number := 1; lines.Scan(); number++ {
		words := strings.Fields(lines.Text())
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		known := Known{ID: words[0], Place: fmt.Sprintf("%s:%d", name, number)}
		words = words[1:]
		if len(words) > 1 && words[0] == "until" {
			until, err := time.Parse(time.DateOnly, words[1])
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %q is no date such as 2027-01-31", known.Place, known.ID, words[1])
			}
			known.Until, words = until, words[2:]
		}
		known.Reason = strings.Join(words, " ")
		switch {
		case !exists(known.ID):
			return nil, fmt.Errorf("%s: %s matches no rule", known.Place, known.ID)
		case known.Reason == "":
			return nil, fmt.Errorf("%s: %s: a reason is missing", known.Place, known.ID)
		case seen[known.ID] != "":
			return nil, fmt.Errorf("%s: %s stands at %s already", known.Place, known.ID, seen[known.ID])
		}
		seen[known.ID] = known.Place
		list = append(list, known)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return list, nil
}

// Excuse marks the results that the list names. A listed rule that passes, and a line whose day is over, are stale: they
// fail the run until the list is mended.
func (o *Outcome) Excuse(list []Known, today time.Time) {
	results := map[string]*Result{}
	for i := range o.Results {
		results[o.Results[i].Rule.ID] = &o.Results[i]
	}
	for _, known := range list {
		r := results[known.ID]
		switch {
		case !known.Until.IsZero() && today.After(known.Until.AddDate(0, 0, 1)):
			o.Stale = append(o.Stale, fmt.Sprintf("%s: %s: the line ended on %s; mend the target, or give it another day", known.Place, known.ID, known.Until.Format(time.DateOnly)))
		case r == nil:
		case r.Verdict == Pass:
			o.Stale = append(o.Stale, fmt.Sprintf("%s: %s passes now; remove the line", known.Place, known.ID))
		case r.Verdict == Fail, r.Verdict == Warn, r.Verdict == Blocked:
			r.Known = &known
		}
	}
}
