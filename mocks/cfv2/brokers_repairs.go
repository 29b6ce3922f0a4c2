package cfv2

import (
	"encoding/json"

	"conformance/mocks"
)

func repairs() []repair {
	long := func(value any) bool { data, _ := json.Marshal(value); return len(data) > 2048 }
	given := func(value any) bool { return value != nil }
	good := map[string]any{"id": "good-plan", "name": "good", "description": "Good"}
	return []repair{
		{"CFV2-BROKER-023", spoilt(func(s, _ map[string]any) bool {
			return len(plan(s, 0)) > 0 && plan(s, 0)["id"] == nil && s["plans"] != nil
		},
			func(s map[string]any) { plan(s, 0)["id"] = "good-plan" }), nil},
		{"CFV2-BROKER-031", member("id", func(id any) bool { return id == "" }, "good-id"), nil},
		{"CFV2-BROKER-032", missing("name", "good-name"), nil},
		{"CFV2-BROKER-033", member("description", long, "Good"), nil},
		{"CFV2-BROKER-034", missing("bindable", true), nil},
		{"CFV2-BROKER-035", member("plans", func(plans any) bool { return len(plans.([]any)) == 0 }, []any{good}), nil},
		{"CFV2-BROKER-036", planMember("description", func(text any) bool { return text == nil }, "Good"), nil},
		{"CFV2-BROKER-037", spoilt(func(s, other map[string]any) bool { return s["name"] == other["name"] },
			func(s map[string]any) { s["name"] = "good-name" }), nil},
		{"CFV2-BROKER-038", spoilt(func(s, other map[string]any) bool {
			return plan(s, 0)["id"] == plan(other, 0)["id"] && plan(s, 0)["id"] != nil
		}, func(s map[string]any) { plan(s, 0)["id"] = "good-plan" }), nil},
		{"CFV2-BROKER-039", spoilt(func(s, _ map[string]any) bool {
			return plan(s, 0)["name"] == plan(s, 1)["name"] && plan(s, 0)["name"] != nil
		}, func(s map[string]any) { plan(s, 0)["name"] = "good" }), nil},
		{"CFV2-BROKER-040", member("requires", given, []any{}), nil},
		{"CFV2-BROKER-041", member("tags", long, []any{}), nil},
		{"CFV2-BROKER-042", planMember("free", func(free any) bool { return free == "true" }, true), nil},
		{"CFV2-BROKER-043", member("dashboard_client", given, map[string]any{"id": "good", "secret": "good", "redirect_uri": "https://good.example.com"}), nil},
		{"CFV2-BROKER-044", planMember("maintenance_info", given, map[string]any{"version": "1.0.0"}), nil},
		badSchema(),
	}
}

func badSchema() repair {
	return repair{"CFV2-BROKER-045", planMember("schemas", func(schemas any) bool { return schemas != nil }, map[string]any{}), ids{"CFV2-BROKER-022"}}
}

// spoilt fixes the first of two services when it is wrong, or wrong beside the other.
func spoilt(wrong func(service, other map[string]any) bool, fix func(service map[string]any)) func([]any) bool {
	return func(services []any) bool {
		if len(services) < 2 {
			return false
		}
		first, _ := services[0].(map[string]any)
		second, _ := services[1].(map[string]any)
		if !wrong(first, second) {
			return false
		}
		fix(first)
		return true
	}
}

// missing fixes a member of the service that is not there, member one that is wrong, and planMember one of its first plan.
func missing(name string, good any) func([]any) bool {
	return spoilt(func(s, _ map[string]any) bool { return s[name] == nil }, func(s map[string]any) { s[name] = good })
}

func member(name string, wrong func(any) bool, good any) func([]any) bool {
	return spoilt(func(s, _ map[string]any) bool { return s[name] != nil && wrong(s[name]) }, func(s map[string]any) { s[name] = good })
}

func planMember(name string, wrong func(any) bool, good any) func([]any) bool {
	return spoilt(func(s, _ map[string]any) bool { return len(plan(s, 0)) > 0 && wrong(plan(s, 0)[name]) },
		func(s map[string]any) { plan(s, 0)[name] = good })
}

// plan is the nth plan of a service, or an empty one.
func plan(service map[string]any, n int) map[string]any {
	plans, _ := service["plans"].([]any)
	if len(plans) <= n {
		return map[string]any{}
	}
	found, _ := plans[n].(map[string]any)
	return found
}

func services(a *mocks.Answer) []any {
	all, _ := a.At("/services").([]any)
	return all
}
