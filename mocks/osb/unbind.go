package osb

func unbindMutants() []mutant {
	leaving, waiting := lives("unbind"), waits("unbind")
	atOnce := waiting.Query(flag, "").Answered(422)
	return []mutant{
		fault("unbind-refusal-400", "an unbind that has to be asynchronous is refused with 400", atOnce.Status(400)).
			breaks("OSB-UNBIND-008", "OSB-ASYNC-011").also("OSB-UNBIND-024"),
		fault("unbind-refusal-uncoded", "an unbind that has to be asynchronous is refused with a code of its own", atOnce.Set("/error", "Later")).
			breaks("OSB-UNBIND-024", "OSB-ASYNC-013"),
		fault("unbind-answers-204", "an unbind is answered with 204", leaving.Answered(200).Status(204)).breaks("OSB-UNBIND-009", "OSB-ASYNC-005", "OSB-ERR-002"),
		fault("unbind-answers-201", "an unbind is answered with 201", leaving.Answered(200).Status(201)).breaks("OSB-ASYNC-005", "OSB-UNBIND-009", "OSB-ERR-002"),
		fault("unbind-empty", "an unbind is answered without body", leaving.Answered(200).Body("")).breaks("OSB-UNBIND-010"),
		fault("unbind-not-followed", "polls of an unbind have no state", waits("binding-last-operation").When(following("delete")).Remove("/state")).
			breaks("OSB-UNBIND-011", "OSB-POLL-115").blocks(),
		fault("unbind-done-too-soon", "an unbind is answered with 200 while it runs",
			lives("binding-last-operation").Nth(2).InsteadWith(reply(200, map[string]any{"state": "in progress"}))).breaks("OSB-UNBIND-011"),
		fault("unbind-repeat-answers-200", "an unbind that is sent again while it runs is answered with 200", waiting.Nth(3).Answered(202).Status(200).Body("{}")).
			breaks("OSB-UNBIND-012").also("OSB-UNBIND-013"),
		fault("unbind-repeat-other-operation", "an unbind that is sent again is another operation", waiting.Nth(3).Answered(202).Set("/operation", "delete-other")).
			breaks("OSB-UNBIND-013"),
		fault("unbind-serviceless-422", "an unbind without service_id is answered with 422", leaving.Query("service_id", "").Status(422)).breaks("OSB-UNBIND-014"),
		fault("unbind-planless-422", "an unbind without plan_id is answered with 422", leaving.Query("plan_id", "").Status(422)).breaks("OSB-UNBIND-015"),
		fault("unbind-again-answers-404", "an unbind of nothing is answered with 404", leaving.Answered(410).Status(404)).breaks("OSB-UNBIND-017"),
		fault("unbind-all", "an unbind removes the other bindings, too", removingAll()...).breaks("OSB-UNBIND-023", "OSB-BIND-025"),
	}
}
