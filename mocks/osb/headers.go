package osb

import (
	"conformance/mocks"
)

// headers returns faults about the headers of requests.
func headers() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "version-answered-400", Title: "an old version is refused with 400", Breaks: ids{"OSB-HDR-005"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(412).Status(400)}},
		{ID: "versionless-answered-412", Title: "a missing version is refused with 412", Breaks: ids{"OSB-HDR-008"},
			Rules: rules{mocks.On("catalog").At("catalog").Without("X-Broker-API-Version").Answered(400).Status(412)}},
		{ID: "identity-not-echoed", Title: "no answer has the identity of its request", Breaks: ids{"OSB-HDR-030"}, Rules: rules{mocks.On().Header(identity, "")}},
		{ID: "originator-crashes", Title: "a malformed originating identity is answered with 500", Breaks: ids{"OSB-HDR-036", "OSB-ERR-001"},
			Rules: rules{mocks.On("catalog").At("catalog").With("X-Broker-API-Originating-Identity").Status(500)}},
		{ID: "identity-demanded", Title: "a request without identity is refused", Breaks: ids{"OSB-HDR-037"},
			Rules: rules{mocks.On("catalog").At("catalog").Without(identity).InsteadWith(refuse(400))}},
		{ID: "header-names-known-in-one-case", Title: "in memory, where the case of names is not lost: a version whose header is spelled in another case is not seen",
			Breaks: ids{"OSB-HDR-038"}, Rules: rules{mocks.On("catalog").At("catalog").Respelled("X-Broker-API-Version").SetSentHeader("X-Broker-API-Version", "")}},
		{ID: "header-names-refused", Title: "in memory: a request whose header names are in another case is refused with 412", Breaks: ids{"OSB-HDR-038"},
			Rules: rules{mocks.On("catalog").At("catalog").Respelled("X-Broker-API-Version").Answered(200).Status(412)}},
		{ID: "authorization-known-in-one-case", Title: "in memory: credentials in a header that is spelled in another case are not seen", Breaks: ids{"OSB-HDR-038"},
			Rules: rules{mocks.On("catalog").At("catalog").Respelled("Authorization").SetSentHeader("Authorization", "")}},
		{ID: "originator-demanded", Title: "a provision without originating identity is refused", Breaks: ids{"OSB-HDR-035"},
			Rules: rules{mocks.On("provision").At("identifiers").Without("X-Broker-API-Originating-Identity").InsteadWith(refuse(400))}},
		{ID: "originator-demanded-to-delete", Title: "a deletion without originating identity is refused", Breaks: ids{"OSB-HDR-035"},
			Rules: rules{mocks.On("deprovision").At("identifiers").Without("X-Broker-API-Originating-Identity").InsteadWith(refuse(400))}},
		{ID: "originator-demanded-to-bind", Title: "without originating identity a bind crashes", Breaks: ids{"OSB-HDR-035"},
			Rules: rules{mocks.On("bind").At("identifiers").Without("X-Broker-API-Originating-Identity").InsteadWith(refuse(500))}},
	}
}
