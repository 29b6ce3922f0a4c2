package osb

import (
	"bytes"
	"fmt"
	"strings"

	"conformance/mocks"
)

// configures begins rules for requests of the scenario that works with parameters.
func configures(operations ...string) mocks.Rule { return mocks.On(operations...).During("parameters") }

// plainPlatform holds for requests of a platform of a kind that nobody knows.
func plainPlatform(s *mocks.Seen) bool {
	context, _ := s.Object()["context"].(map[string]any)
	return context["platform"] == "conformance"
}

// leniently serves a request without its parameters.
func leniently(s *mocks.Seen, a *mocks.Answer) {
	body := s.Object()
	delete(body, "parameters")
	*a = *s.Send(s.Operation, s.Params, s.Query, body)
}

// sizeless holds for requests whose parameters do not have what a schema may ask for.
func sizeless(s *mocks.Seen) bool {
	parameters, _ := s.Object()["parameters"].(map[string]any)
	return parameters["size"] == nil
}

// writes holds for requests with a text beyond the 65,536 characters that some databases know, in a member of the body.
func writes(member string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool {
		return strings.ContainsRune(fmt.Sprint(s.Object()[member]), '🚀')
	}
}

func parameterMutants() []mutant {
	var all []mutant
	for _, place := range []struct {
		operation, id string
	}{{"provision", "OSB-PROV-022"}, {"update", "OSB-UPD-014"}, {"bind", "OSB-BIND-048"}} {
		ask := configures(place.operation)
		broken := ask.Answered(400).AnsweredWith(says("breaks"))
		all = append(all,
			fault(place.operation+"-ignores-schema", "parameters that break the schema are served", broken.Change(leniently)).
				breaks(place.id, "OSB-SCHEMA-011"),
			fault(place.operation+"-ignores-enum", "values that the schema does not name are served",
				broken.AnsweredWith(says("breaks enum")).Change(leniently)).breaks(place.id, "OSB-SCHEMA-011"),
			fault(place.operation+"-ignores-unknown-parameters", "parameters that the schema does not know are served",
				broken.AnsweredWith(says("breaks additionalProperties")).Change(leniently)).breaks(place.id, "OSB-SCHEMA-011"),
			fault(place.operation+"-types-crash", "parameters of a wrong type crash the broker", broken.AnsweredWith(says("breaks type")).Status(500)).
				breaks(place.id, "OSB-SCHEMA-011", "OSB-ERR-001"),
			fault(place.operation+"-refuses-valid", "parameters that keep the schema are refused", ask.Sends("parameters", nil).InsteadWith(reply(400, failure()))).
				breaks("OSB-SCHEMA-011").also(place.id))
	}
	const dashboard = "https://dashboard.example.com/all"
	return append(all,
		fault("provision-ignores-pattern", "texts that a pattern does not match are served",
			configures("provision").Answered(400).AnsweredWith(says("breaks pattern")).Change(leniently)).breaks("OSB-PROV-022", "OSB-SCHEMA-011"),
		fault("update-ignores-duplicates", "lists whose items are to differ are not looked at",
			configures("update").Answered(400).AnsweredWith(says("breaks uniqueItems")).Change(leniently)).breaks("OSB-UPD-014", "OSB-SCHEMA-011"),
		fault("dashboard-for-all", "all instances have one dashboard", configures("provision").Answered(200, 201).Set("/dashboard_url", dashboard)).breaks("OSB-PROV-046"),
		fault("dashboard-for-all-updated", "all updated instances have one dashboard", configures("update").Answered(200).Set("/dashboard_url", dashboard)).
			breaks("OSB-UPD-047"),
		fault("platform-crashes-provision", "a provision for an unknown platform crashes", configures("provision").When(plainPlatform).InsteadWith(reply(500, failure()))).
			breaks("OSB-CTX-007"),
		fault("update-texts-crash", "parameters beyond the basic plane of Unicode crash the broker", configures("update").When(writes("parameters")).InsteadWith(reply(500, failure()))).
			breaks("OSB-UPD-014"),
		fault("context-texts-drop", "a context beyond the basic plane of Unicode is not answered", configures("provision").When(writes("context")).Drop()).
			breaks("OSB-CTX-007"))
}

func oddParameters() []mocks.Equivalent {
	create := firstPlan + "/schemas/service_instance/create/parameters"
	catalog := mocks.On("catalog").Answered(200)
	drafts := func(draft string) mocks.Rule {
		return catalog.Change(func(_ *mocks.Seen, a *mocks.Answer) {
			a.Body = bytes.ReplaceAll(a.Body, []byte("http://json-schema.org/draft-07/schema#"), []byte(draft))
		})
	}
	refusing := configures("provision", "update", "bind").Answered(400).AnsweredWith(says("breaks"))
	return []mocks.Equivalent{
		oddity("texts-refused", "texts beyond the basic plane of Unicode are refused with a reason", "a broker may have rules for its parameters beyond the schema",
			configures("update").When(writes("parameters")).InsteadWith(reply(400, failure()))),
		oddity("broken-parameters-unprocessable", "parameters that break the schema are refused with 422", "400 is usual, and any refusal keeps the rule", refusing.Status(422)),
		excusing(oddity("broken-parameters-fail-later", "that parameters break the schema shows when the work runs", "how a broker makes sure is not said",
			refusing.Change(instead(202, map[string]any{"operation": "never"})), configures("instance-last-operation", "binding-last-operation").Query("operation", "never").
				InsteadWith(reply(200, map[string]any{"state": "failed", "description": "the parameters are wrong"}))),
			"OSB-PROV-046", "OSB-UPD-047"),
		oddity("schemas-of-draft-4", "schemas are of draft 4", "every draft from 4 on may be used", drafts("http://json-schema.org/draft-04/schema#")),
		oddity("schemas-of-2020", "schemas are of draft 2020-12", "every draft from 4 on may be used", drafts("https://json-schema.org/draft/2020-12/schema")),
		excusing(oddity("schema-recursive", "a schema refers to itself", "references within a schema are free", catalog.Set(create+"/properties/next", map[string]any{"$ref": "#"})),
			"OSB-PROV-022"),
		excusing(oddity("schema-forbids-nothing", "a schema admits everything", "a schema may be empty", catalog.Set(create,
			map[string]any{"$schema": "http://json-schema.org/draft-07/schema#", "type": "object"})), "OSB-PROV-022"),
		oddity("schema-demands", "a schema asks for a parameter that it describes", "what is required can be made", catalog.Set(create+"/required", []any{"size"}),
			configures("provision").When(sizeless).InsteadWith(reply(400, failure()))),
		excusing(oddity("valid-update-unsupported", "an update of parameters is not supported", "422 is for changes that are not supported",
			configures("update").Sends("parameters", nil).InsteadWith(reply(422, failure()))), "OSB-UPD-014"),
		excusing(oddity("foreign-platform-refused", "an instance for another platform is refused with a reason", "a broker may serve one platform only",
			configures("provision").When(plainPlatform).InsteadWith(reply(400, failure()))), "OSB-CTX-007"),
	}
}
