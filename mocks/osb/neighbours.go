package osb

import (
	"conformance/mocks"
)

// neighbourMutants let what happens to one instance touch another.
func neighbourMutants() []mutant {
	run := func(s *mocks.Seen) string { return s.Run + s.Scenario }
	made, bound, taken, lost := remember(), remember(), remember(), remember()
	ofAnother := func(s *mocks.Seen) bool {
		owners := bound.of(s.Params["binding_id"])
		return len(owners) > 0 && owners[0] != s.Params["instance_id"]
	}
	owned := lives("bind").Answered(201).Change(func(s *mocks.Seen, _ *mocks.Answer) { bound.add(s.Params["binding_id"], s.Params["instance_id"]) })
	return []mutant{
		fault("binding-moves", "a binding whose id is used for another instance moves there", owned, lives("bind").When(ofAnother).Before(func(s *mocks.Seen) {
			owner := bound.of(s.Params["binding_id"])[0]
			s.Send("unbind", map[string]string{"instance_id": owner, "binding_id": s.Params["binding_id"]}, hints(), nil)
		})).breaks("OSB-BIND-063"),
		fault("binding-overwritten", "a binding whose id is used for another instance has other credentials", owned,
			lives("bind").When(ofAnother).Change(func(s *mocks.Seen, _ *mocks.Answer) { taken.add(s.Params["binding_id"], "taken") }),
			lives("fetch-binding").When(func(s *mocks.Seen) bool { return len(taken.of(s.Params["binding_id"])) > 0 }).
				Answered(200).Set("/credentials/password", "overwritten")).breaks("OSB-BIND-063"),
		fault("deprovision-all", "a deprovision removes other instances as well",
			lives("provision").Answered(201).Change(func(s *mocks.Seen, _ *mocks.Answer) { made.add(run(s), s.Params["instance_id"]) }),
			lives("deprovision").Answered(200).Change(func(s *mocks.Seen, _ *mocks.Answer) {
				for _, id := range made.of(run(s)) {
					s.Send("deprovision", map[string]string{"instance_id": id}, hints(), nil)
				}
			})).breaks("OSB-DEPROV-026").also("OSB-BIND-063"),
		fault("neighbour-fetch-lost", "an instance cannot be fetched after another was deleted",
			lives("deprovision").Answered(200).Change(func(s *mocks.Seen, _ *mocks.Answer) { lost.add(run(s), "lost") }),
			lives("fetch-instance").When(func(s *mocks.Seen) bool { return len(lost.of(run(s))) > 0 }).Answered(200).Status(404)).breaks("OSB-DEPROV-026"),
	}
}

// lax says that a mutant makes an instance of a request to refuse. The suite makes no neighbour then.
func (m mutant) lax() mutant {
	m.Also = append(m.Also, "OSB-BIND-063", "OSB-DEPROV-026")
	return m
}
