package reports

import (
	_ "embed" // the schema
	"fmt"
	"io"
	"strconv"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"conformance/specs"
	"conformance/suites/record"
	"conformance/suites/verdict"
)

// Format is the version of the JSON report's form.
const Format = 1

//go:embed report.schema.json
var schema string

// Schema returns the JSON Schema, draft 2020-12, of the JSON report.
func Schema() []byte { return []byte(schema) }

// report is the JSON report. Lists are empty, never null, so that a reader can walk them unasked.
type report struct {
	Format      int           `json:"format"`
	Tool        string        `json:"tool"`
	Target      string        `json:"target"`
	API         string        `json:"api"`
	Title       string        `json:"title"`
	Version     specs.Version `json:"version"`
	VersionNote string        `json:"version_note"`
	Started     time.Time     `json:"started"`
	DurationMS  int64         `json:"duration_ms"`
	Interrupted string        `json:"interrupted"`
	Summary     summary       `json:"summary"`
	Results     []result      `json:"results"`
	Left        []string      `json:"left"`
	Faults      []string      `json:"faults"`
	Advice      []string      `json:"advice"`
	Stale       []string      `json:"stale"`
}

type summary struct {
	Counts   map[verdict.Verdict]int `json:"counts"`
	Coverage verdict.Coverage        `json:"coverage"`
	Sentence string                  `json:"sentence"`
	ExitCode int                     `json:"exit_code"`
	Strict   bool                    `json:"strict"`
	Causes   []rootCause             `json:"causes"`
}

// result is a verdict on a rule. Its first lists are always present.
type result struct {
	ID           string           `json:"id"`
	Title        string           `json:"title"`
	Level        specs.Level      `json:"level"`
	Chapter      string           `json:"chapter"`
	Topic        string           `json:"topic,omitempty"`
	Verdict      verdict.Verdict  `json:"verdict"`
	Standing     verdict.Standing `json:"standing"`
	Known        bool             `json:"known"`
	KnownReason  string           `json:"known_reason,omitempty"`
	Reason       string           `json:"reason,omitempty"`
	Fixtures     []string         `json:"fixtures,omitempty"`
	CausedBy     *finding         `json:"caused_by,omitempty"`
	AlsoCausedBy []finding        `json:"also_caused_by,omitempty"`
	Findings     []finding        `json:"findings"`
	Evidence     []int            `json:"evidence"`
}

// finding is a finding, or the reason of what is blocked.
type finding struct {
	Message  string   `json:"message"`
	Exchange int      `json:"exchange,omitempty"`
	Control  int      `json:"control,omitempty"`
	Place    string   `json:"place,omitempty"`
	Got      string   `json:"got,omitempty"`
	Want     string   `json:"want,omitempty"`
	Note     string   `json:"note,omitempty"`
	Plans    []string `json:"plans,omitempty"`
	Recorded int      `json:"recorded_plans,omitempty"`
}

// rootCause is why some rules are blocked.
type rootCause struct {
	finding
	Blocks []string `json:"blocks"`
	Known  bool     `json:"known"`
}

// JSON writes the whole outcome with every exchange, each on a line, in the form of Schema. The text holds only printable characters:
// any other stands as a JSON escape, so that a parser reads what was recorded and a terminal shows nothing else.
func JSON(w io.Writer, o *verdict.Outcome) error {
	r := o.Recording
	out := report{
		Format: Format, Tool: o.Tool, Target: r.Target, API: r.API, Title: o.Title, Version: r.Version,
		VersionNote: r.VersionNote, Started: r.Started, DurationMS: r.Duration.Milliseconds(), Interrupted: r.Interrupted,
		Summary: summary{Counts: map[verdict.Verdict]int{}, Coverage: o.Coverage, Sentence: covered(o), ExitCode: o.Code(), Strict: o.Strict, Causes: []rootCause{}},
		Results: []result{},
		Left:    leftBehind(o), Faults: list(r.Troubles), Advice: list(o.Advice), Stale: list(o.Stale),
	}
	found := o.Count()
	for _, v := range verdict.All() {
		out.Summary.Counts[v] = found[v]
	}
	for _, r := range o.Results {
		out.Results = append(out.Results, newResult(o, r))
	}
	for _, cause := range o.Causes() {
		out.Summary.Causes = append(out.Summary.Causes, rootCause{blocker(cause.Reason), cause.Blocks, cause.Known})
	}
	if err := record.WriteJSON(plainJSON{w}, out, r.Exchanges); err != nil {
		return fmt.Errorf("write JSON report: %w", err)
	}
	return nil
}

func newResult(o *verdict.Outcome, r verdict.Result) result {
	told := result{
		ID: r.Rule.ID, Title: r.Rule.Title, Level: r.Rule.Level, Chapter: r.Rule.Chapter, Topic: r.Rule.Topic, Verdict: r.Verdict,
		Standing: o.Standing(r), Known: r.Known != nil, Reason: reason(r), Fixtures: r.Reason().Fixtures, Findings: []finding{}, Evidence: list(r.Evidence),
	}
	if r.Known != nil {
		told.KnownReason = r.Known.Reason
	}
	for _, f := range r.Findings {
		shown := finding{Message: Sentence(o, f), Exchange: f.Exchange, Control: f.Control, Place: f.Place, Got: f.Got, Want: f.Want, Note: f.Note, Plans: f.Plans, Recorded: f.Recorded}
		if x := o.Recording.Exchange(f.Exchange); x != nil && f.Want != "" && f.Got == "" {
			shown.Got = x.Got()
		}
		told.Findings = append(told.Findings, shown)
	}
	if r.Verdict != verdict.Blocked {
		return told
	}
	for i, why := range r.Reasons {
		cause := blocker(why)
		if i == 0 {
			told.CausedBy = &cause
		} else {
			told.AlsoCausedBy = append(told.AlsoCausedBy, cause)
		}
	}
	return told
}

func blocker(why verdict.Reason) finding {
	return finding{Message: Because(why), Exchange: why.Exchange, Plans: why.Plans, Recorded: why.Recorded}
}

func list[T any](values []T) []T {
	if values == nil {
		return []T{}
	}
	return values
}

// plainJSON escapes what JSON allows in a string but a terminal obeys or hides. Beyond ASCII such characters occur in
// strings only, where an escape means the same. It is to be given whole characters.
type plainJSON struct{ io.Writer }

func (p plainJSON) Write(document []byte) (int, error) {
	written := 0
	for i := 0; i < len(document); {
		if document[i] < 0x7f {
			i++
			continue
		}
		r, size := utf8.DecodeRune(document[i:])
		if !strconv.IsPrint(r) {
			if _, err := fmt.Fprintf(p.Writer, "%s%s", document[written:i], escaped(r)); err != nil {
				return written, err
			}
			written = i + size
		}
		i += size
	}
	_, err := p.Writer.Write(document[written:])
	return len(document), err
}

// escaped is a character as an escape of JSON.
func escaped(r rune) string {
	if high, low := utf16.EncodeRune(r); r > 0xffff {
		return fmt.Sprintf(`\u%04x\u%04x`, high, low)
	}
	return fmt.Sprintf(`\u%04x`, r)
}
