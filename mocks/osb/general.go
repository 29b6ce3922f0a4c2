package osb

import (
	"conformance/mocks"
)

// general returns faults about members that nobody knows, and versions that drop some.
func general() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "version-drops-bindable", Title: "newer platforms are not told what can be bound", Breaks: ids{"OSB-META-004", "OSB-CAT-030"},
			Rules: rules{mocks.On("catalog").At("catalog").When(newer).Answered(200).Remove(offering + "/bindable").Remove(offering + "/plans/*/bindable")}},
		{ID: "version-renames-member", Title: "newer platforms read plan_updatable", Breaks: ids{"OSB-META-004"},
			Rules: rules{mocks.On("catalog").At("catalog").When(newer).Answered(200).Remove(offering+"/plan_updateable").Remove(offering+"/plans/*/plan_updateable").
				Set(offering+"/plan_updatable", true)}},
		{ID: "version-drops-price", Title: "newer platforms are not told that a plan has a price", Breaks: ids{"OSB-META-004"},
			Rules: rules{mocks.On("catalog").At("catalog").When(newer).Answered(200).Remove(offering + "/plans/4/free")}},
		{ID: "version-drops-dashboard", Title: "newer platforms are not told of the dashboard", Breaks: ids{"OSB-META-004"},
			Rules: rules{mocks.On("catalog").At("catalog").When(newer).Answered(200).Remove(offering + "/dashboard_client")}},
		{ID: "version-drops-permission", Title: "newer platforms are not told of a permission", Breaks: ids{"OSB-META-004"},
			Rules: rules{mocks.On("catalog").At("catalog").When(newer).Answered(200).Remove("/services/2/requires")}},
		{ID: "catalog-bare-member", Title: "a plan has a member of the vendor's own without prefix", Breaks: ids{"OSB-META-010"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(firstPlan+"/region", "eu")}},
		{ID: "provision-bare-member", Title: "an answer has a member of the vendor's own without prefix", Breaks: ids{"OSB-META-010"},
			Rules: rules{mocks.On("provision").At("lifecycle").Answered(200, 201).Set("/status", "ready")}},
		{ID: "empty-text-2.12", Title: "a text in the catalog is empty", Version: "2.12", Breaks: ids{"OSB-META-016"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(offering+"/dashboard_client/redirect_uri", "")}},
		{ID: "context-demanded", Title: "a provision without context is refused", Breaks: ids{"OSB-META-007"},
			Rules: rules{mocks.On("provision").At("identifiers").Lacks("context").InsteadWith(refuse(400))}},
		{ID: "update-context-demanded", Title: "an update without context is refused", Breaks: ids{"OSB-META-007"},
			Rules: rules{mocks.On("update").At("identifiers").Lacks("context").InsteadWith(refuse(400))}},
		{ID: "bind-context-demanded", Title: "a bind without context is refused", Breaks: ids{"OSB-META-007"},
			Rules: rules{mocks.On("bind").At("identifiers").Lacks("context").InsteadWith(refuse(400))}},
		{ID: "maintenance-demanded", Title: "a provision without maintenance_info is refused with 422", Breaks: ids{"OSB-META-007"},
			Rules: rules{mocks.On("provision").At("identifiers").Lacks("maintenance_info").InsteadWith(refuse(422))}},
		{ID: "unknown-member-refused-2.13", Title: "a request with an unknown member is refused", Version: "2.13", Breaks: ids{"OSB-META-008"},
			Rules: rules{mocks.On("provision").At("lifecycle").Sends("conformance_unknown", nil).Answered(200).Status(400)}},
		{ID: "unknown-member-answers-201", Title: "a request with an unknown member is answered with 201", Breaks: ids{"OSB-META-011", "OSB-META-008"},
			Rules: rules{mocks.On("provision").At("lifecycle").Sends("conformance_unknown", nil).Answered(200).Status(201)}},
		{ID: "unknown-member-refused", Title: "a request with an unknown member is refused", Breaks: ids{"OSB-META-012", "OSB-META-011", "OSB-META-008"},
			Rules: rules{mocks.On("provision").At("lifecycle").Sends("conformance_unknown", nil).Answered(200).Status(400)}},
		{ID: "unknown-member-of-update-refused", Title: "an update with an unknown member is refused", Breaks: ids{"OSB-META-012", "OSB-META-011", "OSB-META-008"},
			Rules: rules{mocks.On("update").At("lifecycle").Sends("conformance_unknown", nil).InsteadWith(refuse(400))}},
		{ID: "unknown-member-of-bind-conflicts", Title: "a bind that is repeated with an unknown member is a conflict",
			Breaks: ids{"OSB-META-011", "OSB-META-012", "OSB-META-008"},
			Rules:  rules{mocks.On("bind").At("lifecycle").Sends("conformance_unknown", nil).InsteadWith(refuse(409))}},
	}
}
