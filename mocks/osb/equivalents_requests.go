package osb

import (
	"bytes"
	"net/http"

	"conformance/mocks"
)

// oddRefusals returns equivalents: brokers that refuse, or serve, what is at the edge.
func oddRefusals() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "malformed-poll-unknown", Title: "a malformed poll is answered with 404", Allows: "the order of checks is not laid down",
			Rules: rules{mocks.On("instance-last-operation", "binding-last-operation").At("catalog").When(broken).Status(404)}},
		{ID: "malformed-poll-served", Title: "a malformed poll is read as far as it goes", Allows: "which queries are malformed is not said",
			Rules: rules{mocks.On("instance-last-operation", "binding-last-operation").At("catalog").When(broken).Status(200).
				Body(`{"state":"succeeded","description":"nothing to do"}`)}},
		{ID: "odd-ids-refused", Title: "ids that have to be percent-encoded are refused", Allows: "which ids a broker takes is not laid down",
			Rules: rules{mocks.On("provision", "bind").At("identifiers").When(path("%")).InsteadWith(refuse(400))}},
		{ID: "percent-refused", Title: "a percent sign in an id is refused", Allows: "which ids a broker takes is not laid down",
			Rules: rules{mocks.On("provision", "bind").At("identifiers").When(path("%25")).InsteadWith(refuse(400))}},
		{ID: "text-refused", Title: "a body that is labelled as text is refused with 400", Allows: "400 is for a wrong Content-Type",
			Rules: rules{mocks.On("provision", "update", "bind").At("identifiers").When(mocks.Labelled("text/plain")).InsteadWith(refuse(400))}},
		{ID: "bytes-refused", Title: "a body that is no UTF-8 is refused", Allows: "400 is for what cannot be processed",
			Rules: rules{mocks.On("provision").At("identifiers").When(sends("\xff\xfe")).InsteadWith(refuse(400))}},
		{ID: "unknown-plan-answers-404", Title: "unknown offerings and plans are refused with 404", Allows: "400 is optional for invalid data",
			Rules: rules{mocks.On("provision").At("lifecycle").When(func(s *mocks.Seen) bool { return unlisted(s, "plan_id") || unlisted(s, "service_id") }).
				Answered(400).Status(404)}},
		{ID: "idle-updates-refused", Title: "an update that changes nothing is refused, with and without context", Allows: "what an update can do is the broker's affair",
			Rules: rules{mocks.On("update").At("identifiers").When(func(s *mocks.Seen) bool { return s.Object() != nil }).InsteadWith(refuse(422))}},
		{ID: "refusal-explained", Title: "refusals carry members of the vendor's own", Allows: "unknown members are ignored",
			Rules: rules{mocks.On().Answered(400, 401, 404, 409, 410, 412, 422).Set("/acme_trace", "4711")}},
		{ID: "refusal-coded", Title: "a refusal without a code of the API has one of the broker's own", Allows: "other codes are the broker's affair",
			Rules: rules{mocks.On("provision", "bind", "update").Answered(400, 409).Set("/error", "AcmeRefused")}},
		{ID: "strangers-unchallenged", Title: "a 401 has neither challenge nor body", Allows: "both are optional",
			Rules: rules{mocks.On("catalog").Answered(401).Header("WWW-Authenticate", "").Body("")}},
	}
}

// oddServers returns equivalents: brokers that do little, are busy, or stand behind something else.
func oddServers() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "updates-unsupported", Title: "every update is refused with 422", Allows: "422 is for changes that are not supported",
			Rules: rules{mocks.On("update").At("lifecycle").When(offered).InsteadWith(refuse(422)),
				mocks.On("update").At("identifiers").When(offered).InsteadWith(refuse(422))}},
		{ID: "updates-unavailable", Title: "no update can be had for the moment", Allows: "503 is for what does not lie in the request",
			Rules: rules{mocks.On("update").At("identifiers").When(offered).InsteadWith(refuse(503))}},
		{ID: "busy-at-first", Title: "the first requests are refused as concurrent", Allows: "a broker may refuse concurrent requests",
			Rules: rules{mocks.On("provision", "update").At("identifiers", "provision", "update").InsteadWith(coded(422, "ConcurrencyError"))}},
		{ID: "limited-at-first", Title: "the first requests are refused as too many", Allows: "limits are the broker's affair",
			Rules: rules{mocks.On("provision", "update").At("identifiers", "provision", "update").Nth(1).InsteadWith(refuse(429))}},
		{ID: "platform-unavailable", Title: "updates for other platforms come when nothing can be had", Allows: "503 is for what does not lie in the request",
			Rules: rules{mocks.On("update", "bind").At("updating").When(foreign).InsteadWith(refuse(503))}},
		{ID: "stale-while-busy", Title: "a provision with stale maintenance_info is refused as concurrent", Allows: "the order of checks is not laid down",
			Rules: rules{mocks.On("provision").At("lifecycle").When(stale).InsteadWith(coded(422, "ConcurrencyError"))}},
		{ID: "limited-and-told", Title: "every first request of its kind comes too early, and is told when to come", Allows: "limits are the broker's affair",
			Rules: rules{mocks.On().At("lifecycle").Nth(1).InsteadWith(limited), mocks.On().At("catalog").Nth(1).InsteadWith(limited)}},
		{ID: "address-refused", Title: "what is no address is refused by a server before the broker", Allows: "no broker has to read what is no address",
			Rules: rules{fronted()}},
		{ID: "address-refused-2.13", Title: "what is no address is refused by a server before the broker", Version: "2.13",
			Allows: "no broker has to read what is no address", Rules: rules{fronted()}},
		{ID: "strangers-limited", Title: "requests without credentials are soon too many", Allows: "limits are the broker's affair",
			Rules: rules{mocks.On("fetch-instance", "fetch-binding").At("lifecycle").Without("Authorization").Answered(401).Status(429)}},
		{ID: "label-ends-early", Title: "Content-Type ends with a semicolon, in upper case", Allows: "media types have no case",
			Rules: rules{mocks.On().Header("Content-Type", "Application/JSON;")}},
	}
}

