package ibmosb

import (
	"conformance/mocks"
)

// deprovision returns faults about the deletion of instances.
func deprovision() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "deleted-is-true", Title: "a deletion is answered with the bare value true", Breaks: ids{"IBM-DEL-001"}, Also: ids{"IBM-PROV-027"},
			Rules: rules{mocks.On("deprovision").At("lifecycle").Answered(200).Body("true")}},
		{ID: "deletion-again-200", Title: "a repeated deletion in progress is answered with 200", Breaks: ids{"IBM-DEL-002"},
			Rules: rules{mocks.On("deprovision").At("asynchronous", "deprovision again in progress").Answered(202).Status(200)}},
		{ID: "deletion-of-unknown-404", Title: "the deletion of an unknown instance is answered with 404", Breaks: ids{"IBM-DEL-003"},
			Rules: rules{mocks.On("deprovision").Answered(410).Status(404)}},
		{ID: "deletion-asynchronous-anyway", Title: "a deletion is asynchronous without being asked", Breaks: ids{"IBM-DEL-004"}, Also: ids{"IBM-ASYNC-003"},
			Rules: rules{mocks.On("deprovision").Query(accepts, "").Answered(422).Status(202)}},
		{ID: "deletion-without-ids-500", Title: "a deletion without ids makes the broker fail", Breaks: ids{"IBM-DEL-005"}, Also: ids{"IBM-ERR-003"},
			Rules: rules{refuse(mocks.On("deprovision").Query("plan_id", ""), 500)}},
		{ID: "deleted-and-enabled", Title: "a deleted instance still has a state", Breaks: ids{"IBM-DEL-007"},
			Rules: rules{mocks.On("state-get").At("lifecycle").Answered(404).Status(200).Body(`{"enabled": true}`)}},
	}
}
