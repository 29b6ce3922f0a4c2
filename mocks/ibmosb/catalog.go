package ibmosb

import (
	"conformance/mocks"
)

// catalog returns faults about catalogs that change, or do not tell the truth.
func catalog() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "catalog-changes", Title: "a service has another id in every catalog", Breaks: ids{"IBM-CAT-015"},
			Rules: rules{mocks.On("catalog").At("catalog").Without(identity).Set("/services/0/id", "7d1c4e52-0a9b-4c6f-8e23-5b6a7f8091c2")}},
		{ID: "plan-cannot-be-provisioned", Title: "a plan of the catalog is refused without a reason", Breaks: ids{"IBM-CAT-016"}, Blocks: true,
			Rules: rules{mocks.On("provision").At("lifecycle").Answered(201).Status(400).Body("{}")}},
		{ID: "bindable-and-not-bound", Title: "a service that is declared bindable cannot be bound", Breaks: ids{"IBM-CAT-012"},
			Also:  ids{"IBM-BIND-001", "IBM-BIND-004", "IBM-BIND-007", "IBM-BIND-008", "IBM-PATH-005", "IBM-PATH-006"},
			Rules: rules{refuseDone(mocks.On("bind").At("use"), 404)}},
		{ID: "catalog-without-services", Title: "/services is missing", Breaks: ids{"IBM-CAT-001"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Remove("/services")}},
	}
}

// catalogShapes returns faults of a service that is added to the catalog: the plans to work with stay as they are.
func catalogShapes() []mocks.Mutant {
	var all []mocks.Mutant
	for _, row := range []struct {
		id, breaks, title string
		change            func(service, plan map[string]any)
	}{
		{"service-without-bindable", "IBM-CAT-002", "a service does not say bindable", func(s, _ map[string]any) { delete(s, "bindable") }},
		{"service-name-in-capitals", "IBM-CAT-003", "the name of a service has capitals", func(s, _ map[string]any) { s["name"] = "Conformance Store" }},
		{"plan-id-twice", "IBM-CAT-005", "two services share a plan id", func(_, p map[string]any) { p["id"] = otherPlan }},
		{"plan-id-is-no-guid", "IBM-CAT-006", "a plan id is a plain word", func(_, p map[string]any) { p["id"] = "tiny" }},
		{"service-without-plans", "IBM-CAT-007", "a service has no plan", func(s, _ map[string]any) { s["plans"] = []any{} }},
		{"plan-without-description", "IBM-CAT-008", "a plan has no description", func(_, p map[string]any) { delete(p, "description") }},
		{"plan-name-twice", "IBM-CAT-009", "two plans of a service share a name", func(s, p map[string]any) {
			s["plans"] = []any{p, map[string]any{"id": "1b0c6f0e-5a8d-4f0b-a9f3-7c0b3e1d2f45", "name": p["name"], "description": "Again.", "free": false}}
		}},
		{"free-is-text", "IBM-CAT-010", "free is text", func(_, p map[string]any) { p["free"] = "false" }},
		{"plan-updatable", "IBM-CAT-011", "plan_updateable is spelled plan_updatable", func(s, _ map[string]any) { s["plan_updatable"] = true }},
	} {
		rule := mocks.On("catalog").Answered(200).Map("/services", func(services any) any {
			plan := map[string]any{"id": "e0a1f0b2-8d6c-4d0e-9a57-2f9f4c3b1d60", "name": "tiny", "description": "Little.", "free": false}
			service := map[string]any{"id": "9c3d2e6a-7f41-4b8a-8f06-b1f0a5d7c382", "name": "conformance-store", "description": "A store.", "bindable": false,
				"plans": []any{plan}}
			row.change(service, plan)
			list, _ := services.([]any)
			return append(list, service)
		})
		all = append(all, mocks.Mutant{ID: row.id, Title: row.title, Breaks: ids{row.breaks}, Rules: rules{rule}})
	}
	return all
}
