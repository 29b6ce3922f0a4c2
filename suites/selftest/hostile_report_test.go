package selftest

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"conformance/reports"
	"conformance/suites/engine"
	"conformance/suites/osb"
	"conformance/suites/record"
	"conformance/suites/verdict"
)

// presentable demands four reports that their readers can read.
func presentable(t *testing.T, outcome *verdict.Outcome, schema *jsonschema.Schema) {
	for name, text := range artefacts(t, outcome) {
		if at := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }); name != "the recording" && at >= 0 {
			t.Errorf("%s holds %q", name, text[at:min(len(text), at+40)])
		}
		if !utf8.ValidString(text) {
			t.Errorf("%s is no UTF-8", name)
		}
		switch name {
		case "the recording":
			reread(t, outcome, text)
		case "the JSON report":
			report, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
			if err == nil {
				err = schema.Validate(report)
			}
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
		case "the JUnit report":
			for decoder := xml.NewDecoder(strings.NewReader(text)); ; {
				if _, err := decoder.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Errorf("%s: %v", name, err)
					break
				}
			}
		}
	}
}

// reread demands that the saved recording can be read, and comes to the same verdicts.
func reread(t *testing.T, outcome *verdict.Outcome, text string) {
	saved, err := record.Read(strings.NewReader(text))
	if err != nil {
		t.Errorf("the recording cannot be read: %v", err)
		return
	}
	again, err := engine.Judge(osb.Suite(), saved, "test")
	if err != nil {
		t.Errorf("the recording cannot be judged: %v", err)
		return
	}
	for i, r := range again.Results {
		if was := outcome.Results[i]; r.Verdict != was.Verdict {
			t.Errorf("%s: %s (%s), and %s (%s) when it was saved", r.Rule.ID, was.Verdict, was.Reason().Text, r.Verdict, r.Reason().Text)
		}
	}
}

func reportSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(reports.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("report.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("report.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}
