package ibmosb

import (
	"conformance/mocks"
)

// headers returns faults about the headers of requests.
func headers() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "version-refused", Title: "version 2.12 is refused with 412", Breaks: ids{"IBM-HDR-002"}, Also: ids{"IBM-HDR-015"},
			Rules: rules{refuseDone(plainCatalog(), 412)}},
		{ID: "header-names-in-one-case", Title: "in memory, where the case of names is not lost: a version whose header is spelled in another case is refused",
			Breaks: ids{"IBM-HDR-003"}, Rules: rules{refuseDone(mocks.On("catalog").Respelled(version), 412)}},
		{ID: "authorization-in-one-case", Title: "in memory: credentials whose header is spelled in another case are not seen", Breaks: ids{"IBM-HDR-003"},
			Rules: rules{mocks.On("catalog").Respelled("Authorization").SetSentHeader("Authorization", "")}},
		{ID: "state-needs-version", Title: "the state calls demand a version", Breaks: ids{"IBM-HDR-005"}, Also: ids{"IBM-STATE-002", "IBM-STATE-017"}, Blocks: true,
			Rules: rules{refuseDone(mocks.On("state-get").Without(version), 412)}},
		{ID: "identity-has-to-be-json", Title: "an identity that is plain text is refused", Breaks: ids{"IBM-HDR-007"}, Also: ids{"IBM-PROV-001"},
			Rules: rules{refuse(mocks.On("provision").When(identified("ibmcloud aWJtaWQtNDU2MzQ1WA==")), 400)}},
		{ID: "identity-parsed-blindly", Title: "a malformed identity makes the broker fail", Breaks: ids{"IBM-HDR-008"},
			Rules: rules{refuse(mocks.On("provision").When(identified("ibmcloud")), 500)}},
		{ID: "identity-required", Title: "calls without identity are refused", Breaks: ids{"IBM-HDR-009"},
			Rules: rules{refuse(mocks.On("catalog", poll).Without(identity), 400)}},
		{ID: "users-only", Title: "only ids of persons are accepted", Breaks: ids{"IBM-HDR-010"},
			Rules: rules{refusing(mocks.On("provision").Answered(200).When(func(s *mocks.Seen) bool {
				id := user(s)["iam_id"]
				return id != nil && id != "IBMid-50GNR717YE"
			}), 400)}},
		{ID: "identity-members-refused", Title: "an identity with more members is refused", Breaks: ids{"IBM-HDR-011"},
			Rules: rules{refusing(mocks.On("provision").Answered(200).When(func(s *mocks.Seen) bool { return user(s)["sub"] != nil }), 400)}},
		{ID: "region-required", Title: "without the region header the broker fails", Breaks: ids{"IBM-HDR-014"}, Also: ids{"IBM-CAT-016", "IBM-PATH-007", "IBM-PROV-001"},
			Blocks: true, Rules: rules{refuseDone(mocks.On("provision").Without("X-Bluemix-Region"), 500)}},
		{ID: "unknown-headers-refused", Title: "an unknown header is refused", Breaks: ids{"IBM-HDR-015"},
			Rules: rules{refuse(mocks.On("catalog").With("Transaction-Id"), 400)}},
		{ID: "json-as-html", Title: "JSON is labelled as HTML", Breaks: ids{"IBM-HDR-016"}, Rules: rules{mocks.On("state-get").Header("Content-Type", "text/html")}},
	}
}
