package cfv2

import (
	"strings"

	"conformance/mocks"
)

// bindings returns faults about new bindings.
func bindings() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "binding-answers-200", Title: "a new binding is answered with 200", Breaks: ids{"CFV2-BIND-001"}, Also: ids{"CFV2-BIND-054"},
			Rules: rules{mocks.On("create-binding").Answered(201).When(plainly).Status(200)}},
		{ID: "binding-answers-202", Title: "a new binding is answered with 202", Breaks: ids{"CFV2-BIND-054"}, Also: ids{"CFV2-BIND-001"},
			Rules: rules{mocks.On("create-binding").Answered(201).When(plainly).Status(202)}},
		{ID: "permission-answers-202", Title: "a binding is answered with 202 because that was allowed", Breaks: ids{"CFV2-BIND-010"}, Also: ids{"CFV2-BIND-022"},
			Rules: rules{mocks.On("create-binding").Answered(201).Query("accepts_incomplete", "true").Status(202)}},
		{ID: "binding-invents-name", Title: "a binding without name gets one", Breaks: ids{"CFV2-BIND-007"},
			Rules: rules{mocks.On("create-binding").Answered(201).Query("accepts_incomplete", "true").Set("/entity/name", "invented")}},
		{ID: "provided-loses-credentials", Title: "a user-provided binding has no credentials", Breaks: ids{"CFV2-BIND-022"},
			Rules: rules{mocks.On("create-binding").Answered(201).AnsweredWith(ofUserProvided).Set("/entity/credentials", map[string]any{})}},
		{ID: "binding-options-sent", Title: "binding_options reach the broker", Breaks: ids{"CFV2-BIND-004"},
			Sent: rules{mocks.On("bind").SetSent("/binding_options", map[string]any{})}},
		{ID: "bind-parameters-dropped", Title: "the parameters of a binding get lost", Breaks: ids{"CFV2-BIND-006"}, Sent: rules{mocks.On("bind").DropSent("/parameters")}},
	}
}

// bindingsRemoved returns faults about bindings that go.
func bindingsRemoved() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "unbind-answers-200", Title: "an unbind is answered with 200", Breaks: ids{"CFV2-BIND-035"},
			Rules: rules{mocks.On("delete-binding").Query("accepts_incomplete", "true").Answered(204).Status(200)}},
		{ID: "gone-binding-answers-410", Title: "an unbind of what is gone at the broker is answered with 410", Breaks: ids{"CFV2-BIND-036"},
			Rules: rules{mocks.On("delete-binding").At("failures").When(plainly).Answered(204).Status(410)}},
		{ID: "failed-unbind-removes", Title: "a binding that could not be removed cannot be read", Breaks: ids{"CFV2-BIND-037"},
			Rules: rules{mocks.On("get-binding").AnsweredWith(operation("delete", "failed")).Status(404).
				Body(`{"description":"there is no such binding","error_code":"CF-ServiceBindingNotFound","code":90004}`)}},
		{ID: "key-delete-answers-200", Title: "deleting a key is answered with 200", Breaks: ids{"CFV2-BIND-051"},
			Rules: rules{mocks.On("delete-key").Answered(204).Status(200)}},
		{ID: "unbind-without-job", Title: "a binding that goes in a job is answered without one", Breaks: ids{"CFV2-BIND-038"},
			Rules: rules{mocks.On("delete-binding").At("unbindings").Query("async", "true").InsteadWith(keeping)}},
		{ID: "job-keeps-binding", Title: "the job that removes a binding does nothing", Breaks: ids{"CFV2-BIND-038"},
			Rules: rules{mocks.On("delete-binding").At("unbindings").Query("async", "true").InsteadWith(func(s *mocks.Seen) *mocks.Answer {
				job := s.Send("get-job", s.Params, nil, nil) // it reads as finished: nobody knows it
				job.Status = 202
				return job
			})}},
		{ID: "unwanted-unbind-unmentioned", Title: "nothing warns of an unbind that may not have finished", Breaks: ids{"CFV2-BIND-039"},
			Rules: rules{mocks.On("delete-binding").At("unbindings").Answered(204).Header("X-Cf-Warnings", "")}},
		{ID: "key-error-hides-instance", Title: "a key that stays does not say of what", Breaks: ids{"CFV2-BIND-052"},
			Rules: rules{mocks.On("delete-key").AnsweredWith(because(500)).Set("/description", "it failed")}},
		{ID: "failed-key-vanishes", Title: "a key that could not be removed cannot be read", Breaks: ids{"CFV2-BIND-052"},
			Rules: rules{mocks.On("get-key").At("views").Status(404).Body(`{"description":"there is no such key","error_code":"CF-ServiceKeyNotFound","code":360003}`)}},
	}
}

// keeping answers a delete with what is there.
func keeping(s *mocks.Seen) *mocks.Answer {
	answer := s.Send("get-binding", s.Params, nil, nil)
	answer.Status = 202
	return answer
}

// ofUserProvided holds for bindings of user-provided instances.
func ofUserProvided(a *mocks.Answer) bool {
	address, _ := a.At("/entity/service_instance_url").(string)
	return strings.HasPrefix(address, "/v2/user_provided")
}

func emptyParameters(s *mocks.Seen) bool {
	parameters, _ := s.Object()["parameters"].(map[string]any)
	return parameters != nil && len(parameters) == 0
}
