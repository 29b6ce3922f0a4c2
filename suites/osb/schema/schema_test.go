package schema

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

func decoded(t testing.TB, text string) any {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func encoded(t testing.TB, value any) string {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

const draft7, draft4, draft2020 = `"$schema":"http://json-schema.org/draft-07/schema#",`, `"$schema":"http://json-schema.org/draft-04/schema#",`, `"$schema":"https://json-schema.org/draft/2020-12/schema",`

// object is a draft 7 schema with one property.
func object(property string) string {
	return `{` + draft7 + `"type":"object","properties":{"a":` + property + `},"required":["a"]}`
}

// TestFaults: what is made by a schema, and which keywords are broken how.
func TestFaults(t *testing.T) {
	for name, c := range map[string]struct {
		schema, example string
		faults          []string
	}{
		"nothing":            {`{` + draft7 + `"title":"any"}`, `{}`, nil},
		"a type":             {object(`{"type":"integer"}`), `{"a":1}`, []string{`type {"a":"conformance"}`, `required {}`}},
		"several types":      {object(`{"type":["string","integer","null"]}`), `{"a":"conformance"}`, []string{`type {"a":true}`, `required {}`}},
		"only required":      {`{` + draft7 + `"required":["a","b"]}`, `{"a":"conformance","b":"conformance"}`, []string{`required {"b":"conformance"}`}},
		"an enumeration":     {object(`{"enum":["x","y"]}`), `{"a":"x"}`, []string{`required {}`, `enum {"a":"conformance-none"}`}},
		"numbers enumerated": {object(`{"enum":[1,2]}`), `{"a":1}`, []string{`required {}`, `enum {"a":987654321}`}},
		"a constant":         {object(`{"const":false}`), `{"a":false}`, []string{`required {}`, `const {"a":true}`}},
		"a null":             {object(`{"type":"null"}`), "", nil},
		"bounds": {object(`{"type":"integer","minimum":5,"maximum":9}`), `{"a":5}`,
			[]string{`type {"a":"conformance"}`, `required {}`, `minimum {"a":4}`, `maximum {"a":10}`}},
		"exclusive bounds": {object(`{"type":"number","exclusiveMinimum":0.5,"exclusiveMaximum":0.75}`), `{"a":0.625}`,
			[]string{`type {"a":"conformance"}`, `required {}`, `exclusiveMinimum {"a":0.5}`, `exclusiveMaximum {"a":0.75}`}},
		"exclusive bounds of draft 4": {`{` + draft4 + `"properties":{"a":{"type":"integer","minimum":0,"exclusiveMinimum":true}},"required":["a"]}`, `{"a":1}`,
			[]string{`type {"a":"conformance"}`, `required {}`, `exclusiveMinimum {"a":0}`}},
		"multiples": {object(`{"type":"integer","multipleOf":7,"minimum":10,"maximum":30}`), `{"a":14}`,
			[]string{`type {"a":"conformance"}`, `required {}`, `minimum {"a":7}`, `maximum {"a":35}`, `multipleOf {"a":15}`}},
		"lengths": {object(`{"type":"string","minLength":2,"maxLength":4}`), `{"a":"conf"}`,
			[]string{`type {"a":7}`, `required {}`, `maxLength {"a":"confo"}`, `minLength {"a":"c"}`}},
		"a pattern": {object(`{"type":"string","pattern":"^[a-z]{3}-\\d+$","minLength":8}`), `{"a":"aaa-0000"}`,
			[]string{`type {"a":7}`, `required {}`, `pattern {"a":"!!!!!!!!"}`, `minLength {"a":"aaa-000"}`}},
		"a format":  {object(`{"type":"string","format":"uuid"}`), `{"a":"b1f6a7d2-64b8-43c5-8f0e-6f3f5f8f2a02"}`, []string{`type {"a":7}`, `required {}`}},
		"a default": {`{` + draft7 + `"properties":{"a":{"type":"string","default":"eu"},"b":{"type":"string"}}}`, `{"a":"eu"}`, []string{`type {"a":7}`}},
		"optional":  {`{` + draft7 + `"properties":{"b":{"type":"boolean"}}}`, `{}`, []string{`type {"b":"conformance"}`}},
		"no others": {`{` + draft7 + `"type":"object","additionalProperties":false}`, `{}`, []string{`additionalProperties {"conformance_unknown":true}`}},
		"others of a type": {`{` + draft7 + `"type":"object","additionalProperties":{"type":"string"}}`, `{}`,
			[]string{`type {"conformance":7}`}},
		"sizes": {`{` + draft7 + `"type":"object","minProperties":1,"maxProperties":2}`, `{"conformance0":"conformance"}`,
			[]string{`minProperties {}`, `maxProperties {"conformance0":"conformance","conformance1":"conformance","conformance2":"conformance"}`}},
		"a list": {object(`{"type":"array","items":{"type":"integer","minimum":3},"minItems":2,"maxItems":2,"uniqueItems":true}`), `{"a":[3,4]}`,
			[]string{`type {"a":"conformance"}`, `required {}`, `minimum {"a":[2,4]}`, `maxItems {"a":[3,4,5]}`, `minItems {"a":[3]}`, `uniqueItems {"a":[3,3]}`}},
		"an empty list": {object(`{"type":"array","items":{"type":"integer"}}`), `{"a":[]}`, []string{`type {"a":"conformance"}`, `required {}`}},
		"nested": {object(`{"type":"object","properties":{"b":{"type":"object","properties":{"c":{"const":5}},"required":["c"]}},"required":["b"]}`), `{"a":{"b":{"c":5}}}`,
			[]string{`type {"a":"conformance"}`, `required {}`, `const {"a":{"b":{"c":987654321}}}`}},
		"a reference": {`{` + draft7 + `"definitions":{"n~/":{"type":"integer"}},"properties":{"a":{"$ref":"#/definitions/n~0~1"}},"required":["a"]}`, `{"a":1}`,
			[]string{`type {"a":"conformance"}`, `required {}`}},
		"a reference with siblings": {`{` + draft2020 + `"$defs":{"n":{"type":"integer"}},"properties":{"a":{"$ref":"#/$defs/n","minimum":4}},"required":["a"]}`, `{"a":4}`,
			[]string{`type {"a":"conformance"}`, `required {}`, `minimum {"a":3}`}},
		"all of":      {object(`{"allOf":[{"type":"integer"},{"minimum":4}]}`), `{"a":4}`, []string{`type {"a":"conformance"}`, `required {}`, `minimum {"a":3}`}},
		"one of":      {object(`{"oneOf":[{"type":"integer","minimum":4},{"type":"string"}]}`), `{"a":4}`, []string{`required {}`}},
		"any of":      {`{` + draft7 + `"properties":{"a":{"type":"string"},"b":{"type":"string"}},"anyOf":[{"required":["b"]},{"required":["a"]}]}`, `{"b":"conformance"}`, []string{`type {"a":7,"b":"conformance"}`}},
		"not":         {object(`{"type":"integer","not":{"maximum":100},"maximum":200}`), `{"a":200}`, []string{`type {"a":"conformance"}`, `required {}`, `maximum {"a":201}`}},
		"no escape":   {object(`{"type":"string","not":{}}`), "", nil},
		"false":       {object(`false`), "", nil},
		"no fit":      {object(`{"type":"integer","minimum":5,"maximum":4}`), "", nil},
		"a huge text": {object(`{"type":"string","minLength":1000000000}`), "", nil},
		"many items":  {object(`{"type":"array","minItems":1000000000}`), "", nil},
		"many names":  {`{` + draft7 + `"minProperties":100000}`, "", nil},
		"odd length":  {object(`{"type":"string","maxLength":0}`), `{"a":""}`, []string{`type {"a":7}`, `required {}`, `maxLength {"a":"c"}`}},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Read(decoded(t, c.schema))
			if err != nil {
				t.Fatal(err)
			}
			example, err := s.Example()
			if c.example == "" {
				if err == nil {
					t.Errorf("made %s", encoded(t, example))
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := encoded(t, example); got != c.example {
				t.Errorf("made %s, want %s", got, c.example)
			}
			var got []string
			for _, fault := range s.Faults(example) {
				got = append(got, fault.Keyword+" "+encoded(t, fault.Value))
			}
			if strings.Join(got, "\n") != strings.Join(c.faults, "\n") {
				t.Errorf("faults:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(c.faults, "\n"))
			}
		})
	}
}

// TestRefused: what is not followed, and why.
func TestRefused(t *testing.T) {
	deep := strings.Repeat(`{"not":`, 100) + `{}` + strings.Repeat(`}`, 100)
	var doubling strings.Builder
	for i := range 30 {
		fmt.Fprintf(&doubling, `"d%d":{"allOf":[{"$ref":"#/definitions/d%d"},{"$ref":"#/definitions/d%d"}]},`, i, i+1, i+1)
	}
	for name, c := range map[string]struct{ schema, want string }{
		"no object":           {`true`, "it is no JSON object"},
		"no schema":           {`{` + draft7 + `"type":"strnig"}`, "it is no JSON Schema: enum at /type"},
		"an unknown draft":    {`{"$schema":"https://example.com/schema"}`, "it is no JSON Schema of a known draft"},
		"another document":    {object(`{"$ref":"https://example.com/size.json"}`), `it refers to "https://example.com/size.json", which is not followed`},
		"a file":              {object(`{"$ref":"file:///etc/passwd#"}`), `it refers to "file:///etc/passwd#", which is not followed`},
		"an anchor":           {object(`{"$ref":"#size"}`), `it refers to "#size", which is not followed`},
		"nothing":             {object(`{"$ref":"#/definitions/size"}`), `it refers to "#/definitions/size", which is not there`},
		"itself":              {object(`{"$ref":"#"}`), `it refers to itself: "#"`},
		"itself at once":      {`{"$ref":"#"}`, `it refers to itself: "#"`},
		"itself by another":   {`{` + draft7 + `"definitions":{"a":{"$ref":"#/definitions/b"},"b":{"items":{"$ref":"#/definitions/a"}}},"properties":{"a":{"$ref":"#/definitions/a"}}}`, `it refers to itself: "#/definitions/a"`},
		"itself, dynamically": {`{` + draft2020 + `"properties":{"a":{"$dynamicRef":"#a"}}}`, "it uses $dynamicRef"},
		"ids and references":  {`{` + draft7 + `"definitions":{"a":{"$id":"a.json"}},"properties":{"a":{"$ref":"#/definitions/a"}}}`, "it refers to parts of itself, and parts have ids of their own"},
		"too deep":            {`{` + draft7 + `"not":` + deep + `}`, "it is nested more than 64 deep"},
		"too large":           {`{` + draft7 + `"title":"` + strings.Repeat("x", 300_000) + `"}`, "it has more than 20000 values or 262144 bytes of text"},
		"doubling":            {`{` + draft7 + `"definitions":{` + doubling.String() + `"d30":{}},"properties":{"a":{"$ref":"#/definitions/d0"}}}`, "it has more than 2000 parts"},
		"a huge number":       {object(`{"minimum":1e999999999}`), "a number is too large or too long"},
		"a long pattern":      {object(`{"pattern":"` + strings.Repeat("a?", 1000) + `"}`), "it is no JSON Schema: format at /properties/a/pattern"},
		"a large machine":     {object(`{"pattern":"(a{100}){10}(b{100}){10}(c{100}){10}(d{100}){10}(e{100}){10}"}`), "it is no JSON Schema: format at /properties/a/pattern"},
		"a pattern of others": {object(`{"pattern":"(?=a)b"}`), "it is no JSON Schema: format at /properties/a/pattern"},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			_, err := Read(decoded(t, c.schema))
			if err == nil || err.Error() != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
			if spent := time.Since(start); spent > 2*time.Second {
				t.Errorf("it took %s", spent)
			}
		})
	}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		`{"a":1.0}`: "", `[]`: "no JSON object", `{"a":1e99999}`: "a number is too large or too long", `{`: "unexpected EOF",
		`{"a":"` + strings.Repeat("x", 70_000) + `"}`: "70008 bytes, want at most 65536",
	} {
		_, err := Parse([]byte(text))
		if got := fmt.Sprint(err); want == "" && err != nil || want != "" && got != want {
			t.Errorf("%.20s: got %v, want %s", text, got, want)
		}
	}
}

