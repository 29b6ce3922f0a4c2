package osb

import (
	"encoding/json"
	"slices"

	"conformance/mocks"
)

// oddPatches returns equivalents: brokers that have no updates, or find out later that one cannot be.
func oddPatches() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "no-updates-404", Title: "there is no way to update an instance", Allows: "updates are offered by those who implement them",
			Rules: rules{mocks.On("catalog").Answered(200).Set("/services/*/plan_updateable", false).Set("/services/*/allow_context_updates", false).
				Remove("/services/*/plans/*/plan_updateable"),
				mocks.On("update").InsteadWith(refuse(404))}},
		{ID: "no-updates-405", Title: "PATCH is not allowed", Allows: "updates are offered by those who implement them",
			Rules: rules{mocks.On("catalog").Answered(200).Set("/services/*/plan_updateable", false).Set("/services/*/allow_context_updates", false).
				Remove("/services/*/plans/*/plan_updateable"),
				mocks.On("update").InsteadWith(refuse(405))}},
		{ID: "no-updates-501", Title: "updates are not implemented", Allows: "updates are offered by those who implement them",
			Rules: rules{mocks.On("catalog").Answered(200).Set("/services/*/plan_updateable", false).Set("/services/*/allow_context_updates", false).
				Remove("/services/*/plans/*/plan_updateable"),
				mocks.On("update").InsteadWith(refuse(501))}},
		{ID: "update-of-nothing-fails-later", Title: "an update of what was deleted is accepted, and finds nothing", Allows: "what cannot be shows when it is tried",
			Rules: rules{mocks.On("update").At("lifecycle").Answered(404).Change(instead(202, map[string]any{"operation": "update-later"})),
				mocks.On("instance-last-operation").At("lifecycle").Query("operation", "update-later").InsteadWith(refuse(404))}},
		{ID: "kept-plan-fails-later", Title: "an undeclared change of plan is accepted, and fails", Allows: "what cannot be shows when it is tried",
			Rules: rules{mocks.On("update").At("updating").Answered(422).Mentions("keeps it").Change(instead(202, map[string]any{"operation": "update-later"})),
				mocks.On("instance-last-operation").At("updating").Query("operation", "update-later").
					InsteadWith(reply(200, map[string]any{"state": "failed", "description": "the plan stays"}))}},
		{ID: "impossible-update-fails-later", Title: "an update that the state rules out is accepted, and fails", Allows: "what cannot be shows when it is tried",
			Rules: rules{mocks.On("update").At("failure").Sends("plan_id", nil).Answered(422).Change(instead(202, map[string]any{"operation": "update-later"})),
				mocks.On("instance-last-operation").At("failure").Query("operation", "update-later").
					InsteadWith(reply(200, map[string]any{"state": "failed", "description": "no"}))}},
		{ID: "same-parameters-refused", Title: "an update to the parameters that the instance has is refused", Allows: "what an update can do is the broker's affair",
			Rules: rules{mocks.On("update").At("updating").When(repeated()).InsteadWith(refuse(400))}},
		{ID: "unborn-gone", Title: "an instance that is being made is not there for updates", Allows: "no code is laid down for it",
			Rules: rules{mocks.On("update").At("asynchronous", "update while provisioning").InsteadWith(refuse(410))}},
		{ID: "unborn-unknown", Title: "an instance that is being made is unknown to updates", Allows: "no code is laid down for it",
			Rules: rules{mocks.On("update").At("asynchronous", "update while provisioning").InsteadWith(refuse(400))}},
	}
}

// oddUpdates returns equivalents: brokers that take other updates, and show other things of them.
func oddUpdates() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "empty-operation-2.11", Title: "the operation of an update is empty", Version: "2.11", Allows: "it names nothing, and cannot be echoed",
			Rules: rules{mocks.On("update").At("asynchronous").Answered(202).Set("/operation", "")}},
		{ID: "own-platform-only", Title: "other platforms are refused with a reason", Allows: "a broker may serve one platform only",
			Rules: rules{mocks.On("update", "bind").At("updating").When(foreign).InsteadWith(refuse(400))}},
		{ID: "maintenance-identifies", Title: "an instance asked for with maintenance_info is another", Allows: "what makes a request identical is left open",
			Rules: rules{mocks.On("provision").At("updating").Sends("maintenance_info", nil).InsteadWith(refuse(409))}},
		{ID: "context-identifies", Title: "an instance is not the same with another context", Allows: "what makes a request identical is left open",
			Rules: rules{mocks.On("provision").At("updating", "provision again", "provision again with described maintenance_info").InsteadWith(refuse(409))}},
		{ID: "fetch-hides-parameters", Title: "a fetch does not show parameters", Allows: "parameters are optional in a fetch",
			Rules: rules{mocks.On("fetch-instance").Answered(200).Remove("/parameters")}},
		{ID: "fetch-hides-plan", Title: "a fetch does not show the plan", Allows: "plan_id is optional in a fetch",
			Rules: rules{mocks.On("fetch-instance").Answered(200).Remove("/plan_id")}},
		{ID: "plans-kept-for-now", Title: "no plan is granted", Allows: "422 is for changes that are not possible",
			Rules: rules{mocks.On("update").At("updating").Sends("plan_id", nil).Lacks("parameters").InsteadWith(refuse(422))}},
		{ID: "updates-later", Title: "updates are done when they are polled first", Allows: "a 202 may be followed at once by success",
			Rules: rules{mocks.On("update").At("updating").Answered(200).Status(202)}},
		{ID: "dashboard-for-once", Title: "a dashboard has another address with every fetch", Allows: "what is in the address is the broker's affair",
			Rules: rules{mocks.On("fetch-instance").At("updating").Answered(200).Change(func(s *mocks.Seen, a *mocks.Answer) {
				a.Body = []byte(`{"plan_id":"` + sealedPlan + `","dashboard_url":"https://dashboard.example.com/?ticket=` + s.Header.Get(identity) + `"}`)
			})}},
		{ID: "update-says-nothing", Title: "an update that moves nothing is answered with {}", Allows: "{} is the usual body",
			Rules: rules{mocks.On("update").At("updating").Lacks("plan_id").Answered(200).Body("{}")}},
		{ID: "unknown-plan-ignored", Title: "an update to an unknown plan keeps the plan", Allows: "no code is laid down for it",
			Rules: rules{mocks.On("update").At("updating").When(unheardOf).DropSent("/plan_id")}},
		{ID: "unknown-plan-unprocessable", Title: "an update to an unknown plan is refused with 422", Allows: "no code is laid down for it",
			Rules: rules{mocks.On("update").At("updating").When(unheardOf).Status(422)}},
		{ID: "no-parameters-on-new-plan", Title: "the other plan has no parameters", Allows: "an update that is not supported is refused",
			Rules: rules{mocks.On("update").At("updating", "update with parameters alone on the other plan").Answered(200).Lacks("plan_id").Sends("parameters", nil).
				Status(422)}},
	}
}

// repeated holds for updates of an instance to parameters that it was sent before, for a plan that there is.
func repeated() func(*mocks.Seen) bool {
	known := remember()
	return func(s *mocks.Seen) bool {
		parameters, _ := json.Marshal(s.Object()["parameters"])
		if s.Object()["parameters"] == nil || unheardOf(s) {
			return false
		}
		id := s.Params["instance_id"]
		before := known.of(id)
		known.add(id, string(parameters))
		return slices.Contains(before, string(parameters))
	}
}
