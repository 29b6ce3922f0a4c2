package osb

import (
	"conformance/mocks"
)

// oddBinds returns equivalents: brokers that bind in another way, or less often.
func oddBinds() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "app-nested", Title: "only the nested app_guid is read", Allows: "whether the nested or the outer app_guid is meant is open",
			Rules: rules{mocks.On("bind").At("application").Sends("app_guid", nil).DropSent("/app_guid")}},
		{ID: "app-outer", Title: "only the outer app_guid is read", Allows: "whether the nested or the outer app_guid is meant is open",
			Rules: rules{mocks.On("bind").At("application").Sends("bind_resource", nil).DropSent("/bind_resource")}},
		{ID: "app-needed", Title: "bindings of the first plan need an application", Allows: "a broker may need an application",
			Rules: rules{mocks.On("bind").At("lifecycle").When(whole).Lacks("bind_resource").InsteadWith(coded(422, "RequiresApp"))}},
		{ID: "one-binding", Title: "an instance has one binding at most", Allows: "nothing says how many there can be", Rules: oneBinding("lifecycle", whole)},
		{ID: "one-binding-at-all", Title: "every second binding of an instance is refused, whatever it is asked with", Allows: "nothing says what is looked at first",
			Rules: oneBinding("lifecycle", func(*mocks.Seen) bool { return true })},
		{ID: "one-binding-later", Title: "an instance has one binding at most, which takes its time", Allows: "nothing says how many there can be",
			Rules: oneBinding("asynchronous", func(*mocks.Seen) bool { return true })},
		{ID: "route-needed", Title: "a route service refuses a binding without route", Allows: "a route is mandatory for a route service",
			Rules: rules{mocks.On("catalog").Answered(200).Remove("/services/1"),
				mocks.On("bind").Sends("service_id", routes).Change(func(s *mocks.Seen, a *mocks.Answer) {
					if mocks.Lacks("bind_resource")(s) {
						a.Status, a.Body = 400, []byte(`{"description": "no route"}`)
					}
				})}},
		{ID: "app-needed-2.11", Title: "bindings of the first plan need an application, and are refused with 400", Version: "2.11",
			Allows: "the code is a recommendation in 2.11", Rules: rules{mocks.On("bind").At("lifecycle").When(whole).Lacks("bind_resource").InsteadWith(refuse(400))}},
		{ID: "done-unpolled", Title: "what was bound at once cannot be polled", Allows: "polls are for what was accepted",
			Rules: rules{mocks.On("binding-last-operation").At("lifecycle").InsteadWith(refuse(404))}},
		{ID: "one-instance", Title: "there is one instance of a plan at most", Allows: "nothing says how many there can be",
			Rules: rules{mocks.On("provision").At("lifecycle").When(second()).InsteadWith(refuse(403))}},
	}
}

// oddRequests returns equivalents: brokers that read, or refuse, odd requests for bindings in another way.
func oddRequests() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "odd-resource-unread", Title: "a bind_resource that is a list is not looked at", Allows: "what is malformed is not said, and what is not read is not seen",
			Rules: rules{mocks.On("bind").At("lifecycle").When(is("bind_resource", isList)).DropSent("/bind_resource")}},
		{ID: "odd-bind-parameters-unread", Title: "parameters of a bind that are a text are not looked at",
			Allows: "what is malformed is not said, and what is not read is not seen",
			Rules:  rules{mocks.On("bind").At("lifecycle").When(is("parameters", isText)).DropSent("/parameters")}},
		{ID: "binding-id-refused", Title: "a binding id that is used elsewhere is refused with 409", Allows: "binding ids are unique",
			Rules: rules{mocks.On("bind").At("lifecycle").When(usedElsewhere()).InsteadWith(refuse(409))}},
		{ID: "bind-unknown-as-410", Title: "a bind to what is deleted is refused with 410", Allows: "no code is laid down",
			Rules: rules{mocks.On("bind").At("lifecycle").Answered(404).Status(410)}},
		{ID: "bind-unknown-as-422", Title: "a bind to what is deleted is refused with 422", Allows: "no code is laid down",
			Rules: rules{mocks.On("bind").At("lifecycle").Answered(404).Status(422)}},
		{ID: "bind-conflict-waits", Title: "other parameters for a binding that is made are refused as concurrent", Allows: "a broker may refuse concurrent requests",
			Rules: rules{mocks.On("bind").At("asynchronous", "bind with other parameters").InsteadWith(coded(422, "ConcurrencyError"))}},
		{ID: "bind-parameters-refused", Title: "parameters of the schema are refused for themselves", Allows: "a schema need not say all",
			Rules: rules{mocks.On("bind").At("lifecycle").Answered(409).Status(400)}},
		{ID: "bind-default-parameters", Title: "what the schema has first is what the broker takes by default", Allows: "parameters that say nothing new differ in nothing",
			Rules: rules{mocks.On("bind").At("lifecycle").When(func(s *mocks.Seen) bool {
				parameters, _ := s.Object()["parameters"].(map[string]any)
				return parameters["role"] == "reader"
			}).DropSent("/parameters")}},
		{ID: "unbindable-unserved", Title: "there is no way to bind what cannot be bound", Allows: "a broker need not serve what it does not offer",
			Rules: rules{mocks.On("bind").At("unbindable").InsteadWith(refuse(404))}},
	}
}