// FuzzSchema: whatever a schema says, what is made of it keeps it or breaks what it is said to break, in bounded time.
func FuzzSchema(f *testing.F) {
	f.Add(object(`{"type":"string","pattern":"((a*)*)*$","minLength":3000}`))
	f.Add(object(`{"type":"array","items":{"type":"array","minItems":60,"items":{"type":"array","minItems":60,"items":{"type":"array","minItems":60}}},"minItems":60}`))
	f.Add(`{` + draft4 + `"properties":{"a":{"$ref":"#/definitions/a"}},"definitions":{"a":{"minimum":1e-300,"multipleOf":1e300}},"minProperties":1}`)
	f.Add(`{` + draft2020 + `"oneOf":[{"required":["a"]},{"required":["b"]}],"dependentRequired":{"a":["b"]},"propertyNames":{"pattern":"^.$"}}`)
	f.Add(`{"$ref":"#"}`)
	f.Fuzz(func(t *testing.T, text string) {
		document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			return
		}
		start := time.Now()
		s, err := Read(document)
		if err == nil {
			fruitful(t, s)
		}
		if spent := time.Since(start); spent > 20*time.Second {
			t.Errorf("it took %s", spent)
		}
	})
}

func fruitful(t *testing.T, s *Schema) {
	example, err := s.Example()
	if err != nil {
		return
	}
	if err := s.Check(example); err != nil {
		t.Errorf("%s breaks %v", encoded(t, example), err)
	}
	for _, fault := range s.Faults(example) {
		if text := encoded(t, fault.Value); s.Check(fault.Value) == nil || len(text) > maxValue {
			t.Errorf("%s keeps the schema, or is too large", text)
		}
	}
}

