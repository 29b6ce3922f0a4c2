package controller

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

const largestSchema = 64 << 10

// schemaPlaces are where a plan may describe parameters: the object, and its actions.
func schemaPlaces() map[string][]string {
	return map[string][]string{"service_instance": {create, update}, "service_binding": {create}}
}

func (p *problems) schemas(place string, schemas map[string]any) {
	for _, kind := range []string{"service_instance", "service_binding"} {
		actions := p.object(place+" schemas", schemas, kind)
		for _, name := range schemaPlaces()[kind] {
			here := fmt.Sprintf("%s schemas.%s.%s", place, kind, name)
			action := p.object(place+" schemas."+kind, actions, name)
			if schema := p.object(here, action, "parameters"); schema != nil {
				p.schema(here+".parameters", schema)
			}
		}
	}
}

// schema demands a JSON Schema that names its draft and stands on its own.
func (p *problems) schema(place string, schema map[string]any) {
	data, err := json.Marshal(schema)
	if err != nil || len(data) > largestSchema {
		p.add(place, "must have at most %d bytes", largestSchema)
		return
	}
	if draft, ok := schema["$schema"].(string); !ok || draft == "" {
		p.add(place, "$schema is required")
		return
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(data)))
	if err != nil {
		p.add(place, "must be JSON: %v", err)
		return
	}
	compiler := jsonschema.NewCompiler()
	compiler.UseLoader(noLoader{})
	const here = "urn:parameters"
	if err = compiler.AddResource(here, value); err == nil {
		_, err = compiler.Compile(here)
	}
	if err != nil {
		p.add(place, "must be a valid JSON Schema without external references: %v", err)
	}
}

// noLoader refuses references that lead out of a schema.
type noLoader struct{}

// Load always returns an error.
func (noLoader) Load(string) (any, error) {
	return nil, errors.New("external references are not followed")
}

// schemasOf shows all places of a plan's schemas, empty where the catalog has none.
func schemasOf(p catalogPlan) map[string]any {
	shown := map[string]any{}
	for kind, actions := range schemaPlaces() {
		given, _ := p.Schemas[kind].(map[string]any)
		all := map[string]any{}
		for _, name := range actions {
			action, _ := given[name].(map[string]any)
			parameters, _ := action["parameters"].(map[string]any)
			all[name] = map[string]any{"parameters": object(parameters)}
		}
		shown[kind] = all
	}
	return shown
}
