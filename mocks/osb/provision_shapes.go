package osb

import (
	"conformance/mocks"
)

// provisionShapes returns faults of form: instances whose members have a wrong form, and parameters that are not looked at.
func provisionShapes() []mocks.Mutant {
	created, accepted := of("provision", 200, 201), of("provision", 202)
	return append(ignoring("provision", "OSB-PROV-022"), shapes(
		of("provision", 409)("OSB-PROV-039", "", raw("[]"), "OSB-ERR-019", "OSB-ERR-020").in("2.13"),
		created("OSB-PROV-044", "/dashboard_url", 5),
		created("OSB-PROV-045", "/dashboard_url", "").in("2.14"),
		created("OSB-PROV-053", "", raw("[]"), "OSB-PROV-047"),
		created("OSB-PROV-055", "/metadata", "none"),
		created("OSB-PROV-056", "/metadata/labels", []any{}),
		created("OSB-PROV-057", "/metadata/attributes", []any{}),
		accepted("OSB-PROV-048", "/operation", 5),
		accepted("OSB-PROV-050", "/operation", long(10001)),
		accepted("OSB-PROV-051", "/operation", "").in("2.14"),
	)...)
}
