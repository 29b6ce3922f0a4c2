package ibmosb

import (
	"conformance/mocks"
)

// unbind returns faults about the removal of bindings.
func unbind() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "unbound-204", Title: "an unbind is answered with 204", Breaks: ids{"IBM-UNB-001"}, Also: ids{"IBM-PROV-027", "IBM-UNB-004"},
			Rules: rules{mocks.On("unbind").At("use").Answered(200).Status(204).Body("")}},
		{ID: "unbind-of-unknown-404", Title: "an unbind of an unknown binding is answered with 404", Breaks: ids{"IBM-UNB-002"},
			Rules: rules{mocks.On("unbind").Answered(410).Status(404)}},
		{ID: "unbind-without-ids-500", Title: "an unbind without ids makes the broker fail", Breaks: ids{"IBM-UNB-003"}, Also: ids{"IBM-ERR-003"},
			Rules: rules{refuse(mocks.On("unbind").Query("plan_id", ""), 500)}},
		{ID: "disabled-and-not-unbound", Title: "a disabled instance cannot be unbound", Breaks: ids{"IBM-UNB-004"},
			Rules: rules{refuse(mocks.On("unbind").At("use", "unbind the refused binding", "unbind while disabled").When(encodedSlash).When(disabled), 422)}},
	}
}