// oddParameters returns equivalents: brokers that publish odd schemas, or look at parameters in their own way.
func oddParameters() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "texts-refused", Title: "texts beyond the basic plane of Unicode are refused with a reason",
			Allows: "a broker may have rules for its parameters beyond the schema",
			Rules:  rules{mocks.On("update").At("parameters").When(astral("parameters")).InsteadWith(refuse(400))}},
		{ID: "broken-parameters-unprocessable", Title: "parameters that break the schema are refused with 422", Allows: "400 is usual, and any refusal keeps the rule",
			Rules: rules{mocks.On("provision", "update", "bind").At("parameters").Answered(400).Mentions("breaks").Status(422)}},
		{ID: "broken-parameters-fail-later", Title: "that parameters break the schema shows when the work runs", Allows: "how a broker makes sure is not said",
			Rules: rules{mocks.On("provision", "update", "bind").At("parameters").Answered(400).Mentions("breaks").
				Change(instead(202, map[string]any{"operation": "never"})),
				mocks.On("instance-last-operation", "binding-last-operation").At("parameters").Query("operation", "never").
					InsteadWith(reply(200, map[string]any{"state": "failed", "description": "the parameters are wrong"}))}},
		{ID: "schemas-of-draft-4", Title: "schemas are of draft 4", Allows: "every draft from 4 on may be used",
			Rules: rules{draft("http://json-schema.org/draft-04/schema#")}},
		{ID: "schemas-of-2020", Title: "schemas are of draft 2020-12", Allows: "every draft from 4 on may be used",
			Rules: rules{draft("https://json-schema.org/draft/2020-12/schema")}},
		{ID: "schema-recursive", Title: "a schema refers to itself", Allows: "references within a schema are free",
			Rules: rules{mocks.On("catalog").Answered(200).Set(firstPlan+"/schemas/service_instance/create/parameters/properties/next", map[string]any{"$ref": "#"})}},
		{ID: "schema-forbids-nothing", Title: "a schema admits everything", Allows: "a schema may be empty",
			Rules: rules{mocks.On("catalog").Answered(200).
				Set(firstPlan+"/schemas/service_instance/create/parameters", map[string]any{"$schema": "http://json-schema.org/draft-07/schema#", "type": "object"})}},
		{ID: "schema-demands", Title: "a schema asks for a parameter that it describes", Allows: "what is required can be made",
			Rules: rules{mocks.On("catalog").Answered(200).Set(firstPlan+"/schemas/service_instance/create/parameters/required", []any{"size"}),
				mocks.On("provision").At("parameters").When(sizeless).InsteadWith(refuse(400))}},
		{ID: "valid-update-unsupported", Title: "an update of parameters is not supported", Allows: "422 is for changes that are not supported",
			Rules: rules{mocks.On("update").At("parameters").Sends("parameters", nil).InsteadWith(refuse(422))}},
		{ID: "foreign-platform-refused", Title: "an instance for another platform is refused with a reason", Allows: "a broker may serve one platform only",
			Rules: rules{mocks.On("provision").At("parameters").When(invented).InsteadWith(refuse(400))}},
	}
}

// draft names another draft of JSON Schema in the catalog.
func draft(name string) mocks.Rule {
	return mocks.On("catalog").Answered(200).Change(func(_ *mocks.Seen, a *mocks.Answer) {
		a.Body = bytes.ReplaceAll(a.Body, []byte("http://json-schema.org/draft-07/schema#"), []byte(name))
	})
}

// sizeless holds for requests whose parameters do not have what a schema may ask for.
func sizeless(s *mocks.Seen) bool {
	parameters, _ := s.Object()["parameters"].(map[string]any)
	return parameters["size"] == nil
}

// limited refuses a request that comes too early.
func limited(s *mocks.Seen) *mocks.Answer {
	a := refuse(http.StatusTooManyRequests)(s)
	a.Header.Set("Retry-After", "1")
	return a
}

// fronted answers what is no address with a page.
func fronted() mocks.Rule {
	return mocks.On("instance-last-operation", "binding-last-operation").At("catalog").When(broken).InsteadWith(func(*mocks.Seen) *mocks.Answer {
		return &mocks.Answer{Status: http.StatusBadRequest, Header: http.Header{"Content-Type": {"text/html"}}, Body: []byte("<html>Bad Request</html>")}
	})
}

// offered holds for updates that name their offering: what lacks it is malformed as well.
func offered(s *mocks.Seen) bool { return s.Object()["service_id"] != nil }
