package cfv2

import (
	"encoding/json"
	"strings"

	"conformance/mocks"
)

// repair makes a spoilt catalog good before the controller sees it, which then takes it: as if it did not look.
type repair struct {
	id string
	// fix changes the catalog and reports whether it was spoilt in this way.
	fix  func(services []any) bool
	also []string
}

func catalogMutants() []mocks.Mutant {
	var all []mocks.Mutant
	for _, row := range repairs() {
		all = append(all, also(sent("accepts-"+strings.ToLower(strings.TrimPrefix(row.id, "CFV2-")), "a catalog that breaks "+row.id+" is accepted",
			mocks.On("catalog").AnsweredWith(func(a *mocks.Answer) bool { return row.fix(services(a.Body)) }).Change(func(_ *mocks.Seen, a *mocks.Answer) {
				fixed := services(a.Body)
				row.fix(fixed)
				a.Body, _ = json.Marshal(map[string]any{"services": fixed}) // it was JSON before
			}), row.id), row.also...))
	}
	invalid := `{"description":"the catalog is invalid","error_code":"CF-ServiceBrokerCatalogInvalid","code":270012}`
	kept := mocks.On("create-broker").Answered(201).When(func(s *mocks.Seen) bool {
		address, _ := s.Object()["broker_url"].(string)
		return strings.HasSuffix(address, "/catalogs")
	}).Status(502).Body(invalid)
	last := all[len(all)-1]
	return append(all,
		mocks.Mutant{
			Fault:  mocks.Fault{ID: "refused-broker-stays", Title: "a broker is stored although its catalog was refused", Rules: []mocks.Rule{kept}, Sent: last.Sent},
			Breaks: []string{"CFV2-BROKER-022"},
		},
		sent("accepts-broker-030", "a catalog without services is accepted", mocks.On("catalog").AnsweredWith(func(a *mocks.Answer) bool {
			return a.Status == 200 && string(a.Body) == "{}"
		}).Body(`{"services":[{"id":"good-id","name":"good","description":"Good","bindable":true,"plans":[{"id":"good-plan","name":"good","description":"Good"}]}]}`),
			"CFV2-BROKER-030"),
	)
}

// catalogRules are the rules that a catalog has to keep, each of which is refused in the same way.
func catalogRules() []string {
	ids := []string{"CFV2-BROKER-030"}
	for _, row := range repairs() {
		ids = append(ids, row.id)
	}
	return ids
}

func services(body []byte) []any {
	var catalog struct{ Services []any }
	_ = json.Unmarshal(body, &catalog) // what is no catalog has no services
	return catalog.Services
}

