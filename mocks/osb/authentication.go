package osb

import (
	"conformance/mocks"
)

// authentication returns faults about credentials, and how they travel.
func authentication() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "plain", Title: "the broker is reached over a network without TLS; loopback, as here, is no network", Breaks: ids{"OSB-AUTH-002"}, Plain: true},
		{ID: "plain-2.14", Title: "the broker is reached over a network without TLS; loopback, as here, is no network", Version: "2.14",
			Breaks: ids{"OSB-AUTH-010", "OSB-AUTH-002"}, Plain: true},
		{ID: "plain-2.12", Title: "the broker is reached over a network without TLS; loopback, as here, is no network", Version: "2.12", Breaks: ids{"OSB-AUTH-011"},
			Plain: true},
		{ID: "open", Title: "the broker does without credentials", Breaks: ids{"OSB-AUTH-002", "OSB-AUTH-007", "OSB-AUTH-008"},
			Rules: rules{mocks.On("catalog").At("catalog").Without("Authorization").Status(200).Body(`{"services":[]}`)}},
		{ID: "strangers-served", Title: "the catalog is for everybody", Breaks: ids{"OSB-AUTH-007", "OSB-AUTH-008", "OSB-AUTH-002"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(401).Status(200).Body(`{"services":[]}`)}},
		{ID: "strangers-answered-403", Title: "strangers are answered 403", Breaks: ids{"OSB-AUTH-008"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(401).Status(403)}},
		{ID: "fetched-by-anybody", Title: "instances are fetched without credentials", Breaks: ids{"OSB-AUTH-007", "OSB-AUTH-008"},
			Rules: rules{mocks.On("fetch-instance").At("lifecycle").Without("Authorization").InsteadWith(reply(200, map[string]any{}))}},
		{ID: "bindings-for-anybody", Title: "bindings are fetched without credentials", Breaks: ids{"OSB-AUTH-007", "OSB-AUTH-008"},
			Rules: rules{mocks.On("fetch-binding").At("lifecycle").Without("Authorization").InsteadWith(reply(200, map[string]any{}))}},
		{ID: "strangers-conflict", Title: "a provision without credentials is looked at before it is refused", Breaks: ids{"OSB-AUTH-008"},
			Rules: rules{mocks.On("provision").At("lifecycle").Without("Authorization").Answered(401).Status(409)}},
		{ID: "strangers-not-found", Title: "a bind without credentials finds nothing", Breaks: ids{"OSB-AUTH-008"},
			Rules: rules{mocks.On("bind").At("lifecycle").Without("Authorization").Answered(401).Status(404)}},
		{ID: "stranger-deletes", Title: "an instance is gone after a stranger asked to delete it", Breaks: ids{"OSB-AUTH-009", "OSB-ERR-017", "OSB-DEPROV-009"},
			Blocks: true, Rules: rules{mocks.On("deprovision").At("lifecycle", "deprovision").Answered(200).Status(410)}},
	}
}
