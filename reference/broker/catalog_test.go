package broker

import (
	"encoding/json"
	"strings"
	"testing"

	"conformance/specs"
)

func TestCatalogByVersion(t *testing.T) {
	members := []struct {
		name  string
		since specs.Version
	}{
		{"bindable", "2.11"}, {"plan_updateable\":true,\"plans", "2.11"}, {"dashboard_client", "2.11"},
		{"schemas", "2.13"}, {"instances_retrievable", "2.14"}, {"bindings_retrievable", "2.14"},
		{"allow_context_updates", "2.15"}, {"maintenance_info", "2.15"}, {"maximum_polling_duration", "2.15"},
		{"shareable", "2.15"}, {"binding_rotatable", "2.17"},
	}
	everyVersion(t, func(b *bench) {
		a := b.want(200, "services", "GET", "/v2/catalog", "")
		for _, m := range members {
			if got := strings.Contains(a.text, m.name); got != b.since(m.since) {
				b.Errorf("%s: published is %v", m.name, got)
			}
		}
		if strings.Contains(a.text, `"reference"`) || strings.Contains(a.text, "failure_parameter") {
			b.Error("what steers the broker was published")
		}
		if got := strings.Count(a.text, `"plan_updateable"`); got != pick(b, "2.15", 4, 2) {
			b.Errorf("plan_updateable: found %d times", got)
		}
	})
}

func TestCatalogCaching(t *testing.T) {
	everyVersion(t, func(b *bench) {
		tag := b.want(200, "services", "GET", "/v2/catalog", "").header.Get("ETag")
		if (tag != "") != b.since("2.16") {
			b.Errorf("ETag: got %q", tag)
		}
		if tag != "" {
			b.want(304, "", "GET", "/v2/catalog", "", "If-None-Match", tag)
			b.want(200, "services", "GET", "/v2/catalog", "", "If-None-Match", `"other"`)
		}
	})
}

func TestEmptyCatalog(t *testing.T) {
	b := newBench(t, Config{Catalog: []byte("{}")})
	b.want(200, `{"services":[]}`, "GET", "/v2/catalog", "")
}

func TestCanonical(t *testing.T) {
	cases := []struct {
		a, b string
		same bool
	}{
		{`1`, `1.0`, true}, {`10`, `1e1`, true}, {`0.10`, `1E-1`, true}, {`-0`, `0.00`, true}, {`100`, `1e+2`, true},
		{`12345678901234567890`, `12345678901234567891`, false}, {`1`, `-1`, false}, {`1`, `"1"`, false},
		{`1e99999999999999999999`, `1e99999999999999999999`, true}, {`1e999999999`, `1`, false},
		{`{"a":1,"b":[2]}`, `{"b":[2.0],"a":1}`, true}, {`[1,2]`, `[2,1]`, false}, {`{"a":null}`, `{}`, false},
		{`"é"`, `"\u00e9"`, true},
	}
	decode := func(text string) (value any) {
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		if err := decoder.Decode(&value); err != nil {
			t.Fatal(err)
		}
		return value
	}
	for _, c := range cases {
		if got := canonical(decode(c.a)) == canonical(decode(c.b)); got != c.same {
			t.Errorf("%s and %s: same is %v", c.a, c.b, got)
		}
	}
}
