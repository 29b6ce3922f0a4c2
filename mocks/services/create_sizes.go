package services

import (
	"net/http"

	"conformance/mocks"
)

// createSizes returns faults about numbers that no service can have, and about valid ones that are refused.
func createSizes() []mocks.Mutant {
	var all []mocks.Mutant
	for _, row := range []struct{ member, breaks string }{{"ram_size", "SVC-CREATE-017"}, {"disk_size", "SVC-CREATE-018"}, {"cpu_size", "SVC-CREATE-019"}} {
		all = append(all,
			accepted("a-"+row.member+"-of-nothing", "SVC-CREATE-020", size(row.member, func(n float64) bool { return n == 0 }), row.member, 1),
			accepted("a-negative-"+row.member, "SVC-CREATE-020", size(row.member, func(n float64) bool { return n < 0 }), row.member, 1),
			mocks.Mutant{ID: "valid-" + row.member + "-refused", Title: "refuses a size that is a number", Breaks: ids{row.breaks}, Also: ids{"SVC-CREATE-001"}, Blocks: true,
				Rules: rules{refuse(size(row.member, func(n float64) bool { return n > 0 && n < 1000 }), http.StatusBadRequest, row.member+" has to be a text")}})
		if row.member != "cpu_size" {
			all = append(all, mocks.Mutant{ID: "boundless-" + row.member, Title: "creates a service that cannot fit", Breaks: ids{"SVC-CREATE-022", "SVC-ERR-005"},
				Rules: rules{creation().When(size(row.member, func(n float64) bool { return n > 1e9 })).SetSent("/"+row.member, 1)}})
		}
	}
	return all
}

// createShapes returns faults of form: creations whose answers have a wrong form.
func createShapes() []mocks.Mutant {
	return shapes(
		shape{n: 1, breaks: "SVC-CREATE-003", operation: "create", pointer: "", value: []any{}, also: ids{"SVC-CREATE-001"}, blocks: true},
	)
}
