package osb

import (
	"encoding/json"
	"strings"

	. "conformance/suites/check"
)

const maxSchema = 64 * 1024 // bytes, in compact form: the rule leaves unit and form open, so the laxest reading counts

func schemaChecks() List {
	return List{
		On("OSB-SCHEMA-009", Catalog, eachSchema(func(c *Case, run *CatalogRun, of string, schema map[string]any) {
			ids := map[string]bool{}
			walk(schema, func(node map[string]any) { ids[text(node, "id")], ids[text(node, "$id")] = true, true })
			walk(schema, func(node map[string]any) {
				if ref := text(node, "$ref"); ref != "" && !strings.HasPrefix(ref, "#") && !ids[strings.SplitN(ref, "#", 2)[0]] {
					c.Fail(c.Use(run.Catalog), "the schema for %s refers to %q, which is outside of it", of, ref)
				}
			})
		})),
		On("OSB-SCHEMA-010", Catalog, eachSchema(func(c *Case, run *CatalogRun, of string, schema map[string]any) {
			if data, err := json.Marshal(schema); err == nil && len(data) > maxSchema {
				c.Fail(c.Use(run.Catalog), "the schema for %s has %d bytes, want at most %d", of, len(data), maxSchema)
			}
		})),
	}
}

// eachSchema judges every schema for parameters in the catalog.
func eachSchema(judge func(c *Case, run *CatalogRun, of string, schema map[string]any)) func(*Case, *CatalogRun) {
	return func(c *Case, run *CatalogRun) {
		x := c.Use(run.Catalog)
		found := false
		for _, p := range allPlans(x) {
			for _, place := range []string{"service_instance/create", "service_instance/update", "service_binding/create"} {
				value, _ := At(p, "/schemas/"+place+"/parameters")
				if schema, ok := value.(map[string]any); ok {
					found = true
					judge(c, run, place+" of plan "+text(p, "name"), schema)
				}
			}
		}
		if !found {
			c.NotApplicable(x, "no plan has a schema for parameters")
		}
	}
}

// walk visits every object of a schema that may be a schema itself; literal values are none.
func walk(value any, visit func(map[string]any)) {
	switch value := value.(type) {
	case map[string]any:
		visit(value)
		for name, member := range value {
			switch name {
			case "const", "default", "enum", "example", "examples":
			default:
				walk(member, visit)
			}
		}
	case []any:
		for _, item := range value {
			walk(item, visit)
		}
	}
}
