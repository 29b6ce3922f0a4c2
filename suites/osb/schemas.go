package osb

import (
	"bytes"
	"encoding/json"

	. "conformance/suites/check"
	"conformance/suites/osb/schema"
)

const maxSchema = 64 * 1024 // bytes, in compact form: the rule leaves unit and form open, so the laxest reading counts

func schemaChecks() List {
	return List{
		On("OSB-SCHEMA-005", Catalog, eachSchema(func(c *Case, run *CatalogRun, of string, document map[string]any) {
			if err := schema.Valid(document); err != nil {
				c.Fail(c.Use(run.Catalog), Note("the schema for %s is no JSON Schema: %v", of, err))
			}
		})),
		On("OSB-SCHEMA-009", Catalog, eachSchema(func(c *Case, run *CatalogRun, of string, document map[string]any) {
			for _, ref := range schema.Outside(document) {
				c.Fail(c.Use(run.Catalog), Note("the schema for %s refers to %q, which is outside of it", of, ref))
			}
		})),
		On("OSB-SCHEMA-010", Catalog, eachSchema(func(c *Case, run *CatalogRun, of string, document map[string]any) {
			if size := compact(document); size > maxSchema {
				c.Fail(c.Use(run.Catalog), Note("the schema for %s has %d bytes, want at most %d", of, size, maxSchema))
			}
		})),
	}
}

// compact is the size of a value in bytes, when it is written without white space and without escapes that need not be.
func compact(value any) int {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(value) != nil {
		return 0
	}
	return out.Len() - len("\n")
}

// eachSchema judges every schema for parameters in the catalog.
func eachSchema(judge func(c *Case, run *CatalogRun, of string, document map[string]any)) func(*Case, *CatalogRun) {
	return func(c *Case, run *CatalogRun) {
		x := c.Use(run.Catalog)
		found := false
		for _, p := range allPlans(x) {
			for _, place := range []string{"service_instance/create", "service_instance/update", "service_binding/create"} {
				value, _ := At(p, "/schemas/"+place+"/parameters")
				if document, ok := value.(map[string]any); ok {
					found = true
					judge(c, run, place+" of plan "+text(p, "name"), document)
				}
			}
		}
		if !found {
			c.NotApplicable(x, "no plan has a schema for parameters")
		}
	}
}
