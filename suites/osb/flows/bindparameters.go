package flows

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// OtherBindParameters is the fixture of parameters that differ from those of a binding.
const OtherBindParameters = "other_bind_parameters"

// differ asks for an existing binding with other parameters, until that is refused.
func differ(s *scenario.Session, b *binding, x *record.Exchange, step any) {
	all := otherParameters(s.Site, b.plan)
	if len(all) == 0 {
		s.SkipFor(x, record.Lacking(OtherBindParameters).For("no valid parameters are known that differ from those of the binding: the plan's schema enumerates none"), step)
	}
	for _, parameters := range all {
		call := changed(b.bind(true, app(s)), func(body map[string]any) { body["parameters"] = parameters })
		if !s.Send(step, call).Is(200, 201, 202) {
			return
		}
	}
}

// otherParameters are valid parameters that differ from those of bind: the owner's, or made from the schema of the plan.
func otherParameters(site *scenario.Site, p plan) []any {
	if own := ownersOther(site, p); own != "" {
		return []any{json.RawMessage(own)}
	}
	given := map[string]any{}
	_, parameters := parametersOf(site, p)
	_ = json.Unmarshal(parameters, &given) // none are none
	return variants(p.bindSchema, given)
}

// ownersOther are the owner's other parameters, which describe the offering that the lifecycle works with.
func ownersOther(site *scenario.Site, p plan) string {
	if main, found := principal(site); !found || main.service != p.service {
		return ""
	}
	return site.Fixtures[OtherBindParameters]
}

// vouched adds to a subject whether other parameters have the owner's word.
func vouched(site *scenario.Site, p plan, subject scenario.Subject) scenario.Subject {
	if ownersOther(site, p) != "" {
		subject[OtherBindParameters] = "given"
	}
	return subject
}

// variants changes one member of parameters into another value that the schema enumerates. Where the member is not given
// there are two, as one may be what it is by default. A schema with conditions is not for us to solve.
func variants(schema, given map[string]any) []any {
	for _, condition := range []string{"$ref", "allOf", "anyOf", "oneOf", "not", "if", "dependencies", "dependentRequired", "dependentSchemas"} {
		if schema[condition] != nil {
			return nil
		}
	}
	required, _ := schema["required"].([]any)
	if slices.ContainsFunc(required, func(name any) bool { text, _ := name.(string); return given[text] == nil }) {
		return nil
	}
	properties, _ := schema["properties"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		property, _ := properties[name].(map[string]any)
		values, _ := property["enum"].([]any)
		before, isGiven := given[name]
		var all []any
		for _, value := range values {
			if !reflect.DeepEqual(value, before) && !reflect.DeepEqual(value, property["default"]) {
				other := maps.Clone(given)
				other[name] = value
				all = append(all, other)
			}
		}
		if len(all) >= 2 || isGiven && len(all) == 1 {
			return all[:min(2, len(all))]
		}
	}
	return nil
}
