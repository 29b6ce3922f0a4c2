package cfv2

import (
	"net/http"
	"strings"

	"conformance/mocks"
)

// viewMutants change what lists, relations and environments show.
func viewMutants() []mocks.Mutant {
	inlined := func(s *mocks.Seen) bool { return s.Query.Get("inline-relations-depth") == "1" }
	const views = "views"
	return []mocks.Mutant{
		fault("slash-redirects", "the path of instances with a slash after it leads elsewhere", slashed().InsteadWith(func(*mocks.Seen) *mocks.Answer {
			return &mocks.Answer{Status: http.StatusMovedPermanently, Header: http.Header{"Location": {"/v2/service_instances"}}}
		}), "CFV2-INST-012"),
		also(fault("blanks-stay", "blanks around the name of an instance stay", mocks.On("create-instance").When(blank).Change(func(s *mocks.Seen, a *mocks.Answer) {
			if a.Status == http.StatusCreated {
				a.Body = []byte(strings.Replace(string(a.Body), strings.TrimSpace(s.Object()["name"].(string)), s.Object()["name"].(string), 1))
			}
		}), "CFV2-INST-030"), "CFV2-BIND-008"),
		fault("keys-below-empty", "the list of keys below an instance is empty", mocks.On("list-instance-keys").When(unfiltered).Set("/resources", []any{}), "CFV2-INST-043"),
		fault("bindings-below-all", "the list of bindings below an instance is that of all", mocks.On("list-instance-bindings").Answered(200).InsteadWith(func(s *mocks.Seen) *mocks.Answer {
			return s.Send("list-bindings", nil, s.Query, nil)
		}), "CFV2-INST-043"),
		fault("user-provided-missing", "the list of a space never has user-provided instances", mocks.On("list-space-instances").During(views).
			SetQuery("return_user_provided_service_instances", ""), "CFV2-INST-044"),
		fault("user-provided-uncalled-for", "the list of a space has user-provided instances that nobody asked for",
			mocks.On("list-space-instances").When(unasked("return_user_provided_service_instances")).SetQuery("return_user_provided_service_instances", "true"), "CFV2-INST-044"),
		fault("space-shows-hidden", "the offerings of a space are those of all spaces", mocks.On("list-space-services").InsteadWith(func(s *mocks.Seen) *mocks.Answer {
			return s.Send("list-services", nil, s.Query, nil)
		}), "CFV2-INST-045"),
		fault("relations-stay-out", "relations are not embedded", mocks.On("list-space-instances").When(inlined).SetQuery("inline-relations-depth", ""), "CFV2-INST-046"),
		fault("relations-lack-keys", "keys are not embedded", mocks.On("list-instances").When(inlined).Remove("/resources/*/entity/service_keys"), "CFV2-INST-046"),
		fault("any-depth", "relations may be embedded as deep as anybody likes", mocks.On("get-instance").Query("inline-relations-depth", "10").
			SetQuery("inline-relations-depth", "3"), "CFV2-INST-047"),
		fault("key-filter-ignored", "the filter of the key list is ignored", mocks.On("list-keys").SetQuery("q", ""), "CFV2-BIND-050"),
		fault("key-filter-below-ignored", "the filter of the keys below an instance is ignored", mocks.On("list-instance-keys").SetQuery("q", ""), "CFV2-BIND-050"),
		fault("key-error-hides-instance", "a key that stays does not say of what", mocks.On("delete-key").AnsweredWith(because(500)).Set("/description", "it failed"), "CFV2-BIND-052"),
		fault("failed-key-vanishes", "a key that could not be removed cannot be read", mocks.On("get-key").During(views).Status(404).
			Body(`{"description":"there is no such key","error_code":"CF-ServiceKeyNotFound","code":360003}`), "CFV2-BIND-052"),
		fault("environment-hides-name", "the environment of an app calls each service as its instance", mocks.On("get-app-env").Map("/system_env_json/VCAP_SERVICES", byInstance), "CFV2-BIND-008"),
		fault("empty-parameters-warn", "empty parameters of a user-provided binding raise a warning", mocks.On("create-binding").Answered(201).When(emptyParameters).
			Header("X-Cf-Warnings", "Parameters+are+ignored"), "CFV2-BIND-023"),
		fault("binding-changes", "a binding can be updated", put("/v2/service_bindings/").InsteadWith(func(s *mocks.Seen) *mocks.Answer {
			return s.Send("get-binding", map[string]string{"guid": last(s.Path)}, nil, nil)
		}), "CFV2-BIND-042"),
		fault("lower-case-refused", "the word before a token has to begin with a capital", mocks.On("list-brokers").When(func(s *mocks.Seen) bool {
			return strings.HasPrefix(s.Header.Get("Authorization"), "bearer ")
		}).SetSentHeader("Authorization", "Basic"), "CFV2-ERR-009"),
		fault("scope-not-needed", "a token without scopes is said to lack a role", mocks.On("list-brokers").AnsweredWith(code(10007)).
			Set("/error_code", "CF-NotAuthorized").Set("/code", 10003), "CFV2-ERR-013"),
	}
}

// viewEquivalents are odd, but legal.
func viewEquivalents() []mocks.Equivalent {
	silent := odd("parameters-raise-no-warning", "parameters for a user-provided instance raise no warning", "CFV2-BIND-023: controllers warn since April 2018",
		mocks.On("create-binding").Answered(201).Header("X-Cf-Warnings", ""))
	silent.Also = []string{"CFV2-BIND-023", "CFV2-BROKER-074"}
	bare := odd("no-environment", "the environment of an app cannot be read", "CFV2-BIND-008: a target need not have one",
		mocks.On("get-app-env").Status(http.StatusNotFound).Body(`{"description":"unknown request","error_code":"CF-NotFound","code":10000}`))
	bare.Also = []string{"CFV2-BIND-008"}
	return []mocks.Equivalent{
		silent, bare,
		odd("slash-accepted", "the path of instances may have a slash after it", "CFV2-INST-012: both forms may work",
			slashed().InsteadWith(func(s *mocks.Seen) *mocks.Answer { return s.Send("create-instance", nil, s.Query, s.Object()) })),
		odd("binding-update-405", "an update of a binding is answered with 405", "CFV2-BIND-042: 404 or 405", put("/v2/service_bindings/").Status(http.StatusMethodNotAllowed)),
	}
}

// slashed tells a creation whose path has a slash after it.
func slashed() mocks.Rule {
	return mocks.On().When(func(s *mocks.Seen) bool { return s.Path == "/v2/service_instances/" })
}

// put tells requests below a path with a method that the document does not have there.
func put(path string) mocks.Rule {
	return mocks.On().When(func(s *mocks.Seen) bool { return s.Operation == "" && strings.HasPrefix(s.Path, path) })
}

// last is the last segment of a path.
func last(path string) string { return path[strings.LastIndex(path, "/")+1:] }

func blank(s *mocks.Seen) bool {
	name, _ := s.Object()["name"].(string)
	return strings.TrimSpace(name) != name
}

func unfiltered(s *mocks.Seen) bool { return !s.Query.Has("q") }

// unasked tells requests without a query parameter.
func unasked(name string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return !s.Query.Has(name) }
}

func emptyParameters(s *mocks.Seen) bool {
	parameters, _ := s.Object()["parameters"].(map[string]any)
	return parameters != nil && len(parameters) == 0
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
