package ibmosb

import (
	"conformance/mocks"
)

func authenticationFaults() []fault {
	var created memory
	none := map[string]any{"services": []any{}}
	return []fault{
		{id: "catalog-for-everybody", breaks: "AUTH-001", title: "the catalog is served without credentials",
			rules: rules(mocks.On("catalog").When(lacksHeader("Authorization")).Instead(200, none))},
		{id: "wrong-credentials-403", breaks: "AUTH-002", title: "wrong credentials are answered with 403",
			rules: rules(mocks.On("catalog").When(authorizedBy("B")).Answered(401).Status(403))},
		{id: "state-for-everybody", breaks: "AUTH-003", title: "the state calls are open to everybody",
			rules: rules(mocks.On("state-get", "state-put").When(lacksHeader("Authorization")).Instead(200, map[string]any{"enabled": true}))},
		{id: "refused-and-created", breaks: "AUTH-004", title: "a provision without credentials is refused and carried out",
			rules: rules(
				mocks.On("provision").When(lacksHeader("Authorization")).Before(func(s *mocks.Seen) { created.known(s) }),
				mocks.On("deprovision").When(created.has).Answered(410).Status(200).Body("{}"),
			)},
		{id: "basic-in-capitals-only", breaks: "AUTH-005", title: "the scheme basic is refused in lower case",
			rules: rules(refuse(mocks.On("catalog").When(authorizedBy("basic ")), 401).Header("WWW-Authenticate", "Basic"))},
		{id: "registered-scheme-refused", breaks: "AUTH-006", also: "HDR-015", title: "the credentials of the registration are refused at times",
			rules: rules(refuseDone(plainCatalog(), 403))},
		{id: "any-token", breaks: "AUTH-007", title: "any bearer token is accepted",
			rules: rules(mocks.On("catalog").When(authorizedBy("Bearer ")).Instead(200, none))},
		{id: "no-challenge", breaks: "AUTH-012", title: "a 401 does not name the scheme",
			rules: rules(mocks.On().Answered(401).Header("WWW-Authenticate", ""))},
		{id: "unauthorized-as-text", breaks: "AUTH-013", title: "a 401 has plain text",
			rules: rules(mocks.On("catalog").Answered(401).Body("Unauthorized"))},
	}
}

// plainCatalog recognises the catalog request that differs in nothing.
func plainCatalog() mocks.Rule {
	return on("catalog", "catalog").When(authorizedBy("Basic ")).When(not(lacksHeader(identity))).When(lacksHeader("Transaction-Id"))
}

func headerFaults() []fault {
	again := mocks.On("provision").Answered(200)
	return []fault{
		{id: "version-refused", breaks: "HDR-002", also: "HDR-015", title: "version 2.12 is refused with 412",
			rules: rules(refuseDone(plainCatalog(), 412))},
		{id: "header-names-in-one-case", breaks: "HDR-003", title: "in memory, where the case of names is not lost: a version whose header is spelled in another case is refused",
			rules: rules(refuseDone(mocks.On("catalog").When(respelled(version)), 412))},
		{id: "authorization-in-one-case", breaks: "HDR-003", title: "in memory: credentials whose header is spelled in another case are not seen",
			rules: rules(mocks.On("catalog").When(respelled("Authorization")).SetSentHeader("Authorization", ""))},
		{id: "state-needs-version", breaks: "HDR-005", also: "STATE-002 STATE-017", blocks: true, title: "the state calls demand a version",
			rules: rules(refuseDone(mocks.On("state-get").When(lacksHeader(version)), 412))},
		{id: "identity-has-to-be-json", breaks: "HDR-007", also: "PROV-001", blocks: true, title: "an identity that is plain text is refused",
			rules: rules(refuse(mocks.On("provision").When(func(s *mocks.Seen) bool { return s.Header.Get(identity) == "ibmcloud aWJtaWQtNDU2MzQ1WA==" }), 400))},
		{id: "identity-parsed-blindly", breaks: "HDR-008", title: "a malformed identity makes the broker fail",
			rules: rules(refuse(mocks.On("provision").When(func(s *mocks.Seen) bool { return s.Header.Get(identity) == "ibmcloud" }), 500))},
		{id: "identity-required", breaks: "HDR-009", title: "calls without identity are refused",
			rules: rules(refuse(mocks.On("catalog", poll).When(lacksHeader(identity)), 400))},
		{id: "users-only", breaks: "HDR-010", title: "only ids of persons are accepted",
			rules: rules(refusing(again.When(func(s *mocks.Seen) bool {
				id := user(s)["iam_id"]
				return id != nil && id != "IBMid-50GNR717YE"
			}), 400))},
		{id: "identity-members-refused", breaks: "HDR-011", title: "an identity with more members is refused",
			rules: rules(refusing(again.When(func(s *mocks.Seen) bool { return user(s)["sub"] != nil }), 400))},
		{id: "region-required", breaks: "HDR-014", also: "CAT-016 PATH-007 PROV-001", blocks: true, title: "without the region header the broker fails",
			rules: rules(refuseDone(mocks.On("provision").When(lacksHeader("X-Bluemix-Region")), 500))},
		{id: "unknown-headers-refused", breaks: "HDR-015", title: "an unknown header is refused",
			rules: rules(refuse(mocks.On("catalog").When(not(lacksHeader("Transaction-Id"))), 400))},
		{id: "json-as-html", breaks: "HDR-016", title: "JSON is labelled as HTML",
			rules: rules(mocks.On("state-get").Header("Content-Type", "text/html"))},

		{id: "context-members-refused", breaks: "CTX-004", title: "unknown members of the context are refused",
			rules: rules(refusing(again.When(func(s *mocks.Seen) bool { return inside(s, "context")["conformance_invented"] != nil }), 400))},
		{id: "target-required", breaks: "CTX-005", also: "PROV-001", blocks: true, title: "a context without target_crn is refused",
			rules: rules(refuseDone(mocks.On("provision").When(func(s *mocks.Seen) bool { return inside(s, "context")["target_crn"] == nil }), 400))},
		{id: "organization-required", breaks: "CTX-006", also: "PATH-007 PROV-001", blocks: true, title: "a provision without organization_guid is refused",
			rules: rules(refuseDone(mocks.On("provision").When(lacks("organization_guid")), 400))},
		{id: "empty-organization-accepted", breaks: "CTX-007", title: "an empty organization_guid is accepted",
			rules: rules(mocks.On("provision").Sends("organization_guid", "").Instead(201, nil))},
		{id: "any-context", breaks: "CTX-010", title: "a context that is no object is accepted",
			rules: rules(mocks.On("provision").When(func(s *mocks.Seen) bool { return s.Object() != nil && inside(s, "context") == nil }).Instead(201, nil))},
	}
}
