package rules

import (
	"net/http"

	"github.com/onsi/gomega"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
)

func placeChecks() List {
	return append(refusals(flows.Places, []refusal[flows.PlacesRun]{
		// "Cross-space binding answers 400"
		{"CFV2-BIND-028", func(r *flows.PlacesRun) record.Step { return r.BindAcross }, 400, "ServiceBindingAppServiceTaken", 90003, true},
		// "Suspended org blocks binding"
		{"CFV2-ERR-038", func(r *flows.PlacesRun) record.Step { return r.BindRefused }, 403, "OrgSuspended", 10017, false},
		// "Suspended org blocks binding"
		{"CFV2-ERR-038", func(r *flows.PlacesRun) record.Step { return r.UnbindRefused }, 403, "OrgSuspended", 10017, false},
	}),
		// "Same name in another space works"
		On("CFV2-INST-027", flows.Places, func(c *Case, run *flows.PlacesRun) {
			c.Use(run.Create)
			c.Expect(run.CreateOther).To(HaveStatus(http.StatusCreated))
		}),
		// "Quota excess answers 400"
		On("CFV2-INST-036", flows.Places, func(c *Case, run *flows.PlacesRun) { exceeds(c, run.CreateFull, 60005, 60012) }),
		// "Quota excess answers 400"
		On("CFV2-INST-036", flows.Places, func(c *Case, run *flows.PlacesRun) { exceeds(c, run.CreatePaid, 60007, 60013) }),
	)
}

// exceeds demands 400 with the code of the organization's quota or with that of the space's.
func exceeds(c *Case, step record.Step, organization, space int) {
	c.Expect(step).To(HaveStatus(http.StatusBadRequest))
	c.Expect(step).To(HaveMember("/code", worded{
		gomega.BeElementOf(number(organization), number(space)), number(organization).String() + " or " + number(space).String(),
	}))
}
