package osb

func errorMutants() []mutant {
	return []mutant{
		fault("fetch-answers-203", "an instance is fetched with 203", waits("fetch-instance").Answered(200).Status(203)).breaks("OSB-ERR-002").also("OSB-FETCH-001", "OSB-FETCH-002"),
		fault("refusal-empty-2.13", "a refusal has no body", lives("provision").Answered(409).Body("")).in("2.13").
			breaks("OSB-ERR-019", "OSB-ERR-020").also("OSB-PROV-039"),
		fault("poll-html", "a poll is answered with HTML", waits("instance-last-operation").Nth(1).Body("<html>")).breaks("OSB-POLL-020"),
		fault("bind-html", "a repeated bind is answered with HTML", lives("bind").Answered(200).Body("<html>")).breaks("OSB-BIND-120"),
		fault("provision-empty", "a repeated provision is answered without body", lives("provision").Answered(200).Body("")).
			breaks("OSB-PROV-053").also("OSB-PROV-054"),
	}
}
