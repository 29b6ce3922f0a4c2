package specs

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// TestQuick: what quick accepts, the full validation accepts as well, in every schema of a request or a response of every
// document; and the samples hold provision requests and catalogs of OSB that it accepts, so that it is of use.
func TestQuick(t *testing.T) {
	for _, name := range Names() {
		api, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, version := range api.Versions {
			document, err := api.Document(version)
			if err != nil {
				t.Fatal(err)
			}
			for _, op := range document.Operations() {
				name := fmt.Sprintf("%s-%s/%s", name, version, op.ID)
				if op.body != nil {
					t.Run(name, func(t *testing.T) {
						holdQuick(t, op.body, op.quickBody, op.ID == "provision" && api.Name == "osb", openapi3.VisitAsRequest())
					})
				}
				for _, a := range op.answers() {
					if a.body != nil {
						t.Run(name+"/response", func(t *testing.T) {
							holdQuick(t, a.body.Value, a.quick, op.ID == "catalog" && api.Name == "osb", openapi3.VisitAsResponse(), openapi3.EnableFormatValidation())
						})
					}
				}
			}
		}
	}
}

func holdQuick(t *testing.T, schema *openapi3.Schema, q *quick, useful bool, options ...openapi3.SchemaValidationOption) {
	accepted := 0
	for _, sample := range samples(schema, 0) {
		if !q.fits(sample) {
			continue
		}
		accepted++
		if err := schema.VisitJSON(sample, append(options, openapi3.MultiErrors())...); err != nil {
			text, _ := json.Marshal(sample)
			t.Errorf("quick accepts %s: %v", text, err)
		}
	}
	if useful && accepted == 0 {
		t.Error("quick accepts no sample")
	}
}

// samples returns values of every kind and, for a schema with members, objects that are complete but for one member,
// which has every kind of value in turn.
func samples(schema *openapi3.Schema, depth int) []any {
	plain := []any{nil, "", "text", true, json.Number("1"), json.Number("-0.5"), json.Number("1e999"), []any{}, []any{"text"}, map[string]any{}, map[string]any{"other": nil}}
	members := map[string]*openapi3.Schema{}
	gather(schema, members)
	if schema.Items != nil && depth < 3 {
		for _, item := range samples(schema.Items.Value, depth+1) {
			plain = append(plain, []any{item}, []any{fitting(schema.Items.Value), item})
		}
	}
	if depth == 3 || len(members) == 0 {
		return plain
	}
	complete := map[string]any{}
	for name, member := range members {
		complete[name] = fitting(member)
	}
	all := append(plain, complete)
	for name, member := range members {
		without := copyOf(complete)
		delete(without, name)
		all = append(all, without)
		for _, value := range samples(member, depth+1) {
			changed := copyOf(complete)
			changed[name] = value
			all = append(all, changed)
		}
	}
	return all
}

func gather(schema *openapi3.Schema, into map[string]*openapi3.Schema) {
	for name, ref := range schema.Properties {
		into[name] = ref.Value
	}
	for _, part := range schema.AllOf {
		gather(part.Value, into)
	}
}

// fitting guesses a value that fits.
func fitting(schema *openapi3.Schema) any {
	members := map[string]*openapi3.Schema{}
	gather(schema, members)
	object := map[string]any{}
	for name, member := range members {
		object[name] = fitting(member)
	}
	for _, value := range []any{"text", true, json.Number("1"), []any{}, object} {
		if schema.VisitJSON(value) == nil {
			return value
		}
	}
	return strings.Repeat("a", 36)
}

func copyOf(object map[string]any) map[string]any {
	all := map[string]any{}
	for name, value := range object {
		all[name] = value
	}
	return all
}

// BenchmarkQuick is what a valid message costs with and without quick. Without it the matrix of mutants takes 7 % more
// time, and the reference 15 % more for a request; a single run against a broker does not show it.
func BenchmarkQuick(b *testing.B) {
	api, err := Load("osb")
	if err != nil {
		b.Fatal(err)
	}
	document, err := api.Document(api.Versions[len(api.Versions)-1])
	if err != nil {
		b.Fatal(err)
	}
	provision, catalog := document.Operation("provision"), document.Operation("catalog")
	answer := catalog.answers()[catalog.response(http.StatusOK)]
	plan := map[string]any{"id": "an-id", "name": "small", "description": "A plan.", "free": true, "bindable": true}
	offering := map[string]any{"id": "an-id", "name": "many", "description": "An offering.", "bindable": true, "tags": []any{"a", "b"}, "plans": []any{plan, plan, plan}}
	request := map[string]any{"service_id": "an-id", "plan_id": "an-id", "organization_guid": "an-id", "space_guid": "an-id", "parameters": map[string]any{"on": true}}
	for _, message := range []struct {
		name    string
		schema  *openapi3.Schema
		quick   *quick
		options []openapi3.SchemaValidationOption
		value   any
	}{
		{"request", provision.body, provision.quickBody, []openapi3.SchemaValidationOption{openapi3.VisitAsRequest()}, request},
		{"catalog", answer.body.Value, answer.quick, []openapi3.SchemaValidationOption{openapi3.VisitAsResponse(), openapi3.EnableFormatValidation()},
			map[string]any{"services": []any{offering, offering, offering}}},
	} {
		b.Run(message.name+"/quick", func(b *testing.B) {
			for b.Loop() {
				if !message.quick.fits(message.value) {
					b.Fatal("does not fit")
				}
			}
		})
		b.Run(message.name+"/full", func(b *testing.B) {
			for b.Loop() {
				if err := message.schema.VisitJSON(message.value, append(message.options, openapi3.MultiErrors())...); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
