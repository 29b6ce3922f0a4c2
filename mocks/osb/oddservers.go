package osb

import (
	"net/http"
	"strings"

	"conformance/mocks"
)

// oddServers are brokers as they are met: those that do little, that are busy, and that stand behind something else.
func oddServers() []mocks.Equivalent {
	browse := mocks.On("catalog").When(browsing).Answered(200)
	busy := map[string]any{"error": "ConcurrencyError", "description": "one at a time"}
	return []mocks.Equivalent{
		excusing(oddity("updates-unsupported", "every update is refused with 422", "422 is for changes that are not supported",
			lives("update").When(offered).InsteadWith(reply(422, failure())), beside("update").When(offered).InsteadWith(reply(422, failure()))),
			"OSB-MAINT-012", "OSB-UPD-026", "OSB-UPD-032", "OSB-UPD-046"),
		oddity("updates-unavailable", "no update can be had for the moment", "503 is for what does not lie in the request",
			beside("update").When(offered).InsteadWith(reply(503, failure()))),
		oddity("busy-at-first", "the first requests are refused as concurrent", "a broker may refuse concurrent requests",
			beside("provision", "update").When(earliest()).Nth(1).InsteadWith(reply(422, busy))),
		oddity("limited-at-first", "the first requests are refused as too many", "limits are the broker's affair",
			beside("provision", "update").When(earliest()).Nth(1).InsteadWith(reply(429, failure()))),
		excusing(oddity("platform-unavailable", "updates for other platforms come when nothing can be had", "503 is for what does not lie in the request",
			alters("update", "bind").When(foreign).InsteadWith(reply(503, failure()))), "OSB-CTX-007"),
		excusing(oddity("stale-while-busy", "a provision with stale maintenance_info is refused as concurrent", "the order of checks is not laid down",
			lives("provision").When(stale).InsteadWith(reply(422, busy))), "OSB-MAINT-010"),
		oddity("limited-and-told", "every first request of its kind comes too early, and is told when to come", "limits are the broker's affair",
			lives().Nth(1).InsteadWith(limited), browsed().Nth(1).InsteadWith(limited)),
		oddity("address-refused", "what is no address is refused by a server before the broker", "no broker has to read what is no address", fronted()),
		inVersion("2.13", oddity("address-refused-2.13", "what is no address is refused by a server before the broker", "no broker has to read what is no address", fronted())),
		oddity("strangers-limited", "requests without credentials are soon too many", "limits are the broker's affair",
			lives("fetch-instance", "fetch-binding").When(without("Authorization")).Answered(401).Status(429)),
		oddity("label-ends-early", "Content-Type ends with a semicolon, in upper case", "media types have no case",
			mocks.On().Header("Content-Type", "Application/JSON;")),
		oddity("schema-of-signs", "a schema has many signs that some encoders escape", "64 kB are meant as they are sent",
			browse.Set(firstPlan+"/schemas/service_instance/create/parameters/title", strings.Repeat("<", 40_000))),
		oddity("schema-names-itself", "a schema refers to itself by a part of its address", "references within a schema are free",
			browse.Set(firstPlan+"/schemas/service_instance/create/parameters/id", "https://schemas.example.com/documents.json").
				Set(firstPlan+"/schemas/service_instance/create/parameters/properties/next", map[string]any{"$ref": "documents.json#/properties/size"})),
		oddity("costs-nothing", "a cost has no price in any currency", "how many currencies there are is not said",
			browse.Set(firstPlan+"/metadata/costs/0/amount", map[string]any{})),
		inVersion("2.13", oddity("costs-object-2.13", "costs are an object", "2.13 says object and array",
			browse.Set(firstPlan+"/metadata/costs", map[string]any{"usd": 5}))),
		inVersion("2.13", oddity("names-of-any-script-2.13", "names have letters that are not English", "what a letter is, is not said",
			browse.Set(offering+"/name", "bücher").Set(firstPlan+"/name", "малый"))),
	}
}

// limited refuses a request that comes too early.
func limited(s *mocks.Seen) *mocks.Answer {
	a := reply(http.StatusTooManyRequests, failure())(s)
	a.Header.Set("Retry-After", "1")
	return a
}

// browsed begins rules for requests of the scenario that looks at the catalog.
func browsed() mocks.Rule { return mocks.On().When(browsing) }

// fronted answers what is no address with a page.
func fronted() mocks.Rule {
	return mocks.On("instance-last-operation", "binding-last-operation").When(browsing).When(broken).InsteadWith(func(*mocks.Seen) *mocks.Answer {
		return &mocks.Answer{Status: http.StatusBadRequest, Header: http.Header{"Content-Type": {"text/html"}}, Body: []byte("<html>Bad Request</html>")}
	})
}

// earliest holds for the first instance that a run asks for.
func earliest() func(*mocks.Seen) bool {
	first := remember()
	return func(s *mocks.Seen) bool {
		run := s.Run + s.Scenario
		first.add(run, s.Params["instance_id"])
		return first.of(run)[0] == s.Params["instance_id"]
	}
}

// offered holds for updates that name their offering: what lacks it is malformed as well.
func offered(s *mocks.Seen) bool { return s.Object()["service_id"] != nil }
