package reports

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // template, style and script
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"

	"conformance/specs"
	"conformance/suites/verdict"
)

//go:embed html/report.html.tmpl
var pageTemplate string

//go:embed html/style.css
var pageStyle string

//go:embed html/report.js
var pageScript string

// webPage is what the template shows. Every text in it is printable.
type webPage struct {
	Policy        template.HTML
	Style         template.CSS
	Script        template.JS
	Title, Target string
	// State is the verdict whose colour the result has.
	State verdict.Verdict
	// Result is the conclusion in a word, Detail what it rests on.
	Result, Detail string
	Facts          []webNote
	Coverage       string
	Notes          []webNote
	Causes         []webCause
	Groups         []webGroup
	Total          int
	Levels         []specs.Level
	Chapters       []string
	Recording      webRecording
}

// webNote is a heading with what stands under it.
type webNote struct {
	Name  string
	State verdict.Verdict
	Texts []string
}

type webCause struct {
	Message   string
	Known     bool
	Rules     []string
	Count     string
	Exchanges string
	Curl      string
}

// HTML writes the outcome as one page that needs no other file and no network: a summary, then every rule with its
// verdict and exchanges, failures first and open. Its script and style are the only ones that its content security
// policy lets run.
func HTML(w io.Writer, o *verdict.Outcome) error {
	page, err := template.New("report").Parse(pageTemplate)
	if err != nil {
		return fmt.Errorf("write HTML report: %w", err)
	}
	var buffer bytes.Buffer
	if err := page.Execute(&buffer, newPage(o)); err != nil {
		return fmt.Errorf("write HTML report: %w", err)
	}
	if _, err := w.Write(buffer.Bytes()); err != nil {
		return fmt.Errorf("write HTML report: %w", err)
	}
	return nil
}

func newPage(o *verdict.Outcome) webPage {
	states := map[int]verdict.Verdict{
		verdict.Conformant: verdict.Pass, verdict.NotConformant: verdict.Fail, verdict.LeftBehind: verdict.Warn, verdict.NoVerdict: verdict.Error,
	}
	result, detail := conclusion(o)
	page := webPage{
		Policy: policy(), Style: template.CSS(pageStyle), Script: template.JS(pageScript),
		Title: line(o.Title + " " + string(o.Recording.Version)), Target: line(o.Recording.Target),
		State: states[o.Code()], Result: line(result), Detail: line(detail), Facts: facts(o), Coverage: line(covered(o)), Notes: notes(o), Causes: webCauses(o),
		Groups: webGroups(o), Total: len(o.Results), Recording: newRecording(o.Recording),
	}
	for _, chapter := range chapters(o) {
		page.Chapters = append(page.Chapters, line(chapter.name))
	}
	slices.Sort(page.Chapters)
	for _, level := range []specs.Level{specs.Must, specs.MustNot, specs.Should, specs.ShouldNot} {
		if slices.ContainsFunc(o.Results, func(r verdict.Result) bool { return r.Rule.Level == level }) {
			page.Levels = append(page.Levels, level)
		}
	}
	return page
}

// policy forbids the page everything but its own style and its own script, told apart by their hashes. Nothing else
// runs, loads or is sent anywhere, whatever a target has planted.
func policy() template.HTML {
	hash := func(text string) string {
		sum := sha256.Sum256([]byte(text))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return template.HTML(fmt.Sprintf(
		`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src %s; script-src %s; base-uri 'none'; form-action 'none'">`,
		hash(pageStyle), hash(pageScript)))
}

func facts(o *verdict.Outcome) []webNote {
	r := o.Recording
	version := string(r.Version)
	if r.VersionNote != "" {
		version += " (" + r.VersionNote + ")"
	}
	recorded := fmt.Sprintf("%s, in %s, %s", r.Started.UTC().Format("2006-01-02 15:04:05 UTC"),
		r.Duration.Round(time.Millisecond), amount(len(r.Exchanges), "exchange", "exchanges"))
	return []webNote{
		{Name: "Target", Texts: []string{line(r.Target)}},
		{Name: "Version", Texts: []string{line(version)}},
		{Name: "Recorded", Texts: []string{recorded}},
		{Name: "Judged by", Texts: []string{line(fmt.Sprintf("conformance %s, api %s, run %s", o.Tool, r.API, r.Run))}},
	}
}

// notes are what a reader should not overlook beside the rules, the gravest first; empty ones are left out.
func notes(o *verdict.Outcome) []webNote {
	all := []webNote{
		{"Trouble", verdict.Error, troubles(o)},
		{"List of known failures", verdict.Fail, o.Stale},
		{"Left behind, please remove", verdict.Warn, leftBehind(o)},
		{"Advice", verdict.NotApplicable, o.Advice},
	}
	all = slices.DeleteFunc(all, func(n webNote) bool { return len(n.Texts) == 0 })
	for i := range all {
		all[i].Texts = blocks(all[i].Texts)
	}
	return all
}

func webCauses(o *verdict.Outcome) []webCause {
	var all []webCause
	for _, cause := range o.Causes() {
		shown := webCause{
			Message: block(Because(cause.Reason)), Known: cause.Known, Rules: cause.Blocks,
			Count: amount(len(cause.Blocks), "rule", "rules"), Curl: reproduce(o.Recording.Exchange(cause.Exchange)),
		}
		if o.Recording.Exchange(cause.Exchange) != nil {
			shown.Exchanges = ranges([]int{cause.Exchange})
		}
		all = append(all, shown)
	}
	return all
}

// block is a message as a printable text of several lines.
func block(message string) string { return strings.Join(lines(message), "\n") }

func blocks(messages []string) []string {
	var all []string
	for _, message := range messages {
		all = append(all, block(message))
	}
	return all
}
