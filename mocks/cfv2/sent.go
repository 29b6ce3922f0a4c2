package cfv2

import (
	"net/http"

	"conformance/mocks"
)

// sentMutants change what the controller sends to its brokers.
func sentMutants() []mocks.Mutant {
	provision, update, bind, unbind := mocks.On("provision"), mocks.On("update"), mocks.On("bind"), mocks.On("unbind")
	return []mocks.Mutant{
		also(sent("broker-without-auth", "a broker is asked without credentials", mocks.On("fetch-instance").SetSentHeader("Authorization", ""), "CFV2-PLAT-001"), "CFV2-INST-074"),
		sent("broker-without-version", "a broker is not told the version", bind.SetSentHeader("X-Broker-Api-Version", ""), "CFV2-PLAT-003"),
		sent("broker-without-user", "a broker is not told for whom", bind.SetSentHeader("X-Broker-Api-Originating-Identity", ""), "CFV2-PLAT-004"),
		sent("broker-without-request", "a broker is not told the id of the request", mocks.On("instance-last-operation").SetSentHeader("X-Broker-Api-Request-Identity", ""), "CFV2-PLAT-006"),
		sent("broker-with-other-request", "a broker is told another request id than the client", provision.SetSentHeader("X-Vcap-Request-Id", "another"), "CFV2-PLAT-007"),
		sent("broker-without-info", "a broker is not told where the controller is", provision.SetSentHeader("X-Api-Info-Location", ""), "CFV2-PLAT-008"),
		sent("broker-without-label", "a broker is not told that a body is JSON", bind.SetSentHeader("Content-Type", "text/plain"), "CFV2-PLAT-010"),
		fault("other-guid", "the guid in an answer is not the one that the broker was asked with", mocks.On("update-instance").Query("accepts_incomplete", "true").Answered(201).
			Set("/metadata/guid", "another"), "CFV2-PLAT-013"),
		also(sent("controller-plan-id", "a broker is asked with an id that is not of its catalog", unbind.SetQuery("plan_id", "9a4c0b7e-0000-4000-8000-000000000001"),
			"CFV2-PLAT-014"), "CFV2-PLAT-053"),
		also(sent("provision-without-organization", "a provision request lacks the organization", provision.DropSent("/organization_guid"), "CFV2-PLAT-015"), "CFV2-PLAT-024"),
		sent("context-without-space", "the context lacks the name of the space", bind.DropSent("/context/space_name"), "CFV2-PLAT-016"),
		sent("context-without-annotations", "the context lacks annotations", provision.DropSent("/context/space_annotations"), "CFV2-PLAT-017"),
		sent("empty-parameters", "empty parameters are sent", provision.When(lacks("parameters")).SetSent("/parameters", map[string]any{}), "CFV2-PLAT-018"),
		sent("permission-dropped", "permission to bind later is not passed on", bind.SetQuery("accepts_incomplete", ""), "CFV2-PLAT-020"),
		sent("bind-without-space", "a bind request lacks the space of the app", bind.DropSent("/bind_resource/space_guid"), "CFV2-PLAT-021"),
		sent("key-with-app", "a key is asked for with an app", bind.When(lacks("app_guid")).SetSent("/app_guid", "app"), "CFV2-PLAT-022"),
		also(sent("unbind-without-ids", "an unbind request lacks the offering", unbind.SetQuery("service_id", ""), "CFV2-PLAT-023"), "CFV2-PLAT-014", "CFV2-PLAT-053"),
		sent("update-without-previous", "an update request lacks the plan before", update.DropSent("/previous_values/plan_id"), "CFV2-PLAT-024"),
		sent("gateway-data-sent", "gateway_data reaches the broker", provision.SetSent("/gateway_data", "conformance"), "CFV2-INST-005"),
		sent("update-parameters-dropped", "the parameters of an update get lost", update.DropSent("/parameters"), "CFV2-INST-055"),
		sent("binding-options-sent", "binding_options reach the broker", bind.SetSent("/binding_options", map[string]any{}), "CFV2-BIND-004"),
		sent("bind-parameters-dropped", "the parameters of a binding get lost", bind.DropSent("/parameters"), "CFV2-BIND-006"),
		sent("provision-twice", "a provision is sent twice", provision.Before(func(s *mocks.Seen) { s.Send("provision", s.Params, s.Query, s.Object()) }), "CFV2-PLAT-034"),
		sent("cleanup-without-permission", "a clean-up does not allow the broker to go on later", mocks.On("deprovision").
			When(background).SetQuery("accepts_incomplete", ""), "CFV2-PLAT-053"),
	}
}

// background tells requests that no user waits for.
func background(s *mocks.Seen) bool { return s.Header.Get("X-Broker-Api-Originating-Identity") == "" }

