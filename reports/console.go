package reports

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"conformance/suites/verdict"
)

// ConsoleOptions say what the terminal can show.
type ConsoleOptions struct {
	// Width is the number of columns; 0 means 80, and fewer than 40 are not supported.
	Width int
	// Color allows ANSI colours.
	Color bool
}

// hang is how far the lines of a block stand in; shown is how many findings of one rule are printed.
const (
	hang  = 6
	shown = 3
)

// Console writes the outcome for a reader: what failed first, one block per rule, then errors of our own, root causes,
// warnings, the table of chapters, and in the last line the result in words. Only curl lines are longer than the width.
func Console(w io.Writer, o *verdict.Outcome, options ConsoleOptions) error {
	if options.Width == 0 {
		options.Width = 80
	}
	p := &page{width: max(options.Width, 40), color: options.Color}
	p.heading(o)
	p.rules(o)
	p.troubles(o)
	p.causes(o)
	p.stale(o)
	p.remarks(o)
	p.table(o)
	p.closing(o)
	if _, err := io.WriteString(w, p.text.String()); err != nil {
		return fmt.Errorf("write console report: %w", err)
	}
	return nil
}

func (p *page) heading(o *verdict.Outcome) {
	p.put(0, versionText(o))
	p.put(0, "target: "+o.Recording.Target)
	p.put(0, fmt.Sprintf("conformance %s, api %s, run %s", o.Tool, o.Recording.API, o.Recording.Run))
	p.gap()
}

// rules prints a block for each result that counts against the target, then for each error of our own.
func (p *page) rules(o *verdict.Outcome) {
	for _, r := range o.Results {
		if o.Standing(r) == verdict.Counts {
			p.title(r)
			p.findings(o, r)
			p.gap()
		}
	}
	for _, r := range o.Results {
		if o.Standing(r) == verdict.Troubled {
			p.title(r)
			p.put(hang, reason(r))
			p.findings(o, r)
			p.gap()
		}
	}
}

func (p *page) title(r verdict.Result) {
	p.item(strings.ToUpper(string(r.Verdict)), fmt.Sprintf("%s  %s  %s: %s", r.Rule.ID, r.Rule.Level, r.Rule.Chapter, r.Rule.Title))
}

// findings prints the first findings of a result, each with its exchange, and a curl line for the first of them.
func (p *page) findings(o *verdict.Outcome, r verdict.Result) {
	cited := map[int]bool{}
	for i, f := range r.Findings {
		if i == shown {
			p.put(hang, fmt.Sprintf("and %s; the JSON report has all", amount(len(r.Findings)-shown, "more finding", "more findings")))
			break
		}
		p.put(hang, Sentence(o, f))
		if x := o.Recording.Exchange(f.Exchange); x != nil && !cited[f.Exchange] {
			p.put(hang, "evidence: "+about(x))
			if len(cited) == 0 {
				p.command(reproduce(x))
			}
			cited[f.Exchange] = true
		}
	}
	if len(cited) == 0 && len(r.Evidence) > 0 {
		p.put(hang, "evidence: "+numbers(r.Evidence))
	}
}

func (p *page) troubles(o *verdict.Outcome) {
	for _, trouble := range troubles(o) {
		p.item("ERROR", trouble)
		p.gap()
	}
}

func (p *page) stale(o *verdict.Outcome) {
	for _, complaint := range o.Stale {
		p.item("STALE", complaint)
	}
	p.gap()
}

func (p *page) causes(o *verdict.Outcome) {
	for _, cause := range o.Causes() {
		if cause.Known {
			continue
		}
		p.item("BLOCKED", fmt.Sprintf("%s by: %s", amount(len(cause.Blocks), "rule", "rules"), Because(cause.Reason)))
		p.put(hang, strings.Join(cause.Blocks, " "))
		if x := o.Recording.Exchange(cause.Exchange); x != nil {
			p.put(hang, "evidence: "+about(x))
			p.command(reproduce(x))
		}
		p.gap()
	}
}

// remarks prints in a few lines each what does not count: warnings, and known failures.
func (p *page) remarks(o *verdict.Outcome) {
	for _, r := range o.Results {
		switch o.Standing(r) {
		case verdict.Excused:
			p.item("KNOWN", fmt.Sprintf("%s  %s  %s: %s", r.Rule.ID, r.Verdict, r.Rule.Chapter, r.Rule.Title))
		case verdict.Noted:
			p.title(r)
		default:
			continue
		}
		p.put(hang, headline(o, r))
		if r.Verdict == verdict.Warn {
			p.put(hang, reason(r))
		}
	}
	p.gap()
}

func (p *page) closing(o *verdict.Outcome) {
	p.put(0, covered(o))
	if i := slices.IndexFunc(o.Results, func(r verdict.Result) bool { return o.Standing(r).Against() }); i >= 0 {
		p.put(0, "more about a rule: conformance explain "+o.Results[i].Rule.ID)
	}
	for _, advice := range o.Advice {
		p.put(0, "advice: "+advice)
	}
	if len(o.Recording.Left) > 0 {
		p.put(0, "left behind, please remove:")
		for _, left := range o.Recording.Left {
			p.put(2, left.String())
		}
	}
	p.gap()
	result, detail := conclusion(o)
	paint := map[int]string{verdict.Conformant: green, verdict.NotConformant: red, verdict.NoVerdict: magenta, verdict.LeftBehind: yellow}
	p.labelled(paint[o.Code()], result+":", " "+detail, 2)
}
