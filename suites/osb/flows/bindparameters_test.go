package flows

import (
	"encoding/json"
	"testing"
)

func TestVariants(t *testing.T) {
	cases := []struct{ name, schema, given, want string }{
		{"nothing is published", ``, `{}`, `null`},
		{"nothing is enumerated", `{"properties":{"a":{"type":"string"}}}`, `{}`, `null`},
		{"two values that are not given", `{"properties":{"b":{"enum":["x","y","z"]},"a":{"enum":["one"]}}}`, `{}`, `[{"b":"x"},{"b":"y"}]`},
		{"the default is no change", `{"properties":{"b":{"enum":["x","y"],"default":"x"}}}`, `{}`, `null`},
		{"another than the given one", `{"properties":{"b":{"enum":["x","y"]}}}`, `{"b":"x","c":1}`, `[{"b":"y","c":1}]`},
		{"something mandatory is not given", `{"required":["c"],"properties":{"b":{"enum":["x","y"]}}}`, `{}`, `null`},
		{"something mandatory is given", `{"required":["c"],"properties":{"b":{"enum":["x","y"]}}}`, `{"c":1}`, `[{"b":"x","c":1},{"b":"y","c":1}]`},
		{"conditions", `{"allOf":[{}],"properties":{"b":{"enum":["x","y"]}}}`, `{}`, `null`},
	}
	for _, c := range cases {
		var schema, given map[string]any
		_ = json.Unmarshal([]byte(c.schema), &schema) // none is none
		if err := json.Unmarshal([]byte(c.given), &given); err != nil {
			t.Fatal(err)
		}
		if got, err := json.Marshal(variants(schema, given)); err != nil || string(got) != c.want {
			t.Errorf("%s: got %s (%v), want %s", c.name, got, err, c.want)
		}
	}
}
