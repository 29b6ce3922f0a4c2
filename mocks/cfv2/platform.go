package cfv2

import (
	"encoding/json"
	"net/http"

	"conformance/mocks"
)

// platform returns faults about the headers and paths of what a controller sends to brokers.
func platform() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "broker-without-auth", Title: "a broker is asked without credentials", Breaks: ids{"CFV2-PLAT-001"}, Also: ids{"CFV2-INST-074"},
			Sent: rules{mocks.On("fetch-instance").SetSentHeader("Authorization", "")}},
		{ID: "broker-without-version", Title: "a broker is not told the version", Breaks: ids{"CFV2-PLAT-003"},
			Sent: rules{mocks.On("bind").SetSentHeader("X-Broker-Api-Version", "")}},
		{ID: "broker-without-user", Title: "a broker is not told for whom", Breaks: ids{"CFV2-PLAT-004"},
			Sent: rules{mocks.On("bind").SetSentHeader("X-Broker-Api-Originating-Identity", "")}},
		{ID: "broker-without-request", Title: "a broker is not told the id of the request", Breaks: ids{"CFV2-PLAT-006"},
			Sent: rules{mocks.On("instance-last-operation").SetSentHeader("X-Broker-Api-Request-Identity", "")}},
		{ID: "broker-with-other-request", Title: "a broker is told another request id than the client", Breaks: ids{"CFV2-PLAT-007"},
			Sent: rules{mocks.On("provision").SetSentHeader("X-Vcap-Request-Id", "another")}},
		{ID: "broker-without-info", Title: "a broker is not told where the controller is", Breaks: ids{"CFV2-PLAT-008"},
			Sent: rules{mocks.On("provision").SetSentHeader("X-Api-Info-Location", "")}},
		{ID: "broker-without-label", Title: "a broker is not told that a body is JSON", Breaks: ids{"CFV2-PLAT-010"},
			Sent: rules{mocks.On("bind").SetSentHeader("Content-Type", "text/plain")}},
		{ID: "other-guid", Title: "the guid in an answer is not the one that the broker was asked with", Breaks: ids{"CFV2-PLAT-013"},
			Rules: rules{mocks.On("update-instance").Query("accepts_incomplete", "true").Answered(201).Set("/metadata/guid", "another")}},
		{ID: "controller-plan-id", Title: "a broker is asked with an id that is not of its catalog", Breaks: ids{"CFV2-PLAT-014"}, Also: ids{"CFV2-PLAT-053"},
			Sent: rules{mocks.On("unbind").SetQuery("plan_id", "9a4c0b7e-0000-4000-8000-000000000001")}},
		{ID: "catalog-below-another-path", Title: "a catalog is asked for below another path than the registered one", Breaks: ids{"CFV2-PLAT-011"},
			Also: ids{"CFV2-BROKER-014", "CFV2-BROKER-071"},
			Rules: rules{mocks.On("create-broker").When(mocks.Labelled(form)).Before(func(s *mocks.Seen) {
				body := s.Object()
				address, _ := body["broker_url"].(string)
				body["broker_url"] = address + "/elsewhere"
				s.Body, _ = json.Marshal(body) // it was JSON before
			})}},
		{ID: "redirect-is-an-error", Title: "a redirect of a broker is not followed", Breaks: ids{"CFV2-PLAT-012"},
			Sent: rules{mocks.On("catalog").Answered(302).Header("Location", "")}},
		{ID: "certificate-trusted", Title: "any certificate of a broker is good enough", Breaks: ids{"CFV2-PLAT-062"},
			Sent: rules{mocks.On("catalog").When(brokerOf("untrusted")).InsteadWith(func(*mocks.Seen) *mocks.Answer {
				return &mocks.Answer{Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(
					`{"services":[{"id":"good-id","name":"good","description":"Good","bindable":true,"plans":[{"id":"good-plan","name":"good","description":"Good"}]}]}`)}
			})}},
		{ID: "old-password-stays", Title: "a changed password of a broker is not used", Breaks: ids{"CFV2-PLAT-002"},
			Rules: rules{mocks.On("update-broker").At("overlap").InsteadWith(func(s *mocks.Seen) *mocks.Answer {
				return s.Send("get-broker", s.Params, nil, nil)
			})}},
	}
}

