package specs

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// TestQuick: what quick accepts, the full validation accepts as well, in every request schema of every document; and
// the samples hold provision requests of OSB that it accepts, so that it is of use.
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
				if op.body != nil {
					t.Run(fmt.Sprintf("%s-%s/%s", name, version, op.ID), func(t *testing.T) { holdQuick(t, op) })
				}
			}
		}
	}
}

func holdQuick(t *testing.T, op *Operation) {
	accepted := 0
	for _, sample := range samples(op.body, 0) {
		if !op.quickBody.fits(sample) {
			continue
		}
		accepted++
		if err := op.body.VisitJSON(sample, openapi3.VisitAsRequest(), openapi3.MultiErrors()); err != nil {
			text, _ := json.Marshal(sample)
			t.Errorf("quick accepts %s: %v", text, err)
		}
	}
	if op.ID == "provision" && strings.HasPrefix(t.Name(), "TestQuick/osb") && accepted == 0 {
		t.Error("quick accepts no sample")
	}
}

// samples returns values of every kind and, for a schema with members, objects that are complete but for one member,
// which has every kind of value in turn.
func samples(schema *openapi3.Schema, depth int) []any {
	plain := []any{nil, "", "text", true, json.Number("1"), json.Number("-0.5"), []any{}, []any{"text"}, map[string]any{}, map[string]any{"other": nil}}
	members := map[string]*openapi3.Schema{}
	gather(schema, members)
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
