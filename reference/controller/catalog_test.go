package controller

import (
	"strings"
	"testing"
)

func TestValidateCatalog(t *testing.T) {
	replace := func(old, new string) string {
		if !strings.Contains(goodCatalog, old) {
			t.Fatalf("the catalog has no %s", old)
		}
		return strings.Replace(goodCatalog, old, new, 1)
	}
	plan := func(members string) string { return replace(`"id":"q1",`, `"id":"q1",`+members+`,`) }
	schema := func(text string) string {
		return plan(`"schemas":{"service_binding":{"create":{"parameters":` + text + `}}}`)
	}
	tests := []struct{ name, catalog, want string }{
		{"good", goodCatalog, ""},
		{"no services", `{"services":[]}`, "at least one"},
		{"service no object", `{"services":[1]}`, "must be an object"},
		{"service without id", replace(`"id":"s1",`, ``), "id is required"},
		{"blank name", replace(`"name":"db"`, `"name":" "`), "name is required"},
		{"long description", replace(`A database`, strings.Repeat("x", 10001)), "10000"},
		{"bindable missing", replace(`"bindable":true,"plan_updateable":true`, `"plan_updateable":true`), "bindable is required"},
		{"flag as text", replace(`"plan_updateable":true`, `"plan_updateable":"true"`), "must be a boolean"},
		{"service id twice", replace(`"s2"`, `"s1"`), "must be unique"},
		{"service name twice", replace(`"queue"`, `"db"`), "must be unique"},
		{"plan id twice", replace(`"q1"`, `"p1"`), "must be unique"},
		{"plan name twice", replace(`"large"`, `"small"`), "must be unique"},
		{"requires", replace(`"syslog_drain"`, `"foo"`), "unsupported value"},
		{"requires text", replace(`["syslog_drain","volume_mount"]`, `"syslog_drain"`), "array of strings"},
		{"tags", replace(`["sql"]`, `[1]`), "array of strings"},
		{"long tags", replace(`["sql"]`, `["`+strings.Repeat("x", 2049)+`"]`), "2048"},
		{"metadata", replace(`{"displayName":"DB"}`, `"DB"`), "must be an object"},
		{"dashboard client", replace(`"tags"`, `"dashboard_client":{"id":"a","redirect_uri":"x"},"tags"`), "secret is required"},
		{"free as text", replace(`"free":false`, `"free":"false"`), "must be a boolean"},
		{"polling duration", replace(`300`, `"300"`), "must be an integer"},
		{"short version", replace(`"1.0.0"`, `"1"`), "Semantic Version"},
		{"maintenance members", replace(`"version":"1.0.0"`, `"version":"1.0.0","x":1`), "unsupported value"},
		{"no plans", replace(`[{"id":"q1","name":"small","description":"Small"}]`, `[]`), "at least one plan"},
		{"schema", schema(`{"$schema":"http://json-schema.org/draft-04/schema#","type":"object"}`), ""},
		{"later schema", schema(`{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object"}`), ""},
		{"schema without draft", schema(`{"type":"object"}`), "$schema is required"},
		{"schema broken", schema(`{"$schema":"http://json-schema.org/draft-04/schema#","properties":true}`), "valid JSON Schema"},
		{"schema reference", schema(`{"$schema":"http://json-schema.org/draft-04/schema#","$ref":"http://example.com/x"}`), "external references"},
		{"schema too large", schema(`{"$schema":"http://json-schema.org/draft-04/schema#","title":"` + strings.Repeat("x", 65536) + `"}`), "65536"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			found := strings.Join(validateCatalog(decodeObject([]byte(test.catalog))), "\n")
			if test.want == "" && found != "" || !strings.Contains(found, test.want) {
				t.Errorf("got %q, want it to say %q", found, test.want)
			}
		})
	}
}

func TestAllProblemsTogether(t *testing.T) {
	catalog := strings.NewReplacer(`"id":"s1",`, ``, `"id":"p2",`, ``, `"bindable":true,"allow`, `"allow`).Replace(goodCatalog)
	if found := validateCatalog(decodeObject([]byte(catalog))); len(found) != 3 {
		t.Errorf("got %d problems, want 3: %q", len(found), found)
	}
}

func TestSemantic(t *testing.T) {
	for text, want := range map[string]bool{"1.2.3": true, "1.2.3-rc.1+b": true, "1.2": false, "1": false, "": false, "v1.2.3": false, "01.2.3": false} {
		if semantic(text) != want {
			t.Errorf("semantic(%q) is %v", text, !want)
		}
	}
}
