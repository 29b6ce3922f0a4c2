package selftest

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"conformance/mocks"
	"conformance/reference/broker"
	"conformance/reports"
	"conformance/specs"
	"conformance/suites/engine"
	"conformance/suites/record"
	"conformance/suites/scenario"
	"conformance/suites/verdict"
)

// everyPlan records and judges a run on all plans of the reference, and judges it again from its file.
func everyPlan(t *testing.T, s subject, version specs.Version, fault mocks.Mutant, config engine.Config) *verdict.Outcome {
	t.Helper()
	target := s.serve(t, version, fault)
	defer target.close()
	config.Suite, config.Target, config.Version, config.Tool = s.suite, "https://target.example.com", version, "test"
	config.Transport, config.Credentials, config.Fixtures = target.transport, target.credentials, target.fixtures
	config.Prober, config.AllPlans, config.Parallel, config.PollLimit = target.prober, true, 8, time.Minute
	run, err := engine.Prepare(context.Background(), config)
	if err != nil {
		t.Fatal(err)
	}
	recording := run.Record(context.Background())
	if !target.fired() {
		t.Error("the fault was armed and did not fire")
	}
	outcome, err := engine.Judge(s.suite, recording, "test")
	if err != nil {
		t.Fatal(err)
	}
	s.judgedAgain(t, outcome)
	return outcome
}

// TestAllPlans: every plan of the references keeps every rule, in every version, and what is known after one plan is
// known after all.
func TestAllPlans(t *testing.T) {
	for _, name := range []string{"osb", "ibm-osb"} {
		s := subjects()[name]
		api, err := specs.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, version := range api.Versions {
			t.Run(name+"/"+string(version), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					one, _ := s.run(t, version, mocks.Mutant{}, 8)
					outcome := everyPlan(t, s, version, mocks.Mutant{}, engine.Config{})
					before := verdicts(one)
					for _, r := range outcome.Results {
						if r.Verdict != verdict.Pass && r.Verdict != before[r.Rule.ID] {
							t.Errorf("%s: %s, was %s: %s %v", r.Rule.ID, r.Verdict, before[r.Rule.ID], r.Reason().Text, r.Findings)
						}
					}
					if runs := outcome.Recording.Runs("lifecycle"); outcome.Code() != verdict.Conformant || len(runs) < 3 {
						t.Errorf("exit code %d after %d plans; faults %v, left %v", outcome.Code(), len(runs), outcome.Recording.Troubles, outcome.Recording.Left)
					}
				})
			})
		}
	}
}

// TestRefusal: a plain valid request that is refused is one root cause with a hint, and no rule fails for it.
func TestRefusal(t *testing.T) {
	for operation, hint := range map[string]string{"provision": "--parameters", "bind": "--bind-parameters"} {
		for _, status := range []int{400, 403, 409, 422} {
			t.Run(fmt.Sprint(operation, status), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					fault := mocks.Mutant{Rules: []mocks.Rule{mocks.On(operation).At("lifecycle").Instead(status, map[string]any{"description": "no"})}}
					outcome, _ := subjects()["osb"].run(t, "", fault, 8)
					for _, r := range outcome.Results {
						if r.Verdict == verdict.Fail || r.Verdict == verdict.Error {
							t.Errorf("%s: %s %s %v", r.Rule.ID, r.Verdict, r.Reason().Text, r.Findings)
						}
					}
					causes := outcome.Causes()
					for _, cause := range causes {
						if !strings.Contains(cause.Text, hint) {
							t.Errorf("%v are blocked by %q, want a hint to %s", cause.Blocks, cause.Text, hint)
						}
					}
					if len(causes) != 1 || outcome.Code() != verdict.NotConformant {
						t.Errorf("%d root causes, exit code %d", len(causes), outcome.Code())
					}
				})
			})
		}
	}
}

const smallPlan = "c7090fc5-cff4-45de-a8a7-90b87149d860"

