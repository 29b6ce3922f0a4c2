package ibmosb

import (
	"time"

	"conformance/mocks"
)

// asynchronous returns faults about answers that come later.
func asynchronous() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "instantaneous", Title: "work that is done at once is answered with 202", Breaks: ids{"IBM-ASYNC-001"}, Also: ids{"IBM-LOP-005", "IBM-LOP-008"},
			Rules: rules{mocks.On(poll).At("asynchronous", "poll provision").Nth(1).Set("/state", "succeeded")}},
		{ID: "slow", Title: "work that takes longer is done synchronously", Breaks: ids{"IBM-ASYNC-002"},
			Rules: rules{mocks.On("provision").At("fixed plan", "provision").Before(func(*mocks.Seen) { time.Sleep(11 * time.Second) })}},
		{ID: "update-asynchronous-anyway", Title: "an update is asynchronous without being asked", Breaks: ids{"IBM-ASYNC-003"}, Also: ids{"IBM-UPD-004"},
			Rules: rules{mocks.On("update").Query(accepts, "").Answered(422).Status(202).Body(`{"operation": "Update_1"}`)}},
		{ID: "nothing-to-poll", Title: "last_operation is not served", Breaks: ids{"IBM-ASYNC-004"},
			Also: ids{"IBM-HDR-009", "IBM-LOP-001", "IBM-LOP-006", "IBM-LOP-007", "IBM-PATH-002", "IBM-PROV-004"}, Blocks: true,
			Rules: rules{refuseDone(mocks.On(poll).At("asynchronous"), 404)}},
		{ID: "busy-409", Title: "a busy instance is answered with 409", Breaks: ids{"IBM-ASYNC-005"},
			Rules: rules{mocks.On("update").At("asynchronous", "update in progress").Answered(422).Status(409)}},
	}
}
