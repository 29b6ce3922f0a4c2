package osb

import "conformance/mocks"

func fetchMutants() []mutant {
	const instance, binding = "fetch-instance", "fetch-binding"
	return []mutant{
		fault("fetch-lags", "an instance cannot be fetched after it was made", waits(instance).Answered(200).Status(404)).breaks("OSB-FETCH-002", "OSB-FETCH-001"),
		fault("fetch-needs-hints", "a fetch without ids is refused", lives(instance).Query("service_id", "").Status(400)).breaks("OSB-FETCH-007"),
		fault("fetch-fails", "an instance that exists is fetched with 404", lives(instance).Answered(200).Status(404)).
			breaks("OSB-FETCH-008", "OSB-FETCH-001").also("OSB-FETCH-013", "OSB-FETCH-012"),
		fault("fetch-unknown-answers-410", "an unknown instance is fetched with 410", mocks.On(instance).When(browsing).Answered(404).Status(410)).
			breaks("OSB-FETCH-009"),
		fault("fetch-early", "an instance is fetched while it is made", waits(instance).Nth(1).Answered(404).Status(200).Body("{}")).breaks("OSB-FETCH-010"),
		fault("fetch-other-service", "a fetched instance is of another offering", lives(instance).Answered(200).Set("/service_id", "other")).
			breaks("OSB-FETCH-012"),
		fault("fetch-other-plan", "a fetched instance is of another plan", lives(instance).Answered(200).Set("/plan_id", "other")).breaks("OSB-FETCH-013"),
		fault("fetch-binding-lags", "a binding cannot be fetched after it was made", waits(binding).Answered(200).Status(404)).
			breaks("OSB-FETCH-102", "OSB-POLL-126", "OSB-FETCH-101").also("OSB-FETCH-111", "OSB-BIND-006"),
		fault("fetch-binding-gone", "a binding is gone after it was made", waits(binding).Answered(200).Status(410)).
			breaks("OSB-POLL-126", "OSB-FETCH-102", "OSB-FETCH-101").also("OSB-FETCH-111", "OSB-BIND-006"),
		fault("fetch-binding-needs-hints", "a fetch of a binding without ids is refused", lives(binding).Query("service_id", "").Status(400)).
			breaks("OSB-FETCH-106"),
		fault("fetch-binding-fails", "a binding that exists is fetched with 404", lives(binding).Answered(200).Status(404)).
			breaks("OSB-FETCH-107", "OSB-FETCH-101").also("OSB-FETCH-114"),
		fault("fetch-unbound-answers-410", "a deleted binding is fetched with 410", lives(binding).Answered(404).Status(410)).breaks("OSB-FETCH-108"),
		fault("fetch-unknown-binding-served", "an unknown binding is fetched", lives(binding).Nth(1).Answered(404).Status(200).Body("{}")).
			breaks("OSB-FETCH-108"),
		fault("fetch-binding-early", "a binding is fetched while it is made", waits(binding).Nth(1).Answered(404).Status(200).Body("{}")).
			breaks("OSB-FETCH-109"),
		fault("fetch-binding-without-credentials", "a binding that was made later is fetched without credentials",
			waits(binding).Answered(200).Remove("/credentials")).breaks("OSB-FETCH-111", "OSB-BIND-006"),
		fault("fetch-binding-other", "a binding is fetched with other credentials", lives(binding).Answered(200).Set("/credentials/username", "other")).
			breaks("OSB-FETCH-114"),
	}
}