// TestFaultsOfSomePlans: what is wrong with one plan is found and names it; what is wrong with several is told once.
func TestFaultsOfSomePlans(t *testing.T) {
	deleting := mocks.On("deprovision").At("lifecycle").Answered(http.StatusOK)
	creating := mocks.On("provision").At("lifecycle")
	for name, c := range map[string]struct {
		rule mocks.Rule
		id   string
		// where begins every finding, or the only cause.
		where string
		want  verdict.Verdict
	}{
		"one":   {deleting.Query("plan_id", smallPlan).Body(""), "OSB-DEPROV-010", "in 1 of 12 plans (documents/small): DELETE /v2/", verdict.Fail},
		"many":  {deleting.Body(""), "OSB-DEPROV-010", "in 10 of 12 plans (documents/sync, documents/small, documents/archive and 7 more): DELETE /v2/", verdict.Fail},
		"every": {creating.Answered(http.StatusCreated, http.StatusAccepted).Set("/dashboard_url", 5), "OSB-PROV-044", "in all 12 plans: PUT /v2/", verdict.Fail},
		"a plan that is refused": {creating.Sends("plan_id", smallPlan).Instead(http.StatusBadRequest, nil), "OSB-PROV-026",
			"in 1 of 12 plans (documents/small): the plain valid request PUT /v2/", verdict.Blocked},
		"a binding that is refused": {mocks.On("bind").At("lifecycle").Sends("plan_id", smallPlan).Instead(http.StatusBadRequest, nil), "OSB-BIND-052",
			"in 1 of 12 plans (documents/small): the plain valid request PUT /v2/", verdict.Blocked},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				outcome := everyPlan(t, subjects()["osb"], "", mocks.Mutant{Rules: []mocks.Rule{c.rule}}, engine.Config{})
				for _, r := range outcome.Results {
					if r.Verdict == verdict.Fail && r.Rule.ID != c.id {
						t.Errorf("%s: %v", r.Rule.ID, r.Findings)
					}
					if r.Rule.ID == c.id {
						told(t, outcome, r, c.want, c.where)
					}
				}
				for _, cause := range outcome.Causes() {
					if text := reports.Because(cause.Reason); !strings.HasPrefix(text, c.where) || !strings.Contains(text, "--plans") || len(outcome.Causes()) > 1 {
						t.Errorf("%v are blocked by %q", cause.Blocks, text)
					}
				}
				if outcome.Code() != verdict.NotConformant {
					t.Errorf("exit code %d", outcome.Code())
				}
			})
		})
	}
}

func told(t *testing.T, o *verdict.Outcome, r verdict.Result, want verdict.Verdict, where string) {
	t.Helper()
	elsewhere := func(f verdict.Finding) bool { return !strings.HasPrefix(reports.Sentence(o, f), where) }
	if r.Verdict != want || want == verdict.Fail && (len(r.Findings) == 0 || len(r.Findings) > 2 || slices.ContainsFunc(r.Findings, elsewhere)) {
		t.Errorf("%s: %s %s %v, want one or two, for there are two instances, that begin %q", r.Rule.ID, r.Verdict, r.Reason().Text, r.Findings, where)
	}
}

// TestManyHostilePlans: whatever a catalog calls its plans, names stay unique and plain; a plan tells how much it would
// create, --max-instances bounds it, and what was left out is told.
func TestManyHostilePlans(t *testing.T) {
	hostile := func(n int) mocks.Mutant {
		evil := "\x1b[2J\r\nlifecycle \u202e" + strings.Repeat("x", 100)
		var plans []any
		for i := range n {
			plans = append(plans, map[string]any{"id": fmt.Sprintf("%s-%d", evil, i), "name": evil, "description": evil})
		}
		plans = append(plans, plans[0])
		return mocks.Mutant{Rules: []mocks.Rule{mocks.On("catalog").Set("/services", []any{
			map[string]any{"id": "s", "name": evil, "description": evil, "bindable": true, "plans": plans}})}}
	}
	s := subjects()["osb"]
	target := s.serve(t, "2.17", hostile(1000))
	run, err := engine.Prepare(t.Context(), engine.Config{Suite: s.suite, Target: "https://target.example.com", Transport: target.transport, Credentials: target.credentials, AllPlans: true})
	if err != nil {
		t.Fatal(err)
	}
	if n := run.Plan.Instances(); n < 2000 || n > 2100 {
		t.Errorf("the plan creates %d instances, want two for each of 1000 plans", n)
	}
	synctest.Test(t, func(t *testing.T) {
		outcome := everyPlan(t, s, "", hostile(100), engine.Config{MaxInstances: 12, Select: func(r *specs.Requirement) bool { return slices.Contains(r.Operations, "provision") }})
		runs := outcome.Recording.Runs("lifecycle")
		if len(runs) != 100 {
			t.Fatalf("%d runs, want one for each distinct plan", len(runs))
		}
		for _, run := range runs {
			if len(run.Name) > 110 || strings.ContainsFunc(run.Name, func(c rune) bool { return c < ' ' || c > '~' }) {
				t.Errorf("name %q", run.Name)
			}
		}
		if !slices.ContainsFunc(outcome.Advice, func(text string) bool { return strings.HasPrefix(text, "lifecycle was not recorded on 9") }) {
			t.Errorf("advice %q", outcome.Advice)
		}
	})
}

