package osb

import (
	"conformance/mocks"
)

// bind returns faults: brokers that answer a new binding wrongly.
func bind() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "bind-answers-405", Title: "nothing can be bound", Breaks: ids{"OSB-BIND-004"}, Blocks: true, Rules: rules{mocks.On("bind").InsteadWith(refuse(405))}},
		{ID: "bind-answers-200", Title: "a new binding is answered with 200", Breaks: ids{"OSB-BIND-052", "OSB-ASYNC-005"},
			Rules: rules{mocks.On("bind").At("lifecycle").Answered(201).Status(200)}},
		{ID: "bind-serviceless-422", Title: "a bind without service_id is answered with 422", Breaks: ids{"OSB-BIND-058"},
			Rules: rules{mocks.On("bind").At("lifecycle").Lacks("service_id").Status(422)}},
		{ID: "bind-planless-422", Title: "a bind without plan_id is answered with 422", Breaks: ids{"OSB-BIND-059"},
			Rules: rules{mocks.On("bind").At("lifecycle").Lacks("plan_id").Status(422)}},
		{ID: "bind-nothing", Title: "a bind to nothing succeeds", Breaks: ids{"OSB-BIND-117"},
			Rules: rules{mocks.On("bind").At("lifecycle").Answered(404).Status(201).Body("{}")}},
		{ID: "bind-undeclared-later", Title: "the catalog does not say that bindings can be fetched", Breaks: ids{"OSB-BIND-007"},
			Rules: rules{mocks.On("catalog").At("asynchronous").Set(offering+"/bindings_retrievable", false)}},
		{ID: "bind-refusal-400", Title: "a bind that has to be asynchronous is refused with 400", Breaks: ids{"OSB-BIND-026", "OSB-ASYNC-011"}, Also: ids{"OSB-BIND-110"},
			Rules: rules{mocks.On("bind").At("asynchronous").Query(flag, "").Answered(422).Status(400)}},
		{ID: "bind-refusal-uncoded", Title: "a bind that has to be asynchronous is refused with a code of its own", Breaks: ids{"OSB-BIND-027", "OSB-ASYNC-013"},
			Also: ids{"OSB-BIND-110"}, Rules: rules{mocks.On("bind").At("asynchronous").Query(flag, "").Answered(422).Set("/error", "Later")}},
		{ID: "bind-not-followed", Title: "polls of a bind have no state", Breaks: ids{"OSB-BIND-053", "OSB-POLL-115"}, Blocks: true,
			Rules: rules{mocks.On("binding-last-operation").At("asynchronous").When(following("create")).Remove("/state")}},
		{ID: "bind-done-too-soon", Title: "a bind is answered with 201 while it runs", Breaks: ids{"OSB-BIND-053"},
			Rules: rules{mocks.On("binding-last-operation").At("lifecycle", "poll what is bound").Answered(200).Set("/state", "in progress")}},
		{ID: "bind-at-once-answers-200", Title: "a binding that is made at once, where others take their time, is answered with 200", Breaks: ids{"OSB-BIND-052"},
			Rules: rules{mocks.On("bind").At("asynchronous").Query(flag, "").InsteadWith(reply(200, map[string]any{"credentials": map[string]any{"user": "early"}}))}},
		{ID: "bind-data-early", Title: "a 202 has credentials", Breaks: ids{"OSB-BIND-056"},
			Rules: rules{mocks.On("bind").At("asynchronous").Answered(202).Set("/credentials", map[string]any{"user": "early"})}},
		{ID: "app-refusal-400", Title: "a binding without application is refused with 400", Breaks: ids{"OSB-BIND-039"},
			Rules: rules{mocks.On("bind").At("application").Lacks("app_guid").Answered(422).Status(400)}},
		{ID: "app-refusal-uncoded", Title: "a binding without application is refused with a code of its own", Breaks: ids{"OSB-BIND-041"},
			Rules: rules{mocks.On("bind").At("application").Lacks("app_guid").Answered(422).Set("/error", "AppRequired")}},
		{ID: "bind-needs-context", Title: "a bind without context is refused", Breaks: ids{"OSB-BIND-034"},
			Rules: rules{mocks.On("bind").At("lifecycle").Lacks("context").InsteadWith(refuse(400))}},
		{ID: "bind-needs-resource", Title: "a bind without bind_resource is refused", Breaks: ids{"OSB-BIND-034", "OSB-BIND-039"},
			Rules: rules{mocks.On("bind").At("lifecycle").Lacks("bind_resource").InsteadWith(refuse(400))}},
	}
}