// platformBodies returns faults about the bodies and queries of what a controller sends to brokers.
func platformBodies() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "provision-without-organization", Title: "a provision request lacks the organization", Breaks: ids{"CFV2-PLAT-015"},
			Sent: rules{mocks.On("provision").DropSent("/organization_guid")}},
		{ID: "context-without-space", Title: "the context lacks the name of the space", Breaks: ids{"CFV2-PLAT-016"},
			Sent: rules{mocks.On("bind").DropSent("/context/space_name")}},
		{ID: "context-without-annotations", Title: "the context lacks annotations", Breaks: ids{"CFV2-PLAT-017"},
			Sent: rules{mocks.On("provision").DropSent("/context/space_annotations")}},
		{ID: "empty-parameters", Title: "empty parameters are sent", Breaks: ids{"CFV2-PLAT-018"},
			Sent: rules{mocks.On("provision").Lacks("parameters").SetSent("/parameters", map[string]any{})}},
		{ID: "permission-dropped", Title: "permission to bind later is not passed on", Breaks: ids{"CFV2-PLAT-020"},
			Sent: rules{mocks.On("bind").SetQuery("accepts_incomplete", "")}},
		{ID: "bind-without-space", Title: "a bind request lacks the space of the app", Breaks: ids{"CFV2-PLAT-021"},
			Sent: rules{mocks.On("bind").DropSent("/bind_resource/space_guid")}},
		{ID: "key-with-app", Title: "a key is asked for with an app", Breaks: ids{"CFV2-PLAT-022"},
			Sent: rules{mocks.On("bind").Lacks("app_guid").SetSent("/app_guid", "app")}},
		{ID: "unbind-without-ids", Title: "an unbind request lacks the offering", Breaks: ids{"CFV2-PLAT-023"}, Also: ids{"CFV2-PLAT-014", "CFV2-PLAT-053"},
			Sent: rules{mocks.On("unbind").SetQuery("service_id", "")}},
		{ID: "update-without-previous", Title: "an update request lacks the plan before", Breaks: ids{"CFV2-PLAT-024"},
			Sent: rules{mocks.On("update").DropSent("/previous_values/plan_id")}},
		{ID: "provision-twice", Title: "a provision is sent twice", Breaks: ids{"CFV2-PLAT-034"},
			Sent: rules{mocks.On("provision").Before(func(s *mocks.Seen) { s.Send("provision", s.Params, s.Query, s.Object()) })}},
		{ID: "bad-flag-reaches-broker", Title: "a create with a bad flag is refused after the broker was asked", Breaks: ids{"CFV2-PLAT-063", "CFV2-INST-010"},
			Rules: rules{mocks.On("create-instance").Query("accepts_incomplete", "perhaps").SetQuery("accepts_incomplete", "").Status(400).
				Body(`{"description":"accepts_incomplete is no flag","error_code":"CF-InvalidRequest","code":10004}`)}},
	}
}

// platformMaintenance returns faults about maintenance versions.
func platformMaintenance() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "provision-without-maintenance", Title: "a provision request lacks the maintenance version of the plan", Breaks: ids{"CFV2-PLAT-019"},
			Sent: rules{mocks.On("provision").Sends("maintenance_info", nil).DropSent("/maintenance_info")}},
		{ID: "instance-without-maintenance", Title: "an instance does not keep the maintenance version of its plan", Breaks: ids{"CFV2-PLAT-019"},
			Rules: rules{mocks.On("get-instance").At("maintenance").Answered(200).Set("/entity/maintenance_info", map[string]any{})}},
		{ID: "update-with-description", Title: "an update request tells more of a maintenance version than the version", Breaks: ids{"CFV2-PLAT-025"},
			Sent: rules{mocks.On("update").Sends("maintenance_info", nil).SetSent("/maintenance_info/description", "told by the client")}},
		{ID: "plan-change-without-maintenance", Title: "a plan change does not tell the maintenance version of the new plan", Breaks: ids{"CFV2-PLAT-025"},
			Sent: rules{mocks.On("update").When(changesPlan).DropSent("/maintenance_info")}},
	}
}
