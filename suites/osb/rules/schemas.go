package rules

import (
	"bytes"
	"encoding/json"
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/osb/schema"
	"conformance/suites/record"
)

func schemasChecks() List {
	return List{
		// "parameters holds a JSON schema object"
		On("OSB-SCHEMA-005", flows.Catalog, eachSchema(func(c *Case, run *flows.CatalogRun, of string, document map[string]any) {
			if err := schema.Valid(document); err != nil {
				c.Fail(c.Use(run.Catalog), Note("the schema for %s is no JSON Schema: %v", of, err))
			}
		})),
		// "Schema has no external references"
		On("OSB-SCHEMA-009", flows.Catalog, eachSchema(func(c *Case, run *flows.CatalogRun, of string, document map[string]any) {
			for _, ref := range schema.Outside(document) {
				c.Fail(c.Use(run.Catalog), Note("the schema for %s refers to %q, which is outside of it", of, ref))
			}
		})),
		// "Schema at most 64 kB"
		On("OSB-SCHEMA-010", flows.Catalog, eachSchema(func(c *Case, run *flows.CatalogRun, of string, document map[string]any) {
			if size := compact(document); size > maxSchema {
				c.Fail(c.Use(run.Catalog), Note("the schema for %s has %d bytes, want at most %d", of, size, maxSchema))
			}
		})),
		// "Published schema agrees with accepted parameters"
		On("OSB-SCHEMA-011", flows.Parameters, keepsSchema),
	}
}

// keepsSchema judges both ways: what a schema admits is served, and what it forbids is refused.
func keepsSchema(c *Case, run *flows.ParametersRun) {
	found := false
	for _, place := range []struct{ valid, plain, broken record.Step }{
		{run.Valid, run.Provision, run.ProvisionBroken}, {run.UpdateValid, run.Update, run.UpdateBroken}, {run.BindValid, run.Bind, run.BindBroken},
	} {
		if place.broken.Present() {
			found = true
			refusesBroken(c, place.broken, run.Drains)
		}
		if !place.valid.Present() || !place.plain.Present() && !flows.Worked(place.valid.Exchange()) {
			continue
		}
		// That the parameters are the reason is known when the same request is served without them. Another status than
		// 400 may have another reason.
		x := c.Use(place.valid)
		found = true
		if x.Is(http.StatusBadRequest) && flows.Worked(c.Use(place.plain)) {
			c.Fail(x, Want("them accepted").Got("%s for parameters that keep the schema", x.Got()))
		}
	}
	if !found {
		c.Use(run.ProvisionBroken)
	}
}

const maxSchema = 64 * 1024

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
func eachSchema(judge func(c *Case, run *flows.CatalogRun, of string, document map[string]any)) func(*Case, *flows.CatalogRun) {
	return func(c *Case, run *flows.CatalogRun) {
		x := c.Use(run.Catalog)
		found := false
		for _, p := range allPlans(x) {
			for _, place := range []string{"service_instance/create", "service_instance/update", "service_binding/create"} {
				value, _ := At(p, "/schemas/"+place+"/parameters")
				if document, ok := value.(map[string]any); ok {
					found = true
					judge(c, run, place+" of plan "+flows.Text(p, "name"), document)
				}
			}
		}
		if !found {
			c.NotApplicable(x, "no plan has a schema for parameters")
		}
	}
}
