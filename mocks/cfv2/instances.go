package cfv2

import (
	"net/http"

	"conformance/mocks"
)

// instances returns faults about new instances, and those that change.
func instances() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "instance-answers-200", Title: "a new instance is answered with 200", Breaks: ids{"CFV2-INST-001"},
			Rules: rules{mocks.On("create-instance").Answered(201).Query("accepts_incomplete", "false").Status(200)}},
		{ID: "instance-answers-202", Title: "a new instance is answered with 202 because that was allowed", Breaks: ids{"CFV2-INST-011"},
			Rules: rules{mocks.On("create-instance").Answered(201).Query("accepts_incomplete", "true").Status(202)}},
		{ID: "instance-form-answers-415", Title: "an instance in the documented form is answered with 415", Breaks: ids{"CFV2-INST-013"},
			Rules: rules{mocks.On("create-instance").Answered(201).When(mocks.Labelled(form)).Status(200)}},
		{ID: "instance-loses-tags", Title: "the tags of an instance get lost", Breaks: ids{"CFV2-INST-008"},
			Rules: rules{mocks.On("create-instance").Answered(201).Set("/entity/tags", []any{})}},
		{ID: "update-answers-200", Title: "an update is answered with 200", Breaks: ids{"CFV2-INST-048"},
			Rules: rules{mocks.On("update-instance").Sends("tags", nil).Answered(201).Status(200)}},
		{ID: "plan-stays", Title: "a plan change does not show", Breaks: ids{"CFV2-INST-049"},
			Rules: rules{mocks.On("update-instance").Query("accepts_incomplete", "true").Answered(201).Set("/entity/service_plan_guid", "old")}},
		{ID: "same-plan-asks-broker", Title: "an update to the present plan asks the broker", Breaks: ids{"CFV2-INST-053"},
			Rules: rules{mocks.On("update-instance").At("lifecycle", "update to the same plan").Query("accepts_incomplete", "").Sends("service_plan_guid", nil).
				Before(asking)}},
		{ID: "rename-calls-broker", Title: "a rename asks the broker", Breaks: ids{"CFV2-INST-054"},
			Rules: rules{mocks.On("update-instance").At("lifecycle", "rename instance").Query("accepts_incomplete", "").
				When(mocks.All(mocks.Text("name"), mocks.Lacks("service_plan_guid"))).Before(asking)}},
		{ID: "tags-are-kept", Title: "an update of tags changes nothing", Breaks: ids{"CFV2-INST-056"},
			Rules: rules{mocks.On("update-instance").Sends("tags", nil).Set("/entity/tags", []any{"one", "two"})}},
		{ID: "failed-update-succeeds", Title: "an update that failed reads as succeeded", Breaks: ids{"CFV2-INST-058"}, Also: ids{"CFV2-ASYNC-009"},
			Rules: rules{mocks.On("get-instance").AnsweredWith(operation("update", "failed")).Set("/entity/last_operation/state", "succeeded")}},
		{ID: "gateway-data-sent", Title: "gateway_data reaches the broker", Breaks: ids{"CFV2-INST-005"},
			Sent: rules{mocks.On("provision").SetSent("/gateway_data", "conformance")}},
		{ID: "update-parameters-dropped", Title: "the parameters of an update get lost", Breaks: ids{"CFV2-INST-055"},
			Sent: rules{mocks.On("update").DropSent("/parameters")}},
		{ID: "dashboard-stays", Title: "the dashboard of an instance stays where it was", Breaks: ids{"CFV2-INST-022"},
			Sent: rules{mocks.On("update").Says("/dashboard_url", "https://another-dashboard.example.com/").Remove("/dashboard_url")}},
		{ID: "null-clears-dashboard", Title: "a null dashboard takes the one that there was", Breaks: ids{"CFV2-INST-022"},
			Sent: rules{mocks.On("update").Mentions(`"dashboard_url":null`).Set("/dashboard_url", "")}},
		{ID: "same-version-asks-broker", Title: "an update to the present maintenance version asks the broker", Breaks: ids{"CFV2-INST-062"},
			Rules: rules{mocks.On("update-instance").At("maintenance", "update to the present maintenance version").
				Before(func(s *mocks.Seen) {
					s.Send("update-instance", s.Params, nil, map[string]any{"parameters": map[string]any{"asked": true}})
				})}},
	}
}

// instancesRemoved returns faults about instances that go.
func instancesRemoved() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "delete-answers-200", Title: "a delete is answered with 200", Breaks: ids{"CFV2-INST-064"},
			Rules: rules{mocks.On("delete-instance").When(plainly).Answered(204).Status(200)}},
		{ID: "recursive-forgets", Title: "a recursive delete forgets what hangs on an instance", Breaks: ids{"CFV2-INST-066"},
			Rules: rules{mocks.On("delete-instance").At("lifecycle").Query("recursive", "true").Query("accepts_incomplete", "true").
				InsteadWith(func(s *mocks.Seen) *mocks.Answer {
					return s.Send("delete-instance", s.Params, map[string][]string{"purge": {"true"}}, nil)
				})}},
		{ID: "gone-instance-stays", Title: "an instance that is gone at the broker cannot be deleted", Breaks: ids{"CFV2-INST-068"}, Also: ids{"CFV2-INST-069"},
			Sent: rules{mocks.On("deprovision").When(mocks.Not(background)).Answered(410).Status(404)}},
		{ID: "failed-delete-succeeds", Title: "a delete that failed reads as succeeded", Breaks: ids{"CFV2-INST-069"}, Also: ids{"CFV2-ASYNC-012"},
			Rules: rules{mocks.On("get-instance").AnsweredWith(operation("delete", "failed")).Set("/entity/last_operation/state", "succeeded")}},
		{ID: "job-without-location", Title: "a delete job comes without Location", Breaks: ids{"CFV2-INST-070"},
			Rules: rules{mocks.On("delete-instance").Query("async", "true").Answered(202).Header("Location", "")}},
		{ID: "purge-asks-broker", Title: "a purge deprovisions", Breaks: ids{"CFV2-INST-072"},
			Rules: rules{mocks.On("delete-instance").At("lifecycle").Query("purge", "true").Before(func(s *mocks.Seen) {
				s.Send("delete-instance", s.Params, map[string][]string{"recursive": {"true"}}, nil)
			}).Answered(404).Status(204).Body("")}},
		{ID: "job-beats-permission", Title: "a delete goes into a job though it may be finished later", Breaks: ids{"CFV2-INST-071"},
			Rules: rules{bothFlags().SetQuery("accepts_incomplete", "")}},
		{ID: "purge-answers-404", Title: "a purge by a developer is answered with 404", Breaks: ids{"CFV2-INST-073"},
			Rules: rules{mocks.On("delete-instance").Query("purge", "true").AnsweredWith(code(10003)).Status(http.StatusNotFound)}},
		{ID: "refused-purge-removes", Title: "a purge that is refused removes the instance", Breaks: ids{"CFV2-INST-073"},
			Rules: rules{mocks.On("get-instance").At("roles", "get instance after the refused purge").Status(http.StatusNotFound).
				Body(`{"description":"there is no such instance","error_code":"CF-ServiceInstanceNotFound","code":60004}`)}},
	}
}

// asking makes the controller ask its broker for an update.
func asking(s *mocks.Seen) {
	s.Send("update-instance", s.Params, nil, map[string]any{"parameters": map[string]any{"asked": true}})
}