// bindRepeated returns faults about bindings that are asked for again.
func bindRepeated() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "rebind-answers-409", Title: "an identical repeated bind is answered with 409", Breaks: ids{"OSB-BIND-049"},
			Rules: rules{mocks.On("bind").At("lifecycle", "bind again", "bind again with unknown members").Answered(200).Status(409)}},
		{ID: "rebind-answers-201", Title: "an identical repeated bind is answered with 201", Version: "2.13", Breaks: ids{"OSB-BIND-050"},
			Rules: rules{mocks.On("bind").At("lifecycle", "bind again", "bind again with unknown members").Answered(200).Status(201)}},
		{ID: "rebind-answers-201-2.11", Title: "a bind for what is bound is answered with 201", Version: "2.11", Breaks: ids{"OSB-BIND-119"},
			Rules: rules{mocks.On("bind").At("lifecycle", "bind again", "bind again with unknown members").Answered(200).Status(201)}},
		{ID: "rebind-other-credentials", Title: "an identical repeated bind returns other credentials", Breaks: ids{"OSB-BIND-049"},
			Rules: rules{mocks.On("bind").At("lifecycle", "bind again", "bind again with unknown members").Answered(200).Set("/credentials/password", "another-password")}},
		{ID: "bind-html", Title: "a repeated bind is answered with HTML", Breaks: ids{"OSB-BIND-120"},
			Rules: rules{mocks.On("bind").At("lifecycle").Answered(200).Body("<html>")}},
		{ID: "bind-repeat-answers-200", Title: "a bind that is sent again while it runs is answered with 200", Breaks: ids{"OSB-BIND-054", "OSB-BIND-051"},
			Rules: rules{mocks.On("bind").At("asynchronous", "bind again").Answered(202).Status(200).Body("{}")}},
		{ID: "bind-repeat-other-operation", Title: "a bind that is sent again is another operation", Breaks: ids{"OSB-BIND-055"},
			Rules: rules{mocks.On("bind").At("asynchronous", "bind again").Answered(202).Set("/operation", "create-other")}},
		{ID: "bind-repeat-done-early", Title: "a bind that runs is told to be done when it is sent again", Breaks: ids{"OSB-BIND-051", "OSB-BIND-054"},
			Rules: rules{mocks.On("bind").At("asynchronous", "bind again").Answered(202).Status(200).Body(`{"credentials":{"user":"early"}}`)}},
		{ID: "bind-other-answers-200", Title: "other parameters for a binding are answered with 200", Breaks: ids{"OSB-BIND-061"},
			Rules: rules{mocks.On("bind").At("lifecycle").Answered(409).Status(200).Body("{}")}},
		{ID: "bind-other-answers-201", Title: "other parameters for a binding replace it", Breaks: ids{"OSB-BIND-061"},
			Rules: rules{mocks.On("bind").At("lifecycle").Answered(409).Status(201).Body(`{"credentials":{"user":"new"}}`)}},
		{ID: "bind-other-refused-400", Title: "other parameters for a binding are refused with 403", Breaks: ids{"OSB-BIND-061"},
			Rules: rules{mocks.On("bind").At("lifecycle").Answered(409).Status(403)}},
		{ID: "bind-other-joins", Title: "other parameters for a binding that is made are accepted", Breaks: ids{"OSB-BIND-062"},
			Rules: rules{mocks.On("bind").At("asynchronous").Answered(409).Status(202).Body(`{"operation":"create-other"}`)}},
		{ID: "bind-other-answers-200-early", Title: "other parameters for a binding that is made are answered with 200", Breaks: ids{"OSB-BIND-062"},
			Rules: rules{mocks.On("bind").At("asynchronous").Answered(409).Status(200).Body("{}")}},
	}
}

// bindRefused returns faults: brokers that take or misread requests that cannot be read.
func bindRefused() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "bind-malformed-422", Title: "a bind that cannot be read is answered with 422", Breaks: ids{"OSB-BIND-057"},
			Rules: rules{mocks.On("bind").At("lifecycle").When(mocks.Unreadable).Status(422)}},
		{ID: "bind-malformed-crashes", Title: "a bind whose body breaks off is answered with 500", Breaks: ids{"OSB-BIND-057", "OSB-ERR-001"},
			Rules: rules{mocks.On("bind").At("lifecycle").When(mocks.Unreadable).Status(500)}},
		{ID: "bind-malformed-served", Title: "a bind that cannot be read is served", Breaks: ids{"OSB-BIND-057"},
			Rules: rules{mocks.On("bind").At("lifecycle").When(mocks.Unreadable).InsteadWith(reply(201, map[string]any{}))}},
		{ID: "bind-resource-crashes", Title: "a bind_resource that is a list is answered with 500", Breaks: ids{"OSB-BIND-057", "OSB-ERR-001"},
			Rules: rules{mocks.On("bind").At("lifecycle").When(is("bind_resource", isList)).InsteadWith(refuse(500))}},
		{ID: "bind-parameters-crash", Title: "parameters that are a text are answered with 500", Breaks: ids{"OSB-BIND-057", "OSB-ERR-001"},
			Rules: rules{mocks.On("bind").At("lifecycle").When(is("parameters", isText)).InsteadWith(refuse(500))}},
	}
}
