package reports

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"conformance/suites/record"
	"conformance/suites/verdict"
)

func compiled(t testing.TB) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
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

// wantJSON reads the report back, compares it with the outcome, and searches the text for what a terminal obeys.
func wantJSON(t testing.TB, o *verdict.Outcome) []byte {
	t.Helper()
	text := render(t, func(w io.Writer) error { return JSON(w, o) })
	for _, r := range string(text) {
		if r != '\n' && !unicode.IsPrint(r) {
			t.Errorf("the report holds %q", r)
		}
	}
	var back whole
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&back); err != nil {
		t.Fatal(err)
	}
	if back.Summary.ExitCode != o.Code() || back.Summary.Coverage != o.Coverage || back.DurationMS != o.Recording.Duration.Milliseconds() {
		t.Errorf("summary is %+v", back.Summary)
	}
	counts := map[verdict.Verdict]int{}
	ids := []string{}
	for i, r := range back.Results {
		counts[r.Verdict]++
		ids = append(ids, r.ID)
		if want := o.Results[i]; r.Verdict != want.Verdict || r.Known != (want.Known != nil) || len(r.Findings) != len(want.Findings) || !slices.Equal(r.Evidence, want.Evidence) {
			t.Errorf("result %d is %+v, want %+v", i, r, want)
		}
	}
	for v, n := range back.Summary.Counts {
		if counts[v] != n {
			t.Errorf("counts say %d %s, results hold %d", n, v, counts[v])
		}
	}
	if !slices.IsSorted(ids) {
		t.Errorf("results are not sorted by id: %v", ids)
	}
	for i, x := range back.Exchanges {
		if x.Number != i+1 {
			t.Errorf("exchange %d has number %d", i+1, x.Number)
		}
		if !bytes.Equal(x.Request.Body, o.Recording.Exchanges[i].Request.Body) {
			t.Errorf("exchange %d has another body", i+1)
		}
	}
	return text
}

func TestJSONFollowsItsSchema(t *testing.T) {
	schema := compiled(t)
	for _, s := range samples {
		t.Run(s.name, func(t *testing.T) {
			document, err := jsonschema.UnmarshalJSON(bytes.NewReader(wantJSON(t, s.outcome())))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(document); err != nil {
				t.Error(err)
			}
		})
	}
}

// whole is the JSON report as a reader finds it.
type whole struct {
	report
	Exchanges []*record.Exchange `json:"exchanges"`
}

// TestJSONKeepsExchanges compares what was recorded with what a reader finds.
func TestJSONKeepsExchanges(t *testing.T) {
	var back whole
	if err := json.Unmarshal(wantJSON(t, everything()), &back); err != nil {
		t.Fatal(err)
	}
	hidden := cmp.Options{cmpopts.IgnoreUnexported(record.Exchange{}, record.Response{}), cmpopts.EquateEmpty()}
	if diff := cmp.Diff(everything().Recording.Exchanges, back.Exchanges, hidden); diff != "" {
		t.Errorf("exchanges differ (-want +got):\n%s", diff)
	}
}

func TestSchemaRefuses(t *testing.T) {
	schema := compiled(t)
	valid := string(wantJSON(t, everything()))
	for _, c := range []struct{ name, old, new string }{
		{"another format", `"format": 1`, `"format": 2`},
		{"an unknown verdict", `"verdict": "not-exercised"`, `"verdict": "skipped"`},
		{"an unknown member", `"tool": "1.2.0"`, `"tool": "1.2.0", "x": 1`},
		{"no target", `"target": "https://broker.example",`, ``},
		{"null instead of a list", `"left": [`, `"left": null, "advice": [`},
		{"a pass that looked at nothing", `"verdict": "pass",
      "standing": "kept",
      "known": false,
      "findings": [],
      "evidence": [
        1
      ]`, `"verdict": "pass", "standing": "kept", "known": false, "findings": [], "evidence": []`},
		{"a failure without finding", `"verdict": "not-exercised"`, `"verdict": "fail"`},
		{"an exit code of usage", `"exit_code": 4`, `"exit_code": 2`},
		{"a time that is none", `2026-03-04T05:06:07Z`, `yesterday`},
		{"a body of bytes", `"base64"`, `"bytes"`},
	} {
		text := strings.Replace(valid, c.old, c.new, 1)
		if text == valid {
			t.Errorf("%s: %q is not in the report", c.name, c.old)
			continue
		}
		document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if schema.Validate(document) == nil {
			t.Errorf("%s: the schema accepts it", c.name)
		}
	}
}
