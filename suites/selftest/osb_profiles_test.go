package selftest

import (
	"testing"
	"testing/synctest"
	"time"

	"conformance/mocks"
	"conformance/reference/broker"
	"conformance/specs"
	"conformance/suites/osb"
	"conformance/suites/scenario"
	"conformance/suites/verdict"
)

// TestBrokersThatOfferLittle: a broker that cannot do something is not blamed for it, in any version.
func TestBrokersThatOfferLittle(t *testing.T) {
	cases := []struct {
		name, catalog string
		config        broker.Config
		// want are verdicts of rules that tell the profiles apart.
		want map[string]verdict.Verdict
	}{
		{name: "no plan at all", catalog: `services: []`,
			want: map[string]verdict.Verdict{"OSB-CAT-002": verdict.Pass, "OSB-PROV-026": verdict.NotApplicable, "OSB-BIND-052": verdict.NotApplicable}},
		{name: "one plan that cannot be bound", catalog: offer("bindable: false", "free: true"),
			want: map[string]verdict.Verdict{"OSB-PROV-026": verdict.Pass, "OSB-BIND-052": verdict.NotApplicable, "OSB-PROV-037": verdict.NotApplicable, "OSB-PROV-027": verdict.NotApplicable}},
		{name: "one plan that can be bound", catalog: offer("bindable: true", "free: false"),
			want: map[string]verdict.Verdict{"OSB-BIND-052": verdict.Pass, "OSB-BIND-039": verdict.NotApplicable, "OSB-UNBIND-017": verdict.Pass}},
		{name: "one plan for applications", catalog: offer("bindable: true", "reference: {needs_app: true}"),
			want: map[string]verdict.Verdict{"OSB-BIND-052": verdict.Pass, "OSB-BIND-039": verdict.Pass, "OSB-UNBIND-023": verdict.Pass}},
		{name: "one asynchronous plan", catalog: offer("bindable: true", "reference: {instances: async}"), config: broker.Config{AsyncDelay: 3 * time.Second},
			want: map[string]verdict.Verdict{"OSB-PROV-026": verdict.NotApplicable, "OSB-PROV-027": verdict.Pass, "OSB-PROV-007": verdict.Pass,
				"OSB-DEPROV-009": verdict.NotApplicable, "OSB-DEPROV-012": verdict.Pass}},
		{name: "work that has ended when it is polled", catalog: offer("bindable: true", "reference: {instances: async}"),
			want: map[string]verdict.Verdict{"OSB-PROV-027": verdict.Pass, "OSB-PROV-028": verdict.NotApplicable, "OSB-UPD-029": verdict.NotApplicable,
				"OSB-ASYNC-002": verdict.Warn}},
		{name: "everything asynchronous, with bindings", catalog: offer("bindable: true, instances_retrievable: true, bindings_retrievable: true",
			"reference: {instances: async, bindings: async}"), config: broker.Config{AsyncDelay: 30 * time.Second},
			want: map[string]verdict.Verdict{"OSB-PROV-028": verdict.Pass, "OSB-UPD-028": verdict.Pass}},
	}
	api, err := specs.Load("osb")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		for _, version := range api.Versions {
			t.Run(c.name+"/"+string(version), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					outcome, _ := serving(c.catalog, c.config).run(t, version, mocks.Mutant{}, 4)
					modest(t, outcome, c.want)
				})
			})
		}
	}
}

// offer is a catalog with one offering and one plan.
func offer(service, plan string) string {
	return "services: [{id: 0f8fad5b-d9cb-469f-a165-70867728950e, name: one, description: One offering., " + service +
		", plans: [{id: 7c9e6679-7425-40de-944b-e07fc1f90ae7, name: plan, description: One plan., " + plan + "}]}]"
}

func serving(catalog string, config broker.Config) subject {
	return subject{suite: osb.Suite(), serve: func(t *testing.T, version specs.Version, _ mocks.Mutant) target {
		config.Version, config.Catalog, config.Strict = version, []byte(catalog), true
		server, err := broker.New(config)
		if err != nil {
			t.Fatal(err)
		}
		return target{transport: mocks.Transport(server), credentials: scenario.Credentials{}, fired: func() bool { return true }, close: func() {}}
	}}
}

// modest demands that nothing is blamed, that each excuse has a reason, and what is wanted of some rules in force.
func modest(t *testing.T, outcome *verdict.Outcome, want map[string]verdict.Verdict) {
	for _, r := range outcome.Results {
		switch r.Verdict {
		case verdict.Pass, want[r.Rule.ID]:
		case verdict.NotApplicable, verdict.NotExercised:
			if r.Reason().None() {
				t.Errorf("%s: %s without reason", r.Rule.ID, r.Verdict)
			}
		default:
			t.Errorf("%s: %s %s %v", r.Rule.ID, r.Verdict, r.Reason(), r.Findings)
		}
		if wanted, told := want[r.Rule.ID]; told && r.Verdict != wanted {
			t.Errorf("%s: %s (%s), want %s", r.Rule.ID, r.Verdict, r.Reason(), wanted)
		}
	}
	if code := outcome.Code(); code != verdict.Conformant {
		t.Errorf("exit code %d, want 0; faults %v, left %v", code, outcome.Recording.Troubles, outcome.Recording.Left)
	}
}