// TestParametersOfPlans: a plan that needs parameters passes with those of its entry, and with them alone.
func TestParametersOfPlans(t *testing.T) {
	size := func(n int) []byte { return fmt.Appendf(nil, `{"size":%d}`, n) }
	for name, c := range map[string]struct {
		config engine.Config
		code   int
		sent   map[string]string
	}{
		"none":    {engine.Config{}, verdict.NotConformant, map[string]string{"one": "", "two": "", "three": ""}},
		"for all": {engine.Config{Parameters: size(1)}, verdict.NotConformant, map[string]string{"one": "1", "two": "1", "three": ""}},
		"by name": {engine.Config{Parameters: size(1), Plans: []scenario.PlanParameters{
			{Plan: "two", Parameters: size(2)}, {Offering: "b", Parameters: size(3)}, {Offering: "b", Plan: "three", Parameters: size(4)}}},
			verdict.Conformant, map[string]string{"one": "1", "two": "2", "three": "3"}},
		"by id": {engine.Config{Plans: []scenario.PlanParameters{{Offering: "service-a", Parameters: size(1)}, {Plan: "plan-three", Parameters: size(3), BindParameters: []byte("{}")}}},
			verdict.Conformant, map[string]string{"one": "1", "two": "1", "three": "3"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				outcome := everyPlan(t, serving(demanding, broker.Config{}), "", mocks.Mutant{}, c.config)
				if outcome.Code() != c.code {
					t.Errorf("exit code %d, want %d", outcome.Code(), c.code)
				}
				for _, run := range outcome.Recording.Runs("lifecycle") {
					if got := sizeSent(outcome.Recording, run.Name); got != c.sent[run.Subject["plan"]] {
						t.Errorf("%s was asked for with size %q, want %q", run.Name, got, c.sent[run.Subject["plan"]])
					}
				}
			})
		})
	}
	_, err := engine.Prepare(t.Context(), engine.Config{Suite: subjects()["osb"].suite, Target: "https://target.example.com",
		Transport: serving(demanding, broker.Config{}).serve(t, "", mocks.Mutant{}).transport, Plans: []scenario.PlanParameters{{Offering: "a", Plan: "three"}}})
	if want := `--plans: entry 1, offering "a", plan "three", matches none of the plans a/one, a/two, b/three`; err == nil || err.Error() != want {
		t.Errorf("an entry for no plan: %v, want %s", err, want)
	}
}

// demanding is the catalog of a broker whose plans need a size.
var demanding = func() string {
	plan := func(name string) string {
		return "{id: plan-" + name + ", name: " + name + ", description: Needs a size., schemas: {service_instance: {create: {parameters: " +
			`{$schema: "http://json-schema.org/draft-07/schema#", type: object, required: [size], properties: {size: {type: integer}}}}}}}`
	}
	return "services: [{id: service-a, name: a, description: Two plans., bindable: true, plans: [" + plan("one") + ", " + plan("two") + "]}, " +
		"{id: service-b, name: b, description: One plan., bindable: true, plans: [" + plan("three") + "]}]"
}()

// sizeSent is the size that the lifecycle asked for.
func sizeSent(recording *record.Recording, run string) string {
	body, _ := recording.Steps(run, []string{"provision"})[0].Exchange().Request.Body.JSON()
	object, _ := body.(map[string]any)
	parameters, _ := object["parameters"].(map[string]any)
	if parameters == nil {
		return ""
	}
	return fmt.Sprint(parameters["size"])
}
