package cfv2

import (
	"conformance/mocks"
)

// asynchronousRefusals returns faults about what is refused while an operation goes on, and about answers that name no place.
func asynchronousRefusals() []mocks.Mutant {
	return append(refused([]refusal{
		{"CFV2-ASYNC-013", "update-instance", code(60016), nil, 400, ids{"CFV2-ASYNC-020"}},
		{"CFV2-ASYNC-014", "create-binding", code(60016), nil, 400, nil},
		{"CFV2-ASYNC-015", "delete-binding", code(60016), nil, 400, nil},
		{"CFV2-ASYNC-016", "delete-instance", mocks.All(code(60016), mocks.Not(because(422))), nil, 400, ids{"CFV2-ASYNC-020"}},
		{"CFV2-ASYNC-018", "delete-instance", mocks.All(code(60016), because(422)), mocks.At("asynchronous", "cancel creation in vain"), 422, nil},
		{"CFV2-ASYNC-030", "update-instance", code(90008), nil, 400, nil},
		{"CFV2-ASYNC-031", "get-instance-parameters", code(60016), nil, 400, nil},
		{"CFV2-ASYNC-024", "create-binding", code(90001), nil, 502, nil},
		{"CFV2-ASYNC-025", "create-binding", code(270017), nil, 500, nil},
		{"CFV2-ASYNC-029", "delete-binding", mocks.All(code(90008), mocks.Not(because(422))), nil, 400, nil},
	}...),
		misheaded("CFV2-ASYNC-001", "create-instance", 202, "Location", ""),
		misheaded("CFV2-ASYNC-006", "update-instance", 202, "Location", ""),
		misheaded("CFV2-ASYNC-021", "create-binding", 202, "Location", ""),
		misheaded("CFV2-ASYNC-027", "delete-binding", 202, "Location", ""),
	)
}
