package schema

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xeipuuv/gojsonschema"
)

// TestDisagreement: schemas that two validators read differently, and what is sent then. What both say of the same
// parameters is sent, and nothing else.
func TestDisagreement(t *testing.T) {
	const leap = `"type":"string","format":"date-time","default":"1998-12-31T23:59:60Z"`
	for name, c := range map[string]struct {
		schema  string
		example string // or why there is none
		faults  string
	}{
		"a moment that one of them does not know":  {object(`{` + leap + `}`), `{"a":"2020-02-29T12:00:00Z"}`, `type {"a":7}; required {}`},
		"no other moment":                          {object(`{` + leap + `,"enum":["1998-12-31T23:59:60Z"]}`), "no object could be made for it; format was in the way", ""},
		"names, without a draft":                   {`{"propertyNames":{"pattern":"^[a-z]+$"},"minProperties":1}`, "no object could be made for it; minProperties was in the way", ""},
		"a constant, without a draft":              {`{"properties":{"a":{"const":5}},"additionalProperties":{"type":"string"},"required":["a"]}`, `{"a":5}`, `type {"a":5,"conformance":7}; required {}`},
		"a constant and a bound, without a draft":  {`{"properties":{"a":{"const":5,"minimum":5}},"required":["a"]}`, `{"a":5}`, `required {}; minimum {"a":4}`},
		"a condition, without a draft":             {`{"properties":{"a":{"type":"integer","if":true,"then":{"minimum":4}}},"required":["a"]}`, "no object could be made for it; if was in the way", ""},
		"a count with a point":                     {object(`{"type":"array","minItems":2.0}`), "it is a JSON Schema for one of two validators only", ""},
		"bounds that nothing is within":            {object(`{"type":"string","minLength":5,"maxLength":4}`), "it is a JSON Schema for one of two validators only", ""},
		"a draft that one of them knows":           {`{` + draft2020 + `"properties":{"a":{"type":"array","prefixItems":[{"type":"integer"}],"minItems":1}},"required":["a"]}`, `{"a":[1]}`, `type {"a":"conformance"}; required {}; minItems {"a":[]}`},
		"a format that one of them does not know":  {object(`{"type":"string","format":"duration"}`), `{"a":"P1D"}`, `type {"a":7}; required {}`},
		"a hostile pattern that one of them reads": {`{"propertyNames":{"pattern":"` + strings.Repeat("a?", 1000) + `"}}`, "it is a JSON Schema for one of two validators only", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Read(decoded(t, c.schema))
			var example map[string]any
			if err == nil {
				example, err = s.Example()
			}
			if err != nil {
				if err.Error() != c.example {
					t.Errorf("got %v, want %s", err, c.example)
				}
				return
			}
			var faults []string
			for _, fault := range s.Faults(example) {
				faults = append(faults, fault.Keyword+" "+encoded(t, fault.Value))
			}
			if got := encoded(t, example); got != c.example || strings.Join(faults, "; ") != c.faults {
				t.Errorf("made %s and %s, want %s and %s", got, strings.Join(faults, "; "), c.example, c.faults)
			}
		})
	}
}

// TestLax: what the other validator lets pass is no negative case, and what it refuses no positive one.
func TestLax(t *testing.T) {
	read := func(text string) map[string]any { return decoded(t, text).(map[string]any) }
	s, err := Read(read(object(`{"type":"integer","minimum":5}`)))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{
		object(`{"type":"integer"}`): 2, object(`{}`): 1, `{}`: 0,
		object(`{"minimum":6}`): 0, // then {"a":5} is no parameters that differ in one thing
	} {
		if s.rules.second, err = readAgain(read(text)); err != nil {
			t.Fatal(err)
		}
		if faults := s.Faults(read(`{"a":5}`)); len(faults) != want {
			t.Errorf("%s: %v, want %d", text, faults, want)
		}
	}
	if s.rules.second, err = readAgain(read(object(`{"minimum":6}`))); err != nil {
		t.Fatal(err)
	}
	if err := s.Check(read(`{"a":5}`)); err == nil || err.Error() != "number_gte at /a, as one of two validators reads it" {
		t.Errorf("got %v", err)
	}
}