func repairs() []repair {
	service := func(spoilt func(service, other map[string]any) bool, fix func(service map[string]any)) func([]any) bool {
		return func(services []any) bool {
			if len(services) < 2 {
				return false
			}
			first, _ := services[0].(map[string]any)
			second, _ := services[1].(map[string]any)
			if !spoilt(first, second) {
				return false
			}
			fix(first)
			return true
		}
	}
	missing := func(member string, good any) func([]any) bool {
		return service(func(s, _ map[string]any) bool { return s[member] == nil }, func(s map[string]any) { s[member] = good })
	}
	long := func(value any) bool { data, _ := json.Marshal(value); return len(data) > 2048 }
	surplus := func(member string, spoilt func(any) bool, good any) func([]any) bool {
		return service(func(s, _ map[string]any) bool { return s[member] != nil && spoilt(s[member]) }, func(s map[string]any) { s[member] = good })
	}
	plan := func(s map[string]any, n int) map[string]any {
		plans, _ := s["plans"].([]any)
		if len(plans) <= n {
			return map[string]any{}
		}
		found, _ := plans[n].(map[string]any)
		return found
	}
	planMember := func(member string, spoilt func(any) bool, good any) func([]any) bool {
		return service(func(s, _ map[string]any) bool { return len(plan(s, 0)) > 0 && spoilt(plan(s, 0)[member]) },
			func(s map[string]any) { plan(s, 0)[member] = good })
	}
	planID := service(func(s, _ map[string]any) bool {
		return len(plan(s, 0)) > 0 && plan(s, 0)["id"] == nil && s["plans"] != nil
	},
		func(s map[string]any) { plan(s, 0)["id"] = "good-plan" })
	given := func(value any) bool { return value != nil }
	good := map[string]any{"id": "good-plan", "name": "good", "description": "Good"}
	return []repair{
		{"CFV2-BROKER-023", planID, nil},
		{"CFV2-BROKER-031", surplus("id", func(id any) bool { return id == "" }, "good-id"), nil},
		{"CFV2-BROKER-032", missing("name", "good-name"), nil},
		{"CFV2-BROKER-033", surplus("description", long, "Good"), nil},
		{"CFV2-BROKER-034", missing("bindable", true), nil},
		{"CFV2-BROKER-035", surplus("plans", func(plans any) bool { return len(plans.([]any)) == 0 }, []any{good}), nil},
		{"CFV2-BROKER-036", planMember("description", func(text any) bool { return text == nil }, "Good"), nil},
		{"CFV2-BROKER-037", service(func(s, other map[string]any) bool { return s["name"] == other["name"] },
			func(s map[string]any) { s["name"] = "good-name" }), nil},
		{"CFV2-BROKER-038", service(func(s, other map[string]any) bool {
			return plan(s, 0)["id"] == plan(other, 0)["id"] && plan(s, 0)["id"] != nil
		},
			func(s map[string]any) { plan(s, 0)["id"] = "good-plan" }), nil},
		{"CFV2-BROKER-039", service(func(s, _ map[string]any) bool {
			return plan(s, 0)["name"] == plan(s, 1)["name"] && plan(s, 0)["name"] != nil
		},
			func(s map[string]any) { plan(s, 0)["name"] = "good" }), nil},
		{"CFV2-BROKER-040", surplus("requires", given, []any{}), nil},
		{"CFV2-BROKER-041", surplus("tags", long, []any{}), nil},
		{"CFV2-BROKER-042", planMember("free", func(free any) bool { return free == "true" }, true), nil},
		{"CFV2-BROKER-043", surplus("dashboard_client", given, map[string]any{"id": "good", "secret": "good", "redirect_uri": "https://good.example.com"}), nil},
		{"CFV2-BROKER-044", planMember("maintenance_info", given, map[string]any{"version": "1.0.0"}), nil},
		{"CFV2-BROKER-045", planMember("schemas", given, map[string]any{}), []string{"CFV2-BROKER-022"}},
	}
}

