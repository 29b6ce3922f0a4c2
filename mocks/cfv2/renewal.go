package cfv2

import (
	"encoding/json"
	"net/url"

	"conformance/mocks"
)

// renewalMutants are wrong about catalogs that change, and about what may be removed of an offering.
func renewalMutants() []mocks.Mutant {
	during := func(operation string) mocks.Rule { return mocks.On(operation).During("renewal") }
	plan, renewed := during("get-plan"), during("update-broker").Answered(200)
	failing := func(a *mocks.Answer) bool { return a.Status == 502 }
	inactive := says("entity.active", false)
	renamed := during("update-plan").Sends("name", nil).Answered(201)
	all := []mocks.Mutant{
		fault("plan-is-renamed", "an update renames a plan", renamed.Change(func(s *mocks.Seen, a *mocks.Answer) {
			setEntity(a, "name", s.Object()["name"])
		}), "CFV2-BROKER-083"),
		fault("plan-text-changes", "an update changes the text of a plan", renamed.Change(func(s *mocks.Seen, a *mocks.Answer) {
			setEntity(a, "description", s.Object()["description"])
		}), "CFV2-BROKER-083"),
		fault("plan-name-refused", "an update that names a plan is refused", renamed.Status(400).
			Body(`{"description":"the name cannot be changed","error_code":"CF-ServicePlanInvalid","code":110001}`), "CFV2-BROKER-083"),
		fault("instance-with-unknown-refused", "an instance with an unknown member is refused", mocks.On("create-instance").Sends(unknown, nil).Answered(201).Status(400).
			Body(`{"description":"the request has an unknown member","error_code":"CF-MessageParseError","code":1001}`), "CFV2-ERR-017"),
		fault("binding-echoes-unknown", "a binding echoes an unknown member", mocks.On("create-binding").Sends(unknown, nil).Set("/entity/"+unknown, 1), "CFV2-ERR-017"),
		fault("plans-of-any-instance", "the filter service_instance_guid of the plans is ignored", mocks.On("list-plans").When(filters("service_instance_guid:")).SetQuery("q", ""),
			"CFV2-BROKER-092"),
		fault("invalid-renewal-422", "an update with an invalid catalog is answered with 422", mocks.On("update-broker").AnsweredWith(code(270012)).Status(422), "CFV2-BROKER-023"),
		fault("failed-update-renames", "an update that failed has renamed the broker", during("update-broker").AnsweredWith(failing).Change(func(s *mocks.Seen, _ *mocks.Answer) {
			s.Send("update-broker", s.Params, nil, map[string]any{"name": s.Object()["name"]})
		}), "CFV2-BROKER-070"),
		fault("failed-update-changes-plans", "an update that failed has changed a plan", during("update-broker").AnsweredWith(failing).Change(func(s *mocks.Seen, _ *mocks.Answer) {
			for _, plan := range listed(s.Send("list-plans", nil, url.Values{"q": {"service_broker_guid:" + s.Params["guid"]}}, nil).Body) {
				s.Send("update-plan", map[string]string{"guid": guidIn(plan)}, nil, map[string]any{"public": true})
			}
		}), "CFV2-BROKER-070"),
		fault("dropped-plan-active", "a plan that is gone from the catalog stays active", plan.AnsweredWith(inactive).Set("/entity/active", true), "CFV2-BROKER-072"),
		fault("dropped-plan-deleted", "a plan that is gone from the catalog is gone with its instances", plan.AnsweredWith(inactive).Status(404).
			Body(`{"description":"there is no such plan","error_code":"CF-ServicePlanNotFound","code":110003}`), "CFV2-BROKER-072"),
		fault("dropped-plan-unsaid", "nobody is warned that a plan is gone from the catalog", renewed.Header("X-Cf-Warnings", ""), "CFV2-BROKER-072"),
		fault("dropped-plan-unnamed", "a warning does not say which plan is gone from the catalog", renewed.Header("X-Cf-Warnings", "a+plan+is+gone"), "CFV2-BROKER-072"),
		fault("dropped-plan-stays", "an unused plan that is gone from the catalog is listed", during("list-plans").When(filters("unique_id:")).Change(func(s *mocks.Seen, a *mocks.Answer) {
			a.Body = s.Send("list-plans", nil, nil, nil).Body
		}), "CFV2-BROKER-073"),
		fault("used-plan-409", "deleting a plan in use is answered with 409", mocks.On("delete-plan").AnsweredWith(code(10006)).Status(409), "CFV2-BROKER-085"),
		fault("plan-delete-answers-200", "deleting a plan is answered with 200", mocks.On("delete-plan").Answered(204).Status(200), "CFV2-BROKER-085"),
		fault("offering-delete-409", "deleting an offering with plans is answered with 409", mocks.On("delete-service").AnsweredWith(code(10006)).Status(409), "CFV2-BROKER-095"),
		fault("purge-answers-200", "purging an offering is answered with 200", during("delete-service").Query("purge", "true").Answered(204).Status(200), "CFV2-BROKER-096"),
		fault("purge-does-nothing", "purging an offering does nothing", during("delete-service").Query("purge", "true").InsteadWith(func(s *mocks.Seen) *mocks.Answer {
			a := s.Send("get-service", s.Params, nil, nil)
			a.Status, a.Body = 204, nil
			return a
		}), "CFV2-BROKER-096"),
		fault("removed-plan-answers-410", "reading a plan that was removed is answered with 410", plan.Answered(404).Status(410), "CFV2-BROKER-096", "CFV2-BROKER-085"),
		fault("purge-deprovisions", "purging an offering asks its broker", during("delete-service").Query("purge", "true").Before(func(s *mocks.Seen) {
			for _, instance := range listed(s.Send("list-instances", nil, nil, nil).Body) {
				s.Send("delete-instance", map[string]string{"guid": guidIn(instance)}, url.Values{"recursive": {"true"}}, nil)
			}
		}), "CFV2-BROKER-096"),
	}
	for operation, what := range map[string]string{"get-service": "offering", "get-instance": "instance", "get-binding": "binding", "get-key": "key"} {
		all = append(all, fault("purged-"+what+"-answers-410", "reading a purged "+what+" is answered with 410", during(operation).Answered(404).Status(410), "CFV2-BROKER-096"))
	}
	return all
}

// setEntity replaces a member of the entity that an answer shows.
func setEntity(a *mocks.Answer, member string, value any) {
	var shown map[string]any
	_ = json.Unmarshal(a.Body, &shown) // it is JSON
	if entity, ok := shown["entity"].(map[string]any); ok {
		entity[member] = value
		a.Body, _ = json.Marshal(shown)
	}
}