// outcomeMutants judge the answers of brokers in another way than they should: what has to be cleaned up stays, and what
// must not be touched is removed.
func outcomeMutants() []mocks.Mutant {
	provision, bind := mocks.On("provision"), mocks.On("bind")
	taken := func(id, title string, rule mocks.Rule, as int, breaks string, others ...string) mocks.Mutant {
		return also(sent(id, title, rule.Status(as), breaks), others...)
	}
	unnamed := func(a *mocks.Answer) bool { return a.Status == 422 && at(a.Body, "error") == nil }
	recognised := func(a *mocks.Answer) bool { return a.Status == 422 && at(a.Body, "error") != nil }
	const kept = http.StatusForbidden
	return []mocks.Mutant{
		taken("orphan-after-500", "nothing is cleaned up after a 500", provision.Answered(500), kept, "CFV2-PLAT-035", "CFV2-ERR-030", "CFV2-ERR-003", "CFV2-PLAT-054", "CFV2-PLAT-055"),
		taken("orphan-after-malformed-201", "nothing is cleaned up after a 201 without JSON", provision.AnsweredWith(malformed(201)), 200, "CFV2-PLAT-037"),
		taken("cleans-after-malformed-200", "a 200 without JSON is cleaned up", provision.AnsweredWith(malformed(200)), 201, "CFV2-PLAT-038"),
		taken("orphan-after-204", "nothing is cleaned up after a 204", provision.Answered(204), kept, "CFV2-PLAT-039"),
		taken("orphan-after-410", "nothing is cleaned up after a 410", provision.Answered(410), kept, "CFV2-PLAT-040"),
		taken("orphan-after-422", "nothing is cleaned up after a 422 that says no more", provision.AnsweredWith(unnamed), kept, "CFV2-PLAT-041"),
		removes("cleans-after-400", "a 400 is cleaned up", "deprovision", provision.Answered(400), "CFV2-PLAT-042"),
		removes("cleans-after-409", "a 409 is cleaned up", "deprovision", provision.Answered(409), "CFV2-PLAT-043"),
		removes("cleans-after-422", "a 422 that says why is cleaned up", "deprovision", provision.AnsweredWith(recognised), "CFV2-PLAT-044"),
		removes("cleans-after-408", "a 408 is cleaned up", "deprovision", provision.Answered(408), "CFV2-PLAT-045"),
		taken("orphan-binding-after-500", "nothing is cleaned up after a bind was answered 500", bind.Answered(500).When(not(lacks("app_guid"))), kept, "CFV2-PLAT-047", "CFV2-ERR-030"),
		taken("orphan-binding-after-malformed-201", "nothing is cleaned up after a bind was answered 201 without JSON", bind.AnsweredWith(malformed(201)), 200, "CFV2-PLAT-048"),
		removes("cleans-binding-after-400", "a bind that was answered 400 is cleaned up", "unbind", bind.Answered(400), "CFV2-PLAT-049"),
		sent("drain-accepted", "a drain that the offering does not declare is taken", bind.AnsweredWith(func(a *mocks.Answer) bool { return at(a.Body, "syslog_drain_url") != nil }).
			Remove("/syslog_drain_url"), "CFV2-PLAT-050"),
		sent("volumes-accepted", "volumes that the offering does not declare are taken", bind.AnsweredWith(func(a *mocks.Answer) bool { return at(a.Body, "volume_mounts") != nil }).
			Remove("/volume_mounts"), "CFV2-PLAT-051"),
		taken("orphan-key", "nothing is cleaned up after a key failed", bind.Answered(500).When(lacks("app_guid")), kept, "CFV2-PLAT-052"),
		removes("update-cleaned", "a failed update removes the instance", "deprovision", mocks.On("update").Answered(500), "CFV2-PLAT-056"),
		removes("delete-repeated", "a failed delete is repeated", "deprovision", mocks.On("deprovision").Answered(500), "CFV2-PLAT-057"),
		removes("failed-creation-cleaned", "an instance whose creation failed is removed", "deprovision", mocks.On("instance-last-operation").AnsweredWith(says("state", "failed")), "CFV2-PLAT-058"),
		taken("update-201-accepted", "a 201 to an update is a success", mocks.On("update").Answered(201), 200, "CFV2-PLAT-059"),
	}
}

// removes is a mutant that sends a request to remove what the request at hand is about.
func removes(id, title, operation string, rule mocks.Rule, breaks string) mocks.Mutant {
	return sent(id, title, rule.Change(func(s *mocks.Seen, _ *mocks.Answer) {
		ids := map[string][]string{"accepts_incomplete": {"true"}}
		for _, member := range []string{"service_id", "plan_id"} {
			ids[member] = []string{s.Query.Get(member)}
			if value, ok := s.Object()[member].(string); ok {
				ids[member] = []string{value}
			}
		}
		s.Send(operation, s.Params, ids, nil)
	}), breaks)
}

func pollMutants() []mocks.Mutant {
	poll := mocks.On("instance-last-operation")
	return []mocks.Mutant{
		sent("poll-without-operation", "polls do not name the operation", poll.SetQuery("operation", ""), "CFV2-PLAT-026"),
		also(sent("poll-error-ends", "a poll that is answered 500 ends the operation", poll.Answered(500).Status(400), "CFV2-PLAT-030"), "CFV2-PLAT-032", "CFV2-ASYNC-008", "CFV2-ASYNC-009"),
		sent("poll-400-succeeds", "a poll that is answered 400 ends the operation well", poll.Answered(400).Status(200).Body(`{"state":"succeeded"}`), "CFV2-PLAT-031"),
		also(sent("poll-410-ends", "a poll that is answered 410 ends an update", poll.Answered(410).Status(400), "CFV2-PLAT-032"), "CFV2-PLAT-030", "CFV2-ASYNC-008", "CFV2-ASYNC-009"),
		sent("poll-goes-on", "an operation that has ended is polled again", poll.AnsweredWith(says("state", "succeeded")).Change(func(s *mocks.Seen, _ *mocks.Answer) {
			s.Send("instance-last-operation", s.Params, s.Query, nil)
		}), "CFV2-PLAT-033"),
	}
}
