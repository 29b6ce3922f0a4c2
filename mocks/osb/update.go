package osb

func updateMutants() []mutant {
	asking, waiting := lives("update"), waits("update")
	atOnce := waiting.Query(flag, "").Answered(422)
	return []mutant{
		fault("update-answers-201", "an update is answered with 201", asking.Answered(200).Status(201)).
			breaks("OSB-UPD-026", "OSB-ASYNC-005", "OSB-ERR-002").blocks(),
		fault("update-false-is-true", "an update with accepts_incomplete=false is answered with 202", waiting.Query(flag, "false").SetQuery(flag, "true")).
			breaks("OSB-UPD-010", "OSB-ASYNC-010", "OSB-ASYNC-011").also("OSB-UPD-036"),
		fault("update-refusal-400", "an update that has to be asynchronous is refused with 400", atOnce.Status(400)).
			breaks("OSB-UPD-010", "OSB-ASYNC-011").also("OSB-UPD-036"),
		fault("update-refusal-uncoded", "an update that has to be asynchronous is refused with a code of its own", atOnce.Set("/error", "Later")).
			breaks("OSB-UPD-036", "OSB-ASYNC-013"),
		fault("update-not-followed", "polls of an update have no state", waits("instance-last-operation").When(following("update")).Remove("/state")).
			breaks("OSB-UPD-028", "OSB-POLL-020").blocks(),
		fault("update-repeat-answers-200", "an update that is sent again while it runs is answered with 200", waiting.Nth(3).Answered(202).Status(200).Body("{}")).
			breaks("OSB-UPD-029").also("OSB-UPD-030"),
		fault("update-repeat-other-operation", "an update that is sent again is another operation", waiting.Nth(3).Answered(202).Set("/operation", "update-other")).
			breaks("OSB-UPD-030"),
		fault("update-refusal-unexplained-2.13", "an update that cannot be is refused without a reason", atOnce.Remove("/description")).
			in("2.13").breaks("OSB-UPD-052"),
		fault("update-incomplete-answers-404", "an update without service_id is answered with 404", asking.When(lacks("service_id")).Status(404)).
			breaks("OSB-UPD-031"),
		fault("update-nothing", "an update of nothing succeeds", asking.Answered(404).Status(200).Body("{}")).breaks("OSB-UPD-053"),
		fault("stale-update-answers-400", "an update with stale maintenance_info is refused with 400", asking.When(stale).Status(400)).
			breaks("OSB-MAINT-011").also("OSB-MAINT-012"),
		fault("stale-update-uncoded", "an update with stale maintenance_info is refused with a code of its own", asking.When(stale).Set("/error", "Stale")).
			breaks("OSB-MAINT-012"),
	}
}
