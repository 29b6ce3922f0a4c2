package osb

import (
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"slices"

	. "conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

const otherBindParameters = "other_bind_parameters"

func bindParameterChecks() List {
	return List{
		On("OSB-BIND-061", Lifecycle, func(c *Case, run *LifecycleRun) { conflicts(c, run.BindOther) }),
		On("OSB-BIND-062", Asynchronous, func(c *Case, run *AsynchronousRun) {
			serial(c, c.Use(run.BindOther))
			whileBusy(c, run.BindPolls)
			conflicts(c, run.BindOther)
		}),
	}
}

// conflicts judges requests for an existing binding with other parameters. One of them may ask for what the broker takes
// when nothing is said, so that it differs in nothing; not all can.
func conflicts(c *Case, step record.Step) {
	all := c.UseAll(step)
	last := all[len(all)-1]
	switch {
	case last.Is(http.StatusConflict):
		return
	case last.Is(http.StatusBadRequest, http.StatusUnprocessableEntity) && c.Subject[otherBindParameters] == "":
		c.NotApplicable(last, "got %s, so that the parameters, which were made from the plan's schema, may be no valid ones; see --fixture %s",
			last.Got(), otherBindParameters)
	}
	for _, x := range all {
		c.Fail(x, Want("409").Got("%s for an existing binding with other parameters", x.Got()))
	}
}

// differ asks for an existing binding with other parameters, until that is refused.
func differ(s *scenario.Session, b *binding, x *record.Exchange, step string) {
	all := otherParameters(s.Site, b.plan)
	if len(all) == 0 {
		s.Skip(x, "no valid parameters are known that differ from those of the binding: the plan's schema enumerates none; see --fixture "+otherBindParameters, step)
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
	return site.Fixtures[otherBindParameters]
}

// vouched adds to a subject whether other parameters have the owner's word.
func vouched(site *scenario.Site, p plan, subject scenario.Subject) scenario.Subject {
	if ownersOther(site, p) != "" {
		subject[otherBindParameters] = "given"
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