// TestNothingIsFetched: neither validator loads what a schema refers to, from a server or a file.
func TestNothingIsFetched(t *testing.T) {
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		_, _ = w.Write([]byte(`{"type":"string"}`))
	}))
	defer server.Close()
	file := filepath.Join(t.TempDir(), "schema.json")
	if err := os.WriteFile(file, []byte(`{"type":"string"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{server.URL + "/schema.json", "file://" + file} {
		for _, text := range []string{
			object(`{"$ref":"` + address + `"}`), object(`{"$ref":"` + address + `#/definitions/a"}`), object(`{"items":[{"$ref":"` + address + `"}]}`),
			`{"$schema":"` + address + `"}`, `{"$id":"` + address + `","properties":{"a":{"$ref":"#"}}}`, `{"id":"` + address + `","properties":{"a":{"$ref":"b.json"}}}`,
		} {
			if _, err := Read(decoded(t, text)); err == nil {
				t.Errorf("%s was read", text)
			}
			root := decoded(t, text).(map[string]any)
			if s, err := readAgain(root); err == nil && s != nil && strings.Contains(text, `"$ref":"`+address) {
				t.Errorf("%s was read by the second", text)
			}
			_ = Valid(root)
		}
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("%d requests", n)
	}
	if _, err := os.Stat(file); err != nil {
		t.Error(err)
	}
}

// TestHostile: whatever the other validator is given, it neither crashes the run nor keeps it.
func TestHostile(t *testing.T) {
	wrong := []string{`5`, `"x"`, `true`, `null`, `[]`, `{}`, `[5]`, `[{"type":5}]`, `{"a":5}`, `{"a":[5]}`, `-1`, `1e400`, `"("`}
	for _, keyword := range []string{"$schema", "$id", "id", "$ref", "type", "properties", "required", "enum", "const", "items", "additionalItems", "additionalProperties",
		"patternProperties", "dependencies", "definitions", "allOf", "anyOf", "oneOf", "not", "if", "then", "contains", "propertyNames", "pattern", "format", "minimum",
		"exclusiveMinimum", "multipleOf", "minLength", "maxItems", "uniqueItems", "minProperties", "default", "title"} {
		for _, value := range wrong {
			for _, draft := range []string{"", draft4, draft7} {
				endures(t, `{`+draft+`"`+keyword+`":`+value+`}`)
			}
		}
	}
	for _, text := range []string{
		strings.Repeat(`{"not":`, 60) + `{}` + strings.Repeat(`}`, 60), strings.Repeat(`{"properties":{"a":`, 30) + `{}` + strings.Repeat(`}}`, 30),
		`{` + strings.Repeat(`"anyOf":[{},{`, 20) + strings.Repeat(`}]`, 20) + `}`,
		`{"pattern":"(a{100}){10}(b{100}){10}(c{100}){10}"}`, `{"patternProperties":{"` + strings.Repeat("(a*)*", 300) + `":{}}}`, `{"if":{"pattern":"` + strings.Repeat("a?", 5000) + `"}}`,
		`{"$ref":"#"}`, `{"definitions":{"a":{"$ref":"#/definitions/b"},"b":{"$ref":"#/definitions/a"}},"properties":{"a":{"$ref":"#/definitions/a"}}}`,
		`{"uniqueItems":true,"items":{"enum":[` + strings.TrimSuffix(strings.Repeat(`"x",`, 2000), ",") + `]}}`, `{"multipleOf":1e-300}`, `{"minimum":1e999}`,
	} {
		endures(t, text)
	}
}

// endures has both validators read a schema, and judge values by it when they do.
func endures(t *testing.T, text string) {
	t.Helper()
	start := time.Now()
	if s, err := Read(decoded(t, text)); err == nil {
		for _, value := range []any{nil, "x", strings.Repeat("a", 1000), true, decoded(t, "1e300"), []any{"x", "x"}, map[string]any{"a": map[string]any{"a": "x"}}} {
			_ = s.Check(value)
			_ = s.rules.second.check(value)
		}
		if example, err := s.Example(); err == nil {
			_ = s.Faults(example)
		}
	}
	if spent := time.Since(start); spent > time.Minute { // it is about what never ends
		t.Errorf("%.80s took %s", text, spent)
	}
}

// TestUndecided: a validator that crashes has said nothing, so that nothing is sent.
func TestUndecided(t *testing.T) {
	crashing := &second{&gojsonschema.Schema{}}
	if err := crashing.check(1); err != errUndecided {
		t.Errorf("got %v", err)
	}
	if crashing.refuses(1) {
		t.Error("it refused")
	}
}
