package osb

import (
	"conformance/mocks"
)

// fetch returns faults about what can be fetched.
func fetch() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "fetch-lags", Title: "an instance cannot be fetched after it was made", Breaks: ids{"OSB-FETCH-002", "OSB-FETCH-001"},
			Rules: rules{mocks.On("fetch-instance").At("asynchronous").Answered(200).Status(404)}},
		{ID: "fetch-needs-hints", Title: "a fetch without ids is refused", Breaks: ids{"OSB-FETCH-007"},
			Rules: rules{mocks.On("fetch-instance").At("lifecycle").Query("service_id", "").Status(400)}},
		{ID: "fetch-fails", Title: "an instance that exists is fetched with 404", Breaks: ids{"OSB-FETCH-008", "OSB-FETCH-001"},
			Rules: rules{mocks.On("fetch-instance").At("lifecycle").Answered(200).Status(404)}},
		{ID: "fetch-unknown-answers-410", Title: "an unknown instance is fetched with 410", Breaks: ids{"OSB-FETCH-009"},
			Rules: rules{mocks.On("fetch-instance").At("catalog").Answered(404).Status(410)}},
		{ID: "fetch-early", Title: "an instance is fetched while it is made", Breaks: ids{"OSB-FETCH-010"},
			Rules: rules{mocks.On("fetch-instance").At("asynchronous", "fetch while provisioning").Answered(404).Status(200).Body("{}")}},
		{ID: "fetch-other-service", Title: "a fetched instance is of another offering", Breaks: ids{"OSB-FETCH-012"},
			Rules: rules{mocks.On("fetch-instance").At("lifecycle").Answered(200).Set("/service_id", "other")}},
		{ID: "fetch-other-plan", Title: "a fetched instance is of another plan", Breaks: ids{"OSB-FETCH-013"},
			Rules: rules{mocks.On("fetch-instance").At("lifecycle").Answered(200).Set("/plan_id", "other")}},
		{ID: "fetch-binding-lags", Title: "a binding cannot be fetched after it was made", Breaks: ids{"OSB-FETCH-102", "OSB-POLL-126", "OSB-FETCH-101"},
			Rules: rules{mocks.On("fetch-binding").At("asynchronous").Answered(200).Status(404)}},
		{ID: "fetch-binding-needs-hints", Title: "a fetch of a binding without ids is refused", Breaks: ids{"OSB-FETCH-106"},
			Rules: rules{mocks.On("fetch-binding").At("lifecycle").Query("service_id", "").Status(400)}},
		{ID: "fetch-binding-fails", Title: "a binding that exists is fetched with 404", Breaks: ids{"OSB-FETCH-107", "OSB-FETCH-101"},
			Rules: rules{mocks.On("fetch-binding").At("lifecycle").Answered(200).Status(404)}},
		{ID: "fetch-unbound-answers-410", Title: "a deleted binding is fetched with 410", Breaks: ids{"OSB-FETCH-108"},
			Rules: rules{mocks.On("fetch-binding").At("lifecycle").Answered(404).Status(410)}},
		{ID: "fetch-unknown-binding-served", Title: "an unknown binding is fetched", Breaks: ids{"OSB-FETCH-108"},
			Rules: rules{mocks.On("fetch-binding").At("lifecycle", "fetch unknown binding").Answered(404).Status(200).Body("{}")}},
		{ID: "fetch-binding-early", Title: "a binding is fetched while it is made", Breaks: ids{"OSB-FETCH-109"},
			Rules: rules{mocks.On("fetch-binding").At("asynchronous", "fetch binding while binding").Answered(404).Status(200).Body("{}")}},
		{ID: "fetch-binding-without-credentials", Title: "a binding that was made later is fetched without credentials", Breaks: ids{"OSB-FETCH-111", "OSB-BIND-006"},
			Rules: rules{mocks.On("fetch-binding").At("asynchronous").Answered(200).Remove("/credentials")}},
		{ID: "fetch-binding-other", Title: "a binding is fetched with other credentials", Breaks: ids{"OSB-FETCH-114"},
			Rules: rules{mocks.On("fetch-binding").At("lifecycle").Answered(200).Set("/credentials/username", "other")}},
		{ID: "fetch-binding-of-one-offering", Title: "bindings can be fetched of some offerings that declare it, and not of others", Breaks: ids{"OSB-FETCH-101"},
			Rules: rules{mocks.On("fetch-binding").At("permissions").Answered(200).Status(404)}},
		{ID: "fetch-for-some-plans", Title: "instances of some plans cannot be fetched", Breaks: ids{"OSB-FETCH-001"},
			Rules: rules{mocks.On("fetch-instance").At("asynchronous", "fetch what was provisioned at once").Answered(200).Status(501)}},
		{ID: "fetch-for-some-instances", Title: "some instances cannot be fetched", Breaks: ids{"OSB-FETCH-001"},
			Rules: rules{mocks.On("fetch-instance").At("identifiers", "fetch the other").Answered(200).Status(500)}},
		{ID: "fetch-shows-old-plan", Title: "a fetch shows the plan that the instance had before", Breaks: ids{"OSB-FETCH-013"},
			Rules: rules{mocks.On("fetch-instance").At("updating").Answered(200).Set("/plan_id", syncPlan)}},
	}
}

// fetchShapes returns faults of form: what is fetched with members of a wrong form.
func fetchShapes() []mocks.Mutant {
	instance, binding := of("fetch-instance", 200), of("fetch-binding", 200)
	return shapes(
		instance("OSB-FETCH-008", "", raw("[]")),
		instance("OSB-FETCH-012", "/service_id", 5),
		instance("OSB-FETCH-013", "/plan_id", 5),
		instance("OSB-FETCH-014", "/dashboard_url", 5),
		instance("OSB-FETCH-015", "/parameters", "none"),
		instance("OSB-FETCH-017", "/metadata", "none"),
		binding("OSB-FETCH-107", "", raw("[]"), "OSB-FETCH-111", "OSB-BIND-006"),
		binding("OSB-FETCH-112", "/parameters", "none"),
	)
}
