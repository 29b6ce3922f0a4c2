package ibmosb

import (
	"conformance/mocks"
)

// authentication returns faults about credentials.
func authentication() []mocks.Mutant {
	var created memory
	return []mocks.Mutant{
		{ID: "catalog-for-everybody", Title: "the catalog is served without credentials", Breaks: ids{"IBM-AUTH-001"},
			Rules: rules{mocks.On("catalog").Without("Authorization").Instead(200, map[string]any{"services": []any{}})}},
		{ID: "wrong-credentials-403", Title: "wrong credentials are answered with 403", Breaks: ids{"IBM-AUTH-002"},
			Rules: rules{mocks.On("catalog").When(authorizedBy("B")).Answered(401).Status(403)}},
		{ID: "state-for-everybody", Title: "the state calls are open to everybody", Breaks: ids{"IBM-AUTH-003"},
			Rules: rules{mocks.On("state-get", "state-put").Without("Authorization").Instead(200, map[string]any{"enabled": true})}},
		{ID: "refused-and-created", Title: "a provision without credentials is refused and carried out", Breaks: ids{"IBM-AUTH-004"},
			Rules: rules{mocks.On("provision").Without("Authorization").Before(func(s *mocks.Seen) { created.known(s) }),
				mocks.On("deprovision").When(created.has).Answered(410).Status(200).Body("{}")}},
		{ID: "basic-in-capitals-only", Title: "the scheme basic is refused in lower case", Breaks: ids{"IBM-AUTH-005"},
			Rules: rules{refuse(mocks.On("catalog").When(authorizedBy("basic ")), 401).Header("WWW-Authenticate", "Basic")}},
		{ID: "registered-scheme-refused", Title: "the credentials of the registration are refused at times", Breaks: ids{"IBM-AUTH-006"}, Also: ids{"IBM-HDR-015"},
			Rules: rules{refuseDone(plainCatalog(), 403)}},
		{ID: "any-token", Title: "any bearer token is accepted", Breaks: ids{"IBM-AUTH-007"},
			Rules: rules{mocks.On("catalog").When(authorizedBy("Bearer ")).Instead(200, map[string]any{"services": []any{}})}},
		{ID: "no-challenge", Title: "a 401 does not name the scheme", Breaks: ids{"IBM-AUTH-012"}, Rules: rules{mocks.On().Answered(401).Header("WWW-Authenticate", "")}},
		{ID: "unauthorized-as-text", Title: "a 401 has plain text", Breaks: ids{"IBM-AUTH-013"}, Rules: rules{mocks.On("catalog").Answered(401).Body("Unauthorized")}},
	}
}

// plainCatalog tells the catalog request that differs in nothing.
func plainCatalog() mocks.Rule {
	return mocks.On("catalog").At("catalog").When(authorizedBy("Basic ")).With(identity).Without("Transaction-Id")
}
