package osb

import (
	"net/url"

	"conformance/mocks"
)

// fails begins a rule for operations that fail, and for what follows them.
func fails(operations ...string) mocks.Rule { return mocks.On(operations...).During("failure") }

func failureMutants() []mutant {
	created := fails("instance-last-operation").When(following("create")).AnsweredWith(says(`"failed"`))
	impossible := fails("update").When(func(s *mocks.Seen) bool { return s.Object()["plan_id"] != nil })
	crashing := func(operation string) mocks.Rule { return fails(operation).Query(flag, "").Answered(500) }
	changing := crashing("update").Change(func(s *mocks.Seen, _ *mocks.Answer) {
		s.Send("update", s.Params, nil, map[string]any{"service_id": documents, "parameters": map[string]any{"size": 51}})
	})
	return []mutant{
		fault("failed-provision-usable", "a poll of a provision that failed says whether the instance can be used", created.Set("/instance_usable", false)).
			breaks("OSB-POLL-027"),
		fault("failed-provision-repeatable", "a poll of a provision that failed says whether an update can be repeated", created.Set("/update_repeatable", true)).
			breaks("OSB-POLL-029"),
		fault("failed-update-succeeds-at-once", "an update that cannot be repeated succeeds the second time", fails("update").Nth(3).InsteadWith(reply(200, map[string]any{}))).
			breaks("OSB-ERR-011"),
		fault("failed-update-succeeds-later", "an update that cannot be repeated is accepted the second time, and succeeds", fails("update").Nth(3).DropSent("/parameters")).
			breaks("OSB-ERR-011"),
		fault("crash-makes-instance", "a provision is answered with 500, and the instance is there", crashing("provision").Change(makeAnyway("provision"))).
			breaks("OSB-ERR-018"),
		fault("crash-makes-binding", "a bind is answered with 500, and the binding is there", crashing("bind").Change(makeAnyway("bind"))).breaks("OSB-ERR-018"),
		fault("crash-changes-instance", "an update is answered with 500, and has changed the instance", changing).breaks("OSB-UPD-044", "OSB-ERR-018"),
		fault("crash-changes-instance-2.15", "an update is answered with 500, and has changed the instance", changing).in("2.15").breaks("OSB-ERR-018"),
		fault("crash-loses-instance", "an update is answered with 500, and the instance is gone", fails("fetch-instance").Nth(2).Answered(200).Status(404)).
			breaks("OSB-UPD-044", "OSB-ERR-018"),
		fault("impossible-update-crashes", "an update that is impossible at present is answered with 500", impossible.Answered(422).Status(500)).breaks("OSB-UPD-035"),
		fault("impossible-update-answers-400", "an update that is impossible at present is answered with 400", impossible.Answered(422).Status(400)).breaks("OSB-UPD-035"),
		fault("impossible-update-accepted", "an update that is impossible at present is accepted", impossible.DropSent("/plan_id")).breaks("OSB-UPD-035"),
		fault("impossible-update-ignored", "an update that is impossible at present is answered with 200", impossible.Answered(422).Status(200).Body("{}")).breaks("OSB-UPD-035"),
		fault("failed-mitigation-404", "an instance that failed is deleted with 404", fails("deprovision").Answered(410).Status(404)).breaks("OSB-ORPH-029"),
	}
}

// makeAnyway makes what a request that failed was meant to make.
func makeAnyway(operation string) func(*mocks.Seen, *mocks.Answer) {
	return func(s *mocks.Seen, _ *mocks.Answer) {
		body := s.Object()
		delete(body, "parameters")
		s.Send(operation, s.Params, url.Values{}, body)
	}
}

func oddFailures() []mocks.Equivalent {
	remembered := func(s *mocks.Seen) bool {
		return says(`"failed"`)(s.Send("instance-last-operation", s.Params, url.Values{}, nil))
	}
	return []mocks.Equivalent{
		oddity("failed-instance-deleted", "an instance that failed later is there to be deleted", "what a failed provision leaves is open",
			fails("deprovision").Nth(1).When(remembered).Answered(410).Status(200).Body("{}")),
		oddity("failed-instance-fetched", "an instance that failed later can be fetched", "what a failed provision leaves is open",
			fails("fetch-instance").When(remembered).Answered(404).Status(200).Body("{}")),
		oddity("failed-update-changes", "an update that failed later has changed the instance", "what a failed update leaves is open",
			fails("fetch-instance").Nth(3).Answered(200).Set("/parameters", map[string]any{"size": 99})),
		excusing(oddity("failed-update-silent", "a failed update does not say what it leaves", "hints are optional",
			fails("instance-last-operation", "update").Remove("/instance_usable").Remove("/update_repeatable")), "OSB-ERR-006", "OSB-ERR-008", "OSB-ERR-011", "OSB-POLL-026", "OSB-POLL-028"),
		excusing(oddity("failed-update-repeatable", "a failed update can be repeated, and fails again", "the broker's hope is its own",
			fails("instance-last-operation", "update").AnsweredWith(says("update_repeatable")).Set("/update_repeatable", true)), "OSB-ERR-011"),
		excusing(oddity("failing-refused", "what would fail is refused", "parameters may be validated", fails("provision", "update", "bind").Answered(500).Status(400).
			Remove("/instance_usable").Remove("/update_repeatable")), "OSB-ERR-018", "OSB-UPD-044"),
	}
}
