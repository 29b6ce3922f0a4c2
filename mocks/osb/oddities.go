package osb

import (
	"encoding/json"
	"slices"

	"conformance/mocks"
)

func oddNames() []mocks.Equivalent {
	browse := mocks.On("catalog").When(browsing).Answered(200)
	return []mocks.Equivalent{
		oddity("names-differ-by-case", "two plans of an offering have names that differ by case", "names compare case-sensitively", browse.Set(firstPlan+"/name", "Async")),
		oddity("names-of-any-script", "names have letters that are not English", "what a letter is, is not said",
			browse.Set(offering+"/name", "Bücher").Set(firstPlan+"/name", "малый")),
		inVersion("2.14", oddity("names-of-any-script-2.14", "names have letters that are not English", "what a letter is, is not said",
			browse.Set(offering+"/name", "Bücher").Set(firstPlan+"/name", "малый"))),
		inVersion("2.12", oddity("names-underscored-2.12", "names have underscores and dots", "before 2.13 names have to be in lower case and without spaces",
			browse.Set(offering+"/name", "all_documents").Set(firstPlan+"/name", "v1.sync"))),
		oddity("offerings-shuffled", "offerings and plans come in another order each time", "a list of offerings has no order",
			mocks.On("catalog").Answered(200).Change(turned)),
		oddity("plan-flags-override", "the offering is not bindable, but its plans are", "a plan's flag overrides that of its offering",
			mocks.On("catalog").Answered(200).Set(offering+"/bindable", false).Map(offering+"/plans/*", bindable)),
		oddity("large-schema", "a schema has nearly 65536 bytes", "the unit of 64 kB is not said",
			browse.Set(firstPlan+"/schemas/service_instance/create/parameters/title", long(64500))),
		oddity("bare-metadata", "metadata has a member without prefix", "metadata is open", browse.Set(offering+"/metadata/region", "eu").Set(firstPlan+"/metadata/region", "eu")),
		oddity("camel-prefix", "a member of the vendor's own has its prefix in camel case", "the form of a prefix is not said",
			browse.Set(offering+"/acmeRegion", "eu").Set(firstPlan+"/acme.com/region", "eu")),
		oddity("rotatable-offering", "an offering has binding_rotatable", "it is a member of plans, and is shown on offerings too", browse.Set(offering+"/binding_rotatable", true)),
		inVersion("2.14", oddity("early-members", "a catalog of 2.14 has members that came later", "unknown members are ignored",
			browse.Set(offering+"/allow_context_updates", true).Set(firstPlan+"/maximum_polling_duration", 60))),
		inVersion("2.14", oddity("dashboard-without-id-2.14", "a dashboard client has an address only", "id and secret are optional before 2.15",
			browse.Set(offering+"/dashboard_client", map[string]any{"redirect_uri": "https://dashboard.example.com/"}))),
	}
}

// turned reverses offerings and plans, which a request that comes second finds in another order than the first.
func turned(s *mocks.Seen, a *mocks.Answer) {
	var catalog map[string]any
	if s.Nth%2 == 1 || json.Unmarshal(a.Body, &catalog) != nil {
		return
	}
	offerings, _ := catalog["services"].([]any)
	slices.Reverse(offerings)
	for _, value := range offerings {
		offering, _ := value.(map[string]any)
		plans, _ := offering["plans"].([]any)
		slices.Reverse(plans)
	}
	a.Body, _ = json.Marshal(catalog) // it was read from JSON
}

// bindable says of a plan what its offering said of it.
func bindable(value any) any {
	if plan, _ := value.(map[string]any); plan != nil && plan["bindable"] == nil {
		plan["bindable"] = true
	}
	return value
}

func oddVersions() []mocks.Equivalent {
	const version = "X-Broker-API-Version"
	oldest := mocks.On("catalog").When(browsing).When(func(s *mocks.Seen) bool { return s.Header.Get(version) == "2.11" })
	newer := mocks.On("catalog").When(browsing).When(func(s *mocks.Seen) bool { return s.Header.Get(version) == "2.17" }).Answered(200)
	return []mocks.Equivalent{
		excusing(oddity("oldest-version-refused", "the oldest version is refused with 412", "a broker may need a newer version", oldest.InsteadWith(reply(412, failure()))),
			"OSB-META-004"),
		oddity("updateable-by-plan", "newer platforms are told plan by plan what can be updated", "a plan's flag overrides that of its offering",
			newer.Remove(offering+"/plan_updateable").Set(offering+"/plans/*/plan_updateable", true)),
		oddity("oldest-version-decorated", "the catalog for the oldest version has other metadata and empty lists", "metadata is open",
			oldest.Answered(200).Set(offering+"/metadata/theme", "grey").Set("/services/1/requires", []any{})),
	}
}

func oddRefusals() []mocks.Equivalent {
	malformed := mocks.On("instance-last-operation", "binding-last-operation").When(browsing).When(broken)
	return []mocks.Equivalent{
		oddity("malformed-poll-unknown", "a malformed poll is answered with 404", "the order of checks is not laid down", malformed.Status(404)),
		oddity("malformed-poll-served", "a malformed poll is read as far as it goes", "which queries are malformed is not said",
			malformed.Status(200).Body(`{"state":"succeeded","description":"nothing to do"}`)),
		excusing(oddity("odd-ids-refused", "ids that have to be percent-encoded are refused", "which ids a broker takes is not laid down",
			beside("provision", "bind").When(spelt("%")).InsteadWith(reply(400, failure()))), "OSB-URL-003"),
		oddity("percent-refused", "a percent sign in an id is refused", "which ids a broker takes is not laid down",
			beside("provision", "bind").When(spelt("%25")).InsteadWith(reply(400, failure()))),
		oddity("text-refused", "a body that is labelled as text is refused with 400", "400 is for a wrong Content-Type",
			beside("provision", "update", "bind").When(typed("text/plain")).InsteadWith(reply(400, failure()))),
		oddity("bytes-refused", "a body that is no UTF-8 is refused", "400 is for what cannot be processed",
			beside("provision").When(sends("\xff\xfe")).InsteadWith(reply(400, failure()))),
		oddity("unknown-plan-answers-404", "unknown offerings and plans are refused with 404", "400 is optional for invalid data",
			lives("provision").When(func(s *mocks.Seen) bool { return unlisted(s, "plan_id") || unlisted(s, "service_id") }).Answered(400).Status(404)),
		oddity("idle-updates-refused", "an update that changes nothing is refused, with and without context", "what an update can do is the broker's affair",
			beside("update").When(func(s *mocks.Seen) bool { return s.Object() != nil }).InsteadWith(reply(422, failure()))),
		oddity("refusal-explained", "refusals carry members of the vendor's own", "unknown members are ignored",
			mocks.On().Answered(400, 401, 404, 409, 410, 412, 422).Set("/acme_trace", "4711")),
		oddity("refusal-coded", "a refusal without a code of the API has one of the broker's own", "other codes are the broker's affair",
			mocks.On("provision", "bind", "update").Answered(400, 409).Set("/error", "AcmeRefused")),
		oddity("strangers-unchallenged", "a 401 has neither challenge nor body", "both are optional", mocks.On("catalog").Answered(401).Header("WWW-Authenticate", "").Body("")),
	}
}
