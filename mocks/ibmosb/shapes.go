package ibmosb

import (
	"fmt"

	"conformance/mocks"
)

// removed is the value of a member that a fault takes out.
type removed struct{}

// shapes are faults of pure form: one member of an answer is missing or of another value.
func shapes() []fault {
	var all []fault
	for _, row := range []struct {
		id, breaks, also string
		rule             mocks.Rule
		pointer          string
		value            any
	}{
		{"catalog-without-services", "CAT-001", "", on("catalog", "catalog").Answered(200), "/services", removed{}},
		{"conflict-with-empty-description", "PROV-007", "ERR-004", mocks.On("provision").Answered(409), "/description", ""},
		{"dashboard-url-empty", "PROV-021", "PROV-024", mocks.On("provision").Answered(200, 201, 202), "/dashboard_url", ""},
		{"operation-empty", "PROV-025", "", mocks.On("provision").Answered(202), "/operation", ""},
		{"poll-with-unknown-state", "LOP-002", "", mocks.On(poll).Nth(2).Answered(200), "/state", "in_progress"},
		{"poll-with-empty-description", "LOP-003", "", mocks.On(poll).Nth(2).Answered(200), "/description", ""},
		{"credentials-are-text", "BIND-005", "BIND-017 RECL-002", on("use", "bind").Answered(200), "/credentials", "user:password"},
		{"volume-device-is-text", "BIND-013", "", mocks.On("bind").AnsweredWith(mentions("volume_mounts")), "/volume_mounts/0/device", "/dev/sdb"},
		{"enabled-is-text", "STATE-002", "STATE-005", on("lifecycle", "state-get").Answered(200), "/enabled", "true"},
		{"active-is-a-number", "STATE-003", "", mocks.On("state-put").Answered(200), "/active", 1},
		{"description-empty", "ERR-004", "", mocks.On("bind").Answered(404), "/description", ""},
	} {
		title := fmt.Sprintf("%s is %#v", row.pointer, row.value)
		rule := row.rule.Set(row.pointer, row.value)
		if row.value == (removed{}) {
			title, rule = row.pointer+" is missing", row.rule.Remove(row.pointer)
		}
		all = append(all, fault{id: row.id, title: title, breaks: row.breaks, also: row.also, rules: rules(rule)})
	}
	return all
}

// catalogFaults add another service to the catalog, so that the plans to work with stay as they are.
func catalogFaults() []fault {
	var all []fault
	for _, row := range []struct {
		id, breaks, title string
		change            func(service, plan map[string]any)
	}{
		{"service-without-bindable", "CAT-002", "a service does not say bindable", func(s, _ map[string]any) { delete(s, "bindable") }},
		{"service-name-in-capitals", "CAT-003", "the name of a service has capitals", func(s, _ map[string]any) { s["name"] = "Conformance Store" }},
		{"plan-id-twice", "CAT-005", "two services share a plan id", func(_, p map[string]any) { p["id"] = "4c1f1d3e-6d0b-4f6b-9c53-7f6f4c6a7d21" }},
		{"plan-id-is-no-guid", "CAT-006", "a plan id is a plain word", func(_, p map[string]any) { p["id"] = "tiny" }},
		{"service-without-plans", "CAT-007", "a service has no plan", func(s, _ map[string]any) { s["plans"] = []any{} }},
		{"plan-without-description", "CAT-008", "a plan has no description", func(_, p map[string]any) { delete(p, "description") }},
		{"plan-name-twice", "CAT-009", "two plans of a service share a name", func(s, p map[string]any) {
			s["plans"] = []any{p, map[string]any{"id": "1b0c6f0e-5a8d-4f0b-a9f3-7c0b3e1d2f45", "name": p["name"], "description": "Again.", "free": false}}
		}},
		{"free-is-text", "CAT-010", "free is text", func(_, p map[string]any) { p["free"] = "false" }},
		{"plan-updatable", "CAT-011", "plan_updateable is spelled plan_updatable", func(s, _ map[string]any) { s["plan_updatable"] = true }},
	} {
		rule := mocks.On("catalog").Answered(200).Map("/services", func(services any) any {
			plan := map[string]any{"id": "e0a1f0b2-8d6c-4d0e-9a57-2f9f4c3b1d60", "name": "tiny", "description": "Little.", "free": false}
			service := map[string]any{"id": "9c3d2e6a-7f41-4b8a-8f06-b1f0a5d7c382", "name": "conformance-store", "description": "A store.", "bindable": false, "plans": []any{plan}}
			row.change(service, plan)
			list, _ := services.([]any)
			return append(list, service)
		})
		all = append(all, fault{id: row.id, breaks: row.breaks, title: row.title, rules: rules(rule)})
	}
	return append(all,
		fault{id: "catalog-changes", breaks: "CAT-015", title: "a service has another id in every catalog",
			rules: rules(on("catalog", "catalog").When(lacksHeader(identity)).Set("/services/0/id", "7d1c4e52-0a9b-4c6f-8e23-5b6a7f8091c2"))},
		fault{id: "plan-cannot-be-provisioned", breaks: "CAT-016", title: "a plan of the catalog is refused without a reason", blocks: true,
			rules: rules(on("lifecycle", "provision").Answered(201).Status(400).Body("{}"))},
		fault{id: "bindable-and-not-bound", breaks: "CAT-012", also: "BIND-001 BIND-004 BIND-007 BIND-008 PATH-005 PATH-006", blocks: true,
			title: "a service that is declared bindable cannot be bound",
			rules: rules(refuseDone(on("use", "bind"), 404))},
	)
}
