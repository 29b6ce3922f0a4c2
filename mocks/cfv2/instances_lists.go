package cfv2

import (
	"net/http"
	"strings"

	"conformance/mocks"
	"conformance/reference/controller"
)

// instancesListed returns faults about lists of instances, and what is embedded there.
func instancesListed() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "instance-filter-ignored", Title: "the filter of the instance list is ignored", Breaks: ids{"CFV2-INST-042"},
			Rules: rules{mocks.On("list-instances").SetQuery("q", "")}},
		{ID: "failed-instance-stays", Title: "an instance is listed although its creation failed", Breaks: ids{"CFV2-INST-037"},
			Rules: rules{mocks.On("list-instances").Map("/resources", func(old any) any {
				if list, _ := old.([]any); len(list) > 0 {
					return list
				}
				return []any{phantom()}
			})}},
		{ID: "slash-redirects", Title: "the path of instances with a slash after it leads elsewhere", Breaks: ids{"CFV2-INST-012"},
			Rules: rules{slashed().InsteadWith(func(*mocks.Seen) *mocks.Answer {
				return &mocks.Answer{Status: http.StatusMovedPermanently, Header: http.Header{"Location": {"/v2/service_instances"}}}
			})}},
		{ID: "blanks-stay", Title: "blanks around the name of an instance stay", Breaks: ids{"CFV2-INST-030"},
			Rules: rules{mocks.On("create-instance").When(blank).Change(func(s *mocks.Seen, a *mocks.Answer) {
				if a.Status == http.StatusCreated {
					a.Body = []byte(strings.Replace(string(a.Body), strings.TrimSpace(s.Object()["name"].(string)), s.Object()["name"].(string), 1))
				}
			})}},
		{ID: "keys-below-empty", Title: "the list of keys below an instance is empty", Breaks: ids{"CFV2-INST-043"},
			Rules: rules{mocks.On("list-instance-keys").When(unfiltered).Set("/resources", []any{})}},
		{ID: "bindings-below-all", Title: "the list of bindings below an instance is that of all", Breaks: ids{"CFV2-INST-043"},
			Rules: rules{mocks.On("list-instance-bindings").Answered(200).InsteadWith(func(s *mocks.Seen) *mocks.Answer {
				return s.Send("list-bindings", nil, s.Query, nil)
			})}},
		{ID: "user-provided-missing", Title: "the list of a space never has user-provided instances", Breaks: ids{"CFV2-INST-044"},
			Rules: rules{mocks.On("list-space-instances").At("views").SetQuery("return_user_provided_service_instances", "")}},
		{ID: "user-provided-uncalled-for", Title: "the list of a space has user-provided instances that nobody asked for", Breaks: ids{"CFV2-INST-044"},
			Rules: rules{mocks.On("list-space-instances").When(unasked("return_user_provided_service_instances")).
				SetQuery("return_user_provided_service_instances", "true")}},
		{ID: "space-shows-hidden", Title: "the offerings of a space are those of all spaces", Breaks: ids{"CFV2-INST-045"},
			Rules: rules{mocks.On("list-space-services").InsteadWith(func(s *mocks.Seen) *mocks.Answer {
				return s.Send("list-services", nil, s.Query, nil)
			})}},
		{ID: "relations-stay-out", Title: "relations are not embedded", Breaks: ids{"CFV2-INST-046"},
			Rules: rules{mocks.On("list-space-instances").Query("inline-relations-depth", "1").SetQuery("inline-relations-depth", "")}},
		{ID: "relations-lack-keys", Title: "keys are not embedded", Breaks: ids{"CFV2-INST-046"},
			Rules: rules{mocks.On("list-instances").Query("inline-relations-depth", "1").Remove("/resources/*/entity/service_keys")}},
		{ID: "any-depth", Title: "relations may be embedded as deep as anybody likes", Breaks: ids{"CFV2-INST-047"},
			Rules: rules{mocks.On("get-instance").Query("inline-relations-depth", "10").SetQuery("inline-relations-depth", "3")}},
		{ID: "parameters-change", Title: "the parameters of an instance are others than the broker's", Breaks: ids{"CFV2-INST-074"},
			Rules: rules{mocks.On("get-instance-parameters").Answered(200).Body(`{"other":1}`)}},
	}
}

// instancesHidden returns faults about what others than an administrator see and do.
func instancesHidden() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "hidden-plan-answers-404", Title: "a developer is told that a plan which he cannot see is not there", Breaks: ids{"CFV2-INST-034"},
			Rules: rules{mocks.On("create-instance").At("roles").AnsweredWith(code(10003)).When(user("developer")).Status(http.StatusNotFound)}},
		{ID: "instance-shows-to-reader", Title: "a reader sees the credentials of an instance", Breaks: ids{"CFV2-INST-041"},
			Rules: rules{mocks.On("get-instance").Mentions("redacted_message").
				Set("/entity/credentials", map[string]any{"uri": "https://data.example.com/conformance", "password": "not-a-real-password"})}},
		{ID: "instances-show-to-reader", Title: "a reader sees the credentials in a list of instances", Breaks: ids{"CFV2-INST-041"},
			Rules: rules{mocks.On("list-space-instances").Mentions("redacted_message").Set("/resources/*/entity/credentials/uri", "https://data.example.com/conformance")}},
		{ID: "name-taken-elsewhere", Title: "an instance cannot have the name of one in another space", Breaks: ids{"CFV2-INST-027"},
			Rules: rules{mocks.On("create-instance").At("places").When(inSpace(controller.OtherSpaceGUID)).Answered(201).Status(400).
				Body(`{"description":"the name is taken","error_code":"CF-ServiceInstanceNameTaken","code":60002}`)}},
	}
}

// phantom is an instance that does not exist.
func phantom() map[string]any {
	const when = "2024-01-01T00:00:00Z"
	guid := "0c2f8f3a-1111-4222-8333-444455556666"
	return map[string]any{
		"metadata": map[string]any{"guid": guid, "url": "/v2/service_instances/" + guid, "created_at": when, "updated_at": when},
		"entity": map[string]any{
			"name": "phantom", "space_guid": guid, "service_plan_guid": guid, "credentials": map[string]any{}, "gateway_data": nil, "dashboard_url": nil,
			"type": "managed_service_instance", "tags": []any{}, "space_url": "/v2/spaces/" + guid, "service_plan_url": "/v2/service_plans/" + guid,
			"service_bindings_url": "/v2/service_instances/" + guid + "/service_bindings", "last_operation": nil,
		},
	}
}
