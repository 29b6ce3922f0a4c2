package selftest

import (
	"encoding/json"
	"slices"
	"testing"
	"testing/synctest"

	"conformance/mocks"
	"conformance/specs"
	"conformance/suites/engine"
	"conformance/suites/record"
	"conformance/suites/verdict"
)

// TestDroppedAnswers: a target that drops the answers of any one step makes no check panic. Each step of the reference's own
// recording loses its answers in turn, on either side; then each answer has a body that is none.
func TestDroppedAnswers(t *testing.T) {
	each(t, func(t *testing.T, s subject, _ *specs.API) {
		var recording *record.Recording
		synctest.Test(t, func(t *testing.T) { recording, _ = s.record(t, "", mocks.Mutant{}, 1) })
		for name, spoil := range map[string]func(*record.Exchange){
			"no answer": func(x *record.Exchange) { x.Response, x.Failure = nil, "the target closed the connection" },
			"no body":   func(x *record.Exchange) { x.Response = &record.Response{Status: x.Status(), Header: nil} },
			"a list":    func(x *record.Exchange) { x.Response = answered(x, `[]`) },
			"odd types": func(x *record.Exchange) { x.Response = answered(x, odd(x)) },
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				for _, step := range stepsOf(recording) {
					spoiled := without(recording, step, spoil)
					outcome, err := engine.Judge(s.suite, spoiled, "test")
					if err != nil {
						t.Fatal(err)
					}
					for _, r := range outcome.Results {
						if r.Verdict == verdict.Error {
							t.Errorf("%s, %s: %s: %s", step.scenario, step.name, r.Rule.ID, r.Reason().Text)
						}
					}
				}
			})
		}
	})
}

// place is a step of a scenario.
type place struct{ scenario, name string }

func stepsOf(recording *record.Recording) []place {
	var all []place
	for _, x := range recording.Exchanges {
		if step := (place{x.Scenario, x.Step}); !slices.Contains(all, step) {
			all = append(all, step)
		}
	}
	return all
}

// without is what the recording holds of the scenario, with the answers of a step spoiled. The other scenarios are left out,
// so that judging stays quick.
func without(recording *record.Recording, step place, spoil func(*record.Exchange)) *record.Recording {
	spoiled := *recording
	spoiled.Exchanges = nil
	for _, x := range recording.Exchanges {
		if x.Scenario != step.scenario {
			continue
		}
		copied := *x
		if copied.Number = len(spoiled.Exchanges) + 1; x.Step == step.name && x.Response != nil {
			spoil(&copied)
		}
		spoiled.Exchanges = append(spoiled.Exchanges, &copied)
	}
	return &spoiled
}

func answered(x *record.Exchange, body string) *record.Response {
	return &record.Response{Status: x.Response.Status, Header: x.Response.Header, Body: record.Body(body)}
}

// odd is the body of an answer in which each member has another type: texts are lists, lists and numbers texts.
func odd(x *record.Exchange) string {
	body, err := x.Response.JSON()
	if err != nil {
		return "{}"
	}
	data, _ := json.Marshal(retyped(body)) // it was JSON before
	return string(data)
}

func retyped(value any) any {
	switch value := value.(type) {
	case map[string]any:
		all := map[string]any{}
		for name, member := range value {
			all[name] = retyped(member)
		}
		return all
	case string:
		return []any{value}
	case nil:
		return map[string]any{}
	}
	return "odd"
}
