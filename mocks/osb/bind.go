package osb

import "conformance/mocks"

func bindMutants() []mutant {
	binding, waiting := lives("bind"), waits("bind")
	atOnce := waiting.Query(flag, "").Answered(422)
	homeless := mocks.On("bind").During("application").When(lacks("app_guid")).Answered(422)
	nothing := binding.Answered(200, 201).Remove("/credentials")
	all := []mutant{
		fault("bind-answers-405", "nothing can be bound", mocks.On("bind").InsteadWith(reply(405, failure()))).breaks("OSB-BIND-004").blocks(),
		fault("bind-answers-200", "a new binding is answered with 200", binding.Answered(201).Status(200)).breaks("OSB-BIND-052", "OSB-ASYNC-005"),
		fault("rebind-answers-409", "an identical repeated bind is answered with 409", binding.After(1).Answered(200).Status(409)).breaks("OSB-BIND-049"),
		fault("rebind-answers-201", "an identical repeated bind is answered with 201", binding.After(1).Answered(200).Status(201)).
			in("2.13").breaks("OSB-BIND-050"),
		fault("rebind-answers-201-2.11", "a bind for what is bound is answered with 201", binding.After(1).Answered(200).Status(201)).
			in("2.11").breaks("OSB-BIND-119"),
		fault("bind-serviceless-422", "a bind without service_id is answered with 422", binding.When(lacks("service_id")).Status(422)).breaks("OSB-BIND-058"),
		fault("bind-planless-422", "a bind without plan_id is answered with 422", binding.When(lacks("plan_id")).Status(422)).breaks("OSB-BIND-059"),
		fault("bind-nothing", "a bind to nothing succeeds", binding.Answered(404).Status(201).Body("{}")).breaks("OSB-BIND-117"),
		fault("bind-without-credentials-2.11", "a binding has no credentials", nothing).in("2.11").breaks("OSB-BIND-045").also("OSB-BIND-009"),
		fault("bind-without-credentials-2.13", "a binding has no credentials", nothing).in("2.13").breaks("OSB-BIND-011").also("OSB-BIND-009"),
		fault("bind-without-credentials", "a binding has no credentials", nothing).breaks("OSB-BIND-072").also("OSB-BIND-009"),
		fault("bind-shares-credentials", "all bindings have the same credentials",
			mocks.On("bind", "fetch-binding").During("lifecycle").Answered(200, 201).Set("/credentials", map[string]any{"user": "all"})).
			breaks("OSB-BIND-009"),
		fault("bind-undeclared-later", "the catalog does not say that bindings can be fetched", waits("catalog").Set(offering+"/bindings_retrievable", false)).
			breaks("OSB-BIND-007"),
		fault("bind-refusal-400", "a bind that has to be asynchronous is refused with 400", atOnce.Status(400)).
			breaks("OSB-BIND-026", "OSB-ASYNC-011").also("OSB-BIND-027", "OSB-BIND-110"),
		fault("bind-refusal-uncoded", "a bind that has to be asynchronous is refused with a code of its own", atOnce.Set("/error", "Later")).
			breaks("OSB-BIND-027", "OSB-ASYNC-013").also("OSB-BIND-110"),
		fault("bind-not-followed", "polls of a bind have no state", waits("binding-last-operation").When(following("create")).Remove("/state")).
			breaks("OSB-BIND-053", "OSB-POLL-115").blocks(),
		fault("bind-done-too-soon", "a bind is answered with 201 while it runs",
			lives("binding-last-operation").Nth(1).Answered(200).Set("/state", "in progress")).breaks("OSB-BIND-053"),
		fault("bind-at-once-answers-200", "a binding that is made at once, where others take their time, is answered with 200",
			waiting.Query(flag, "").InsteadWith(reply(200, map[string]any{"credentials": map[string]any{"user": "early"}}))).
			breaks("OSB-BIND-052").also("OSB-BIND-026", "OSB-BIND-027", "OSB-BIND-110"),
		fault("bind-repeat-answers-200", "a bind that is sent again while it runs is answered with 200", waiting.Nth(2).Answered(202).Status(200).Body("{}")).
			breaks("OSB-BIND-054", "OSB-BIND-051").also("OSB-BIND-055"),
		fault("bind-repeat-other-operation", "a bind that is sent again is another operation", waiting.Nth(2).Answered(202).Set("/operation", "create-other")).
			breaks("OSB-BIND-055"),
		fault("bind-data-early", "a 202 has credentials", waiting.Answered(202).Set("/credentials", map[string]any{"user": "early"})).breaks("OSB-BIND-056"),
		fault("app-refusal-400", "a binding without application is refused with 400", homeless.Status(400)).breaks("OSB-BIND-039").also("OSB-BIND-041"),
		fault("app-refusal-uncoded", "a binding without application is refused with a code of its own", homeless.Set("/error", "AppRequired")).
			breaks("OSB-BIND-041"),
		fault("renewed-late", "a binding is to be renewed after it has ended", mocks.On("bind", "fetch-binding").Answered(200, 201).
			AnsweredWith(says("renew_before")).Set("/metadata/renew_before", "2999-01-01T00:00:00.0Z")).breaks("OSB-BIND-087").also("OSB-BIND-115"),
	}
	return append(all, permissionMutants()...)
}

func permissionMutants() []mutant {
	bind, permitted := lives("bind").Answered(201).Nth(1), mocks.On("bind").During("permissions").Answered(201)
	mount := map[string]any{"driver": "nfs", "container_dir": "/d", "mode": "r", "device_type": "shared", "device": map[string]any{"volume_id": "v"}}
	drain := bind.Set("/syslog_drain_url", "syslog-tls://logs.example.com:6514")
	route := bind.Set("/route_service_url", "https://routes.example.com/filter")
	volume := bind.Set("/volume_mounts", []any{mount})
	return []mutant{
		fault("drain-undeclared", "a binding drains logs without permission", drain).breaks("OSB-BIND-073"),
		fault("drain-fetched-undeclared", "a binding is fetched with a drain for logs, without permission",
			lives("fetch-binding").Answered(200).Set("/syslog_drain_url", "syslog-tls://logs.example.com:6514")).breaks("OSB-BIND-073"),
		fault("drain-undeclared-2.13", "a binding drains logs without permission", drain).in("2.13").breaks("OSB-BIND-020", "OSB-BIND-073"),
		fault("route-undeclared", "a binding forwards routes without permission", route).breaks("OSB-BIND-077", "OSB-BIND-014"),
		fault("route-undeclared-2.13", "a binding forwards routes without permission", route).in("2.13").breaks("OSB-BIND-021", "OSB-BIND-077"),
		fault("mount-undeclared", "a binding mounts volumes without permission", volume).breaks("OSB-BIND-080"),
		fault("mount-undeclared-2.13", "a binding mounts volumes without permission", volume).in("2.13").breaks("OSB-BIND-022", "OSB-BIND-080"),
		fault("drain-missing", "a log drain has no address", permitted.AnsweredWith(says("syslog_drain_url")).Remove("/syslog_drain_url")).
			breaks("OSB-BIND-012").also("OSB-BIND-073"),
		fault("mount-missing", "a volume is not mounted", permitted.AnsweredWith(says("volume_mounts")).Remove("/volume_mounts")).
			breaks("OSB-BIND-019").also("OSB-BIND-080"),
	}
}
