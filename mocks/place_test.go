package mocks

import (
	"net/http/httptest"
	"reflect"
	"testing"

	"conformance/suites/record"
)

func suite(scenario, step string) string {
	return record.Sender{Tool: "devel", Run: "r-1", Scenario: scenario, Step: step}.String()
}

// TestAt: a fault that is narrowed to a place of the suite strikes there alone, and stays at work for every other client.
func TestAt(t *testing.T) {
	for name, c := range map[string]struct {
		rule  Rule
		fires map[string]bool
	}{
		"a scenario": {On("provision").At("lifecycle"), map[string]bool{
			suite("lifecycle", "provision"): true, suite("lifecycle", "clean-up"): true, suite("asynchronous", "provision"): false,
			suite("the lifecycle", "provision"): false, "a platform": true, "": true,
		}},
		"a step": {On("provision").At("lifecycle", "provision again"), map[string]bool{
			suite("lifecycle", "provision again"): true, suite("lifecycle", "provision"): false, suite("lifecycle", "provision again later"): false,
			suite("asynchronous", "provision again"): false, "a platform": true, "": true,
		}},
		"several steps": {On("provision").At("lifecycle", "provision", "provision again"), map[string]bool{
			suite("lifecycle", "provision"): true, suite("lifecycle", "provision again"): true, suite("lifecycle", "bind"): false, "": true,
		}},
		"a series": {On("provision").At("lifecycle", "provision"), map[string]bool{
			suite("lifecycle", "provision / a plan that is null"): true, suite("lifecycle", "provision/plan"): false,
		}},
		"one of a series": {On("provision").At("lifecycle", "provision / a plan (null); 100%"), map[string]bool{
			suite("lifecycle", "provision / a plan (null); 100%"): true, suite("lifecycle", "provision / a plan"): false, suite("lifecycle", "provision"): false,
		}},
		"another operation": {On("bind").At("lifecycle", "provision"), map[string]bool{suite("lifecycle", "provision"): false, "a platform": false}},
		"a place that never is": {On("provision").At("lifecycle").At("asynchronous"), map[string]bool{
			suite("lifecycle", "provision"): false, suite("asynchronous", "provision"): false, "a platform": true,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			for agent, want := range c.fires {
				armed := Arm(document(t), []Rule{c.rule.Status(500)}, echo)
				request, recorder := httptest.NewRequest("PUT", instance, nil), httptest.NewRecorder()
				request.Header.Set("User-Agent", agent)
				if armed.ServeHTTP(recorder, request); (recorder.Code == 500) != want {
					t.Errorf("%q is answered with %d, want 500: %t", agent, recorder.Code, want)
				}
			}
		})
	}
}

func TestPlaces(t *testing.T) {
	rule := On("provision").At("lifecycle", "provision").At("catalog")
	if want := []Place{{"lifecycle", []string{"provision"}}, {"catalog", nil}}; !reflect.DeepEqual(rule.Places(), want) {
		t.Errorf("got %v, want %v", rule.Places(), want)
	}
	if places := On("provision").Places(); places != nil {
		t.Errorf("got %v, want none", places)
	}
}
