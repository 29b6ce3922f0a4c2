package ibmosb

import (
	"strings"

	"conformance/mocks"
)

// polling returns faults about polls.
func polling() []mocks.Mutant {
	var ended, complete memory
	return []mocks.Mutant{
		{ID: "poll-without-state", Title: "polls have no state", Breaks: ids{"IBM-LOP-001"}, Also: ids{"IBM-LOP-007"}, Blocks: true,
			Rules: rules{mocks.On(poll).Answered(200).Remove("/state")}},
		{ID: "never-ends", Title: "an operation never ends", Breaks: ids{"IBM-LOP-004"}, Blocks: true,
			Rules: rules{mocks.On(poll).At("asynchronous").Answered(200).Set("/state", "in progress")}},
		{ID: "not-final", Title: "a final state of a provision is left again", Breaks: ids{"IBM-LOP-005"},
			Rules: rules{mocks.On(poll).At("asynchronous").Says("/state", "succeeded").Change(func(s *mocks.Seen, a *mocks.Answer) {
				if strings.HasPrefix(s.Query.Get("operation"), "Provision") && ended.known(s) {
					a.Body = []byte(`{"state": "in progress"}`)
				}
			})}},
		{ID: "operation-refused", Title: "the broker refuses its own operation", Breaks: ids{"IBM-LOP-006"},
			Also: ids{"IBM-HDR-009", "IBM-LOP-001", "IBM-LOP-007", "IBM-PROV-004"}, Blocks: true,
			Rules: rules{refuse(mocks.On(poll).When(func(s *mocks.Seen) bool { return s.Query.Get("operation") != "" }), 400)}},
		{ID: "hints-required", Title: "polls without service_id are refused", Breaks: ids{"IBM-LOP-007"},
			Rules: rules{refuse(mocks.On(poll).Query("service_id", ""), 400)}},
		{ID: "success-is-not-usable", Title: "after success a provision is still answered with 202", Breaks: ids{"IBM-LOP-008"},
			Rules: rules{mocks.On("provision").At("asynchronous").Answered(200).Status(202)}},
		{ID: "failure-unexplained", Title: "a failure has no description", Breaks: ids{"IBM-LOP-011"},
			Rules: rules{mocks.On(poll).Says("/state", "failed").Remove("/description")}},
		{ID: "unknown-succeeded", Title: "an unknown instance has succeeded", Breaks: ids{"IBM-LOP-012"},
			Rules: rules{mocks.On(poll).At("refusals").Instead(200, map[string]any{"state": "succeeded"})}},
		{ID: "polls-restart", Title: "a poll after the end starts the work anew", Breaks: ids{"IBM-LOP-013"},
			Rules: rules{mocks.On("provision").At("asynchronous").Answered(200).Change(func(s *mocks.Seen, a *mocks.Answer) {
				if complete.known(s) {
					a.Status = 202
				}
			})}},
		{ID: "poll-with-unknown-state", Title: "/state is none that there is", Breaks: ids{"IBM-LOP-002"},
			Rules: rules{mocks.On(poll).At("asynchronous", "poll without hints").Set("/state", "in_progress")}},
		{ID: "poll-with-empty-description", Title: "/description is empty", Breaks: ids{"IBM-LOP-003"},
			Rules: rules{mocks.On(poll).At("asynchronous", "poll without hints").Set("/description", "")}},
	}
}