// oddRotations returns equivalents: brokers that take other requests to replace a binding.
func oddRotations() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "rotation-bare", Title: "a rotation takes nothing but the predecessor", Allows: "what goes along with the predecessor is open",
			Rules: rules{mocks.On("bind").At("rotation").Sends("predecessor_binding_id", nil).Sends("service_id", nil).InsteadWith(refuse(400)),
				mocks.On("bind").At("asynchronous").Sends("predecessor_binding_id", nil).Sends("service_id", nil).InsteadWith(refuse(400))}},
		{ID: "rotation-ids", Title: "a rotation takes the ids of offering and plan, and no application", Allows: "what goes along with the predecessor is open",
			Rules: rules{mocks.On("bind").At("rotation").Sends("predecessor_binding_id", nil).Sends("bind_resource", nil).InsteadWith(refuse(400)),
				mocks.On("bind").At("asynchronous").Sends("predecessor_binding_id", nil).Sends("bind_resource", nil).InsteadWith(refuse(422))}},
		{ID: "predecessor-as-404", Title: "a predecessor that is not there is answered with 404", Allows: "no code is laid down",
			Rules: rules{mocks.On("bind").At("rotation").Sends("predecessor_binding_id", nil).Answered(400).Status(404)}},
		{ID: "predecessor-as-409", Title: "a wrong predecessor is answered with 409", Allows: "no code is laid down",
			Rules: rules{mocks.On("bind").At("rotation").Sends("predecessor_binding_id", nil).Answered(400).Status(409)}},
		{ID: "predecessor-as-410", Title: "a wrong predecessor is answered with 410", Allows: "no code is laid down",
			Rules: rules{mocks.On("bind").At("rotation").Sends("predecessor_binding_id", nil).Answered(400).Status(410)}},
		{ID: "predecessor-as-422", Title: "a wrong predecessor is answered with 422", Allows: "no code is laid down",
			Rules: rules{mocks.On("bind").At("rotation").Sends("predecessor_binding_id", nil).Answered(400).Status(422),
				mocks.On("bind").At("lifecycle").Sends("predecessor_binding_id", nil).Answered(400).Status(422)}},
		{ID: "predecessor-found-out-later", Title: "that a predecessor is wrong shows when the rotation runs", Allows: "no code is laid down",
			Rules: rules{mocks.On("bind").At("rotation").Sends("predecessor_binding_id", nil).Answered(400).Status(202).Body(`{"operation":"create-none"}`),
				mocks.On("binding-last-operation").At("rotation").
					InsteadWith(reply(200, map[string]any{"state": "failed", "description": "no such predecessor"}))}},
		{ID: "rotation-unknown", Title: "a plan of an older broker has binding_rotatable", Version: "2.16", Allows: "members that a version does not know mean nothing",
			Rules: rules{mocks.On("catalog").Answered(200).Set("/services/*/plans/*/binding_rotatable", true)}},
	}
}

// oneBinding refuses a second binding of an instance of a scenario, when the condition holds for the request.
func oneBinding(scenario string, condition func(*mocks.Seen) bool) []mocks.Rule {
	bound := remember()
	return []mocks.Rule{
		mocks.On("bind").At(scenario).Answered(201, 202).Change(bound.binding),
		mocks.On("bind").At(scenario).When(func(s *mocks.Seen) bool {
			first := bound.of(s.Params["instance_id"])
			return len(first) > 0 && first[0] != s.Params["binding_id"] && condition(s)
		}).InsteadWith(refuse(403)),
	}
}

// oneInstance makes one instance of a plan, when that takes its time.
func oneInstance() []mocks.Rule {
	made := remember()
	key := func(s *mocks.Seen) string { return s.Run + s.Text("plan_id") }
	return []mocks.Rule{
		mocks.On("provision").At("asynchronous").When(func(s *mocks.Seen) bool {
			of := made.of(key(s))
			return len(of) > 0 && of[0] != s.Params["instance_id"]
		}).InsteadWith(refuse(403)),
		mocks.On("provision").At("asynchronous").Answered(202).Change(func(s *mocks.Seen, _ *mocks.Answer) { made.add(key(s), s.Params["instance_id"]) }),
	}
}

// second holds for a plain request for another instance than the first of a run.
func second() func(*mocks.Seen) bool {
	first := remember()
	return func(s *mocks.Seen) bool {
		first.add(s.Run, s.Params["instance_id"])
		for _, member := range []string{"organization_guid", "space_guid"} {
			if s.Object()[member] == nil {
				return false
			}
		}
		return first.of(s.Run)[0] != s.Params["instance_id"] && whole(s) && !stale(s)
	}
}

// usedElsewhere holds for binds whose id was sent for another instance before.
func usedElsewhere() func(*mocks.Seen) bool {
	known := remember()
	return func(s *mocks.Seen) bool {
		known.add(s.Params["binding_id"], s.Params["instance_id"])
		return known.of(s.Params["binding_id"])[0] != s.Params["instance_id"]
	}
}

// whole holds for requests that name their plan and whose members have the right types.
func whole(s *mocks.Seen) bool {
	object := s.Object()
	return object["service_id"] == documents && object["plan_id"] == syncPlan &&
		!isText(object["parameters"]) && !isList(object["bind_resource"]) && !isList(object["context"])
}
