package osb

import (
	"net/url"

	"conformance/mocks"
)

// provisioned makes the instance after it was refused.
func provisioned(s *mocks.Seen, _ *mocks.Answer) {
	body := s.Object()
	delete(body, "maintenance_info")
	s.Send("provision", s.Params, url.Values{flag: {"true"}}, body)
}

func deprovisionMutants() []mutant {
	leaving, waiting := lives("deprovision"), waits("deprovision")
	atOnce := waiting.Query(flag, "").Answered(422)
	return []mutant{
		fault("deprovision-false-is-true", "a deprovision with accepts_incomplete=false is answered with 202", waiting.Query(flag, "false").SetQuery(flag, "true")).
			breaks("OSB-DEPROV-008", "OSB-ASYNC-010", "OSB-ASYNC-011").also("OSB-DEPROV-018"),
		fault("deprovision-operation-empty-2.14", "the operation of a deprovision is empty", waiting.Answered(202).Set("/operation", "")).
			in("2.14").breaks("OSB-DEPROV-023"),
		fault("deprovision-refusal-400", "a deprovision that has to be asynchronous is refused with 400", atOnce.Status(400)).
			breaks("OSB-DEPROV-008", "OSB-ASYNC-011").also("OSB-DEPROV-018"),
		fault("deprovision-refusal-409", "a deprovision that has to be asynchronous is refused with 409", atOnce.Status(409)).
			breaks("OSB-ASYNC-011", "OSB-DEPROV-008").also("OSB-DEPROV-018"),
		fault("deprovision-refusal-uncoded", "a deprovision that has to be asynchronous is refused with a code of its own", atOnce.Set("/error", "Later")).
			breaks("OSB-DEPROV-018", "OSB-ASYNC-013"),
		fault("deprovision-refusal-silent", "a deprovision that has to be asynchronous is refused without a code", atOnce.Remove("/error")).
			breaks("OSB-ASYNC-013", "OSB-DEPROV-018"),
		fault("deprovision-answers-204", "a deprovision is answered with 204", leaving.Answered(200).Status(204)).
			breaks("OSB-DEPROV-009", "OSB-ASYNC-005", "OSB-ERR-002").blocks(),
		fault("deprovision-empty", "a deprovision is answered without body", leaving.Answered(200).Body("")).breaks("OSB-DEPROV-010"),
		fault("deprovision-not-followed", "polls of a deprovision have no state", waits("instance-last-operation").When(following("delete")).Remove("/state")).
			breaks("OSB-DEPROV-011", "OSB-POLL-020").blocks(),
		fault("deprovision-repeat-answers-200", "a deprovision that is sent again while it runs is answered with 200",
			waiting.Nth(4).Answered(202).Status(200).Body("{}")).breaks("OSB-DEPROV-012").also("OSB-DEPROV-013"),
		fault("deprovision-repeat-other-operation", "a deprovision that is sent again is another operation",
			waiting.Nth(4).Answered(202).Set("/operation", "delete-other")).breaks("OSB-DEPROV-013"),
		fault("deprovision-serviceless-422", "a deprovision without service_id is answered with 422", leaving.Query("service_id", "").Status(422)).
			breaks("OSB-DEPROV-014"),
		fault("deprovision-planless-422", "a deprovision without plan_id is answered with 422", leaving.Query("plan_id", "").Status(422)).
			breaks("OSB-DEPROV-015"),
		fault("deprovision-unknown-answers-404", "a deprovision of nothing is answered with 404", mocks.On("deprovision").When(browsing).Answered(410).Status(404)).
			breaks("OSB-DEPROV-017"),
		fault("provision-refused-and-done", "a provision that has to be asynchronous is refused, and done all the same",
			waits("provision").Query(flag, "").Answered(422).Change(provisioned)).breaks("OSB-ERR-017"),
		fault("stale-provision-refused-and-done", "a provision with stale maintenance_info is refused, and done all the same",
			lives("provision").When(stale).Answered(422).Change(provisioned)).breaks("OSB-ERR-017"),
		fault("deprovision-refused-and-done", "a deprovision that is refused deletes all the same", leaving.Query("plan_id", "").Before(func(s *mocks.Seen) {
			s.Send("deprovision", s.Params, url.Values{"service_id": {documents}, "plan_id": {syncPlan}}, nil)
		})).breaks("OSB-ERR-017", "OSB-DEPROV-009").also("OSB-AUTH-009", "OSB-DEPROV-015").blocks(),
	}
}