func brokerMutants() []mocks.Mutant {
	create := mocks.On("create-broker").During("brokers").Answered(201)
	again := map[string]any{"auth_username": "conformance-suite"}
	return []mocks.Mutant{
		also(fault("broker-answers-200", "a new broker is answered with 200", create.When(labelled("application/json")).Status(200), "CFV2-BROKER-001"), "CFV2-BROKER-015"),
		also(fault("broker-answers-202", "a new broker is answered with 202 when the request says JSON", create.When(labelled("application/json")).Status(202),
			"CFV2-BROKER-015"), "CFV2-BROKER-001"),
		fault("form-answers-415", "a broker in the documented form is answered with 415", create.When(labelled(form)).Status(415), "CFV2-BROKER-014"),
		also(fault("broker-url-taken", "a broker URL can be registered once", create.When(labelled(form)).Status(400).
			Body(`{"description":"the URL is taken","error_code":"CF-ServiceBrokerUrlTaken","code":270003}`), "CFV2-BROKER-017"), "CFV2-BROKER-014"),
		also(fault("broker-gets-space", "a global broker is told to be of a space", create.Set("/entity/space_guid", "space"), "CFV2-BROKER-006"), "CFV2-BROKER-053"),
		also(fault("broker-shows-password", "the answer to a registration holds the password", create.Change(func(s *mocks.Seen, a *mocks.Answer) {
			password, _ := json.Marshal(s.Object()["auth_password"])
			a.Body = []byte(strings.Replace(string(a.Body), `"entity":{`, `"entity":{"auth_password":`+string(password)+`,`, 1))
		}), "CFV2-BROKER-011"), "CFV2-BROKER-053"),
		fault("broker-reads-differently", "a broker reads differently than it was registered", mocks.On("get-broker").Answered(200).Set("/entity/name", "another"), "CFV2-BROKER-053"),
		fault("broker-update-answers-201", "a broker update is answered with 201", mocks.On("update-broker").During("brokers").Answered(200).Status(201), "CFV2-BROKER-066"),
		fault("broker-update-loses-url", "a broker update changes what it does not name", mocks.On("update-broker").Answered(200).
			Set("/entity/broker_url", "https://elsewhere.example.com"), "CFV2-BROKER-067"),
		fault("broker-update-trusts", "new broker credentials are not tried", mocks.On("update-broker").During("brokers").Sends("auth_password", nil).InsteadWith(func(s *mocks.Seen) *mocks.Answer {
			return s.Send("get-broker", s.Params, nil, nil)
		}), "CFV2-BROKER-068"),
		fault("rename-asks-broker", "renaming a broker reads its catalog", mocks.On("update-broker").When(both(text("name"), lacks("auth_username"))).
			Before(func(s *mocks.Seen) { s.Send("update-broker", s.Params, nil, again) }), "CFV2-BROKER-069"),
		also(fault("broker-delete-answers-200", "deleting a broker is answered with 200", mocks.On("delete-broker").Query("async", "true").Answered(204).Status(200),
			"CFV2-BROKER-075"), "CFV2-BROKER-077"),
		also(fault("broker-delete-makes-job", "deleting a broker with async=true is answered with 202", mocks.On("delete-broker").Query("async", "true").Answered(204).Status(202),
			"CFV2-BROKER-077"), "CFV2-BROKER-075"),
		fault("publish-answers-200", "making a plan public is answered with 200", mocks.On("update-plan").Answered(201).Status(200), "CFV2-BROKER-082"),
		fault("visibility-delete-answers-200", "deleting a visibility is answered with 200", mocks.On("delete-visibility").Answered(204).Status(200), "CFV2-BROKER-090"),
	}
}

func listMutants() []mocks.Mutant {
	anonymous := func(s *mocks.Seen) bool { return s.Header.Get("Authorization") == "" }
	named := func(s *mocks.Seen) bool { return strings.HasPrefix(s.Query.Get("q"), "name:") }
	return []mocks.Mutant{
		also(fault("broker-filter-ignored", "the filter of the broker list is ignored", mocks.On("list-brokers").When(named).SetQuery("q", ""), "CFV2-BROKER-057"), "CFV2-BROKER-022"),
		fault("page-size-ignored", "the page size of the broker list is ignored", mocks.On("list-brokers").Query("results-per-page", "1").SetQuery("results-per-page", ""), "CFV2-BROKER-062"),
		fault("visibility-list-empty", "the list of visibilities is empty", mocks.On("list-visibilities").Set("/resources", []any{}), "CFV2-BROKER-091"),
		fault("marketplace-empty", "who has no token sees no plans", mocks.On("list-plans").When(anonymous).Set("/resources", []any{}), "CFV2-BROKER-093"),
		also(fault("instance-filter-ignored", "the filter of the instance list is ignored", mocks.On("list-instances").SetQuery("q", ""), "CFV2-INST-042"), "CFV2-INST-037"),
		also(fault("binding-filter-ignored", "the filter of the binding list is ignored", mocks.On("list-bindings").SetQuery("q", ""), "CFV2-BIND-033"), "CFV2-PLAT-047"),
		also(fault("failed-instance-stays", "an instance is listed although its creation failed", mocks.On("list-instances").Map("/resources", func(old any) any {
			if list, _ := old.([]any); len(list) > 0 {
				return list
			}
			return []any{phantom()}
		}), "CFV2-INST-037")),
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
