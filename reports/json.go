package reports

import (
	"bytes"
	_ "embed" // the schema
	"encoding/json"
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
	Format      int                `json:"format"`
	Tool        string             `json:"tool"`
	Target      string             `json:"target"`
	API         string             `json:"api"`
	Title       string             `json:"title"`
	Version     specs.Version      `json:"version"`
	VersionNote string             `json:"version_note"`
	Started     time.Time          `json:"started"`
	DurationMS  int64              `json:"duration_ms"`
	Interrupted string             `json:"interrupted"`
	Summary     summary            `json:"summary"`
	Results     []result           `json:"results"`
	Exchanges   []*record.Exchange `json:"exchanges"`
	Left        []string           `json:"left"`
	Faults      []string           `json:"faults"`
	Advice      []string           `json:"advice"`
	Stale       []string           `json:"stale"`
}

type summary struct {
	Counts   map[verdict.Verdict]int `json:"counts"`
	Coverage verdict.Coverage        `json:"coverage"`
	Sentence string                  `json:"sentence"`
	ExitCode int                     `json:"exit_code"`
	Strict   bool                    `json:"strict"`
	Causes   []rootCause             `json:"causes"`
}

// result is a verdict.Result whose lists are always present.
type result struct {
	verdict.Result
	Findings []verdict.Finding `json:"findings"`
	Evidence []int             `json:"evidence"`
}

// JSON writes the whole outcome with every exchange, in the form of Schema. The text holds only printable characters:
// any other stands as a JSON escape, so that a parser reads what was recorded and a terminal shows nothing else.
func JSON(w io.Writer, o *verdict.Outcome) error {
	r := o.Recording
	out := report{
		Format: Format, Tool: o.Tool, Target: r.Target, API: r.API, Title: o.Title, Version: r.Version,
		VersionNote: r.VersionNote, Started: r.Started, DurationMS: r.Duration.Milliseconds(), Interrupted: r.Interrupted,
		Summary: summary{Counts: map[verdict.Verdict]int{}, Coverage: o.Coverage, Sentence: o.Covered(), ExitCode: o.Code(), Strict: o.Strict, Causes: rootCauses(o)},
		Results: []result{}, Exchanges: list(r.Exchanges),
		Left: list(r.Left), Faults: list(r.Faults), Advice: list(o.Advice), Stale: list(o.Stale),
	}
	found := o.Count()
	for _, v := range verdict.All() {
		out.Summary.Counts[v] = found[v]
	}
	for _, r := range o.Results {
		out.Results = append(out.Results, result{Result: r, Findings: list(r.Findings), Evidence: list(r.Evidence)})
	}
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(out); err != nil {
		return fmt.Errorf("write JSON report: %w", err)
	}
	if _, err := w.Write(visible(buffer.Bytes())); err != nil {
		return fmt.Errorf("write JSON report: %w", err)
	}
	return nil
}

func list[T any](values []T) []T {
	if values == nil {
		return []T{}
	}
	return values
}

// visible escapes what JSON allows in a string but a terminal obeys or hides. Beyond ASCII such characters occur in
// strings only, where an escape means the same.
func visible(document []byte) []byte {
	out := make([]byte, 0, len(document))
	for len(document) > 0 {
		r, size := utf8.DecodeRune(document)
		switch {
		case r < 0x7f || strconv.IsPrint(r):
			out = append(out, document[:size]...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		document = document[size:]
	}
	return out
}