// TestWithText: where a text goes, beside what is there.
func TestWithText(t *testing.T) {
	for name, c := range map[string]struct{ schema, want string }{
		"a text":             {`"properties":{"a":{"type":"integer"},"b":{"type":"string"}}`, `{"b":"ü","x":1}`},
		"one that is there":  {`"properties":{"x":{}},"additionalProperties":false`, `null`},
		"too short for it":   {`"properties":{"a":{"type":"string","minLength":2}}`, `{"conformance_text":"ü","x":1}`},
		"a list":             {`"properties":{"a":{"type":"array","items":{"type":"string"}}}`, `{"a":["ü"],"x":1}`},
		"an object":          {`"properties":{"a":{"type":"object","additionalProperties":{"type":"string"}}}`, `{"a":{"conformance_text":"ü"},"x":1}`},
		"nothing described":  {`"title":"any"`, `{"conformance_text":"ü","x":1}`},
		"no members":         {`"properties":{"a":{"enum":["b"]},"x":{}},"additionalProperties":false`, `null`},
		"at most one member": {`"maxProperties":1`, `null`},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Read(decoded(t, `{`+draft7+c.schema+`}`))
			if err != nil {
				t.Fatal(err)
			}
			if got := encoded(t, s.WithText(map[string]any{"x": json.Number("1")}, "ü")); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
