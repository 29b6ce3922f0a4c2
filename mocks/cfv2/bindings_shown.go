package cfv2

import (
	"conformance/mocks"
)

// bindingsShown returns faults about what bindings and keys show.
func bindingsShown() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "binding-reads-201", Title: "reading a binding is answered with 201", Breaks: ids{"CFV2-BIND-031"},
			Rules: rules{mocks.On("get-binding").At("lifecycle", "get binding").Answered(200).Status(201)}},
		{ID: "binding-parameters-change", Title: "the parameters of a binding are others than the broker's", Breaks: ids{"CFV2-BIND-040"},
			Rules: rules{mocks.On("get-binding-parameters").Answered(200).Body(`{"other":1}`)}},
		{ID: "key-parameters-are-list", Title: "the parameters of a key are a list", Breaks: ids{"CFV2-BIND-053"},
			Rules: rules{mocks.On("get-key-parameters").Answered(200).Body(`[]`)}},
		{ID: "binding-filter-ignored", Title: "the filter of the binding list is ignored", Breaks: ids{"CFV2-BIND-033"},
			Rules: rules{mocks.On("list-bindings").SetQuery("q", "")}},
		{ID: "binding-shows-to-reader", Title: "a reader sees the credentials of a binding", Breaks: ids{"CFV2-BIND-034"},
			Rules: rules{mocks.On("get-binding").Mentions("redacted_message").
				Set("/entity/credentials", map[string]any{"uri": "https://data.example.com/conformance", "password": "not-a-real-password"})}},
		{ID: "bindings-show-to-reader", Title: "a reader sees the credentials in a list of bindings", Breaks: ids{"CFV2-BIND-034"},
			Rules: rules{mocks.On("list-bindings").Mentions("redacted_message").Set("/resources/*/entity/credentials/password", "not-a-real-password")}},
		{ID: "key-filter-ignored", Title: "the filter of the key list is ignored", Breaks: ids{"CFV2-BIND-050"}, Rules: rules{mocks.On("list-keys").SetQuery("q", "")}},
		{ID: "key-filter-below-ignored", Title: "the filter of the keys below an instance is ignored", Breaks: ids{"CFV2-BIND-050"},
			Rules: rules{mocks.On("list-instance-keys").SetQuery("q", "")}},
		{ID: "environment-hides-name", Title: "the environment of an app calls each service as its instance", Breaks: ids{"CFV2-BIND-008"},
			Rules: rules{mocks.On("get-app-env").Map("/system_env_json/VCAP_SERVICES", byInstance)}},
		{ID: "empty-parameters-warn", Title: "empty parameters of a user-provided binding raise a warning", Breaks: ids{"CFV2-BIND-023"},
			Rules: rules{mocks.On("create-binding").Answered(201).When(emptyParameters).Header("X-Cf-Warnings", "Parameters+are+ignored")}},
		{ID: "binding-changes", Title: "a binding can be updated", Breaks: ids{"CFV2-BIND-042"},
			Rules: rules{put("/v2/service_bindings/").InsteadWith(func(s *mocks.Seen) *mocks.Answer {
				return s.Send("get-binding", map[string]string{"guid": last(s.Path)}, nil, nil)
			})}},
	}
}

// byInstance calls each entry of VCAP_SERVICES as its instance.
func byInstance(services any) any {
	all, _ := services.(map[string]any)
	for _, entries := range all {
		list, _ := entries.([]any)
		for _, entry := range list {
			if members, ok := entry.(map[string]any); ok {
				members["name"] = members["instance_name"]
			}
		}
	}
	return services
}
