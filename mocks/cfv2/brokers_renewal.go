package cfv2

import (
	"net/url"

	"conformance/mocks"
)

// brokersRenewal returns faults about catalogs that change.
func brokersRenewal() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "plan-is-renamed", Title: "an update renames a plan", Breaks: ids{"CFV2-BROKER-083"},
			Rules: rules{mocks.On("update-plan").At("renewal").Sends("name", nil).Answered(201).Change(func(s *mocks.Seen, a *mocks.Answer) {
				a.Set("/entity/name", s.Object()["name"])
			})}},
		{ID: "plan-text-changes", Title: "an update changes the text of a plan", Breaks: ids{"CFV2-BROKER-083"},
			Rules: rules{mocks.On("update-plan").At("renewal").Sends("name", nil).Answered(201).Change(func(s *mocks.Seen, a *mocks.Answer) {
				a.Set("/entity/description", s.Object()["description"])
			})}},
		{ID: "plan-name-refused", Title: "an update that names a plan is refused", Breaks: ids{"CFV2-BROKER-083"},
			Rules: rules{mocks.On("update-plan").At("renewal").Sends("name", nil).Answered(201).Status(400).
				Body(`{"description":"the name cannot be changed","error_code":"CF-ServicePlanInvalid","code":110001}`)}},
		{ID: "plans-of-any-instance", Title: "the filter service_instance_guid of the plans is ignored", Breaks: ids{"CFV2-BROKER-092"},
			Rules: rules{mocks.On("list-plans").When(filters("service_instance_guid:")).SetQuery("q", "")}},
		{ID: "invalid-renewal-422", Title: "an update with an invalid catalog is answered with 422", Breaks: ids{"CFV2-BROKER-023"},
			Rules: rules{mocks.On("update-broker").AnsweredWith(code(270012)).Status(422)}},
		{ID: "failed-update-renames", Title: "an update that failed has renamed the broker", Breaks: ids{"CFV2-BROKER-070"},
			Rules: rules{mocks.On("update-broker").At("renewal").Answered(502).Change(func(s *mocks.Seen, _ *mocks.Answer) {
				s.Send("update-broker", s.Params, nil, map[string]any{"name": s.Object()["name"]})
			})}},
		{ID: "failed-update-changes-plans", Title: "an update that failed has changed a plan", Breaks: ids{"CFV2-BROKER-070"},
			Rules: rules{mocks.On("update-broker").At("renewal").Answered(502).Change(func(s *mocks.Seen, _ *mocks.Answer) {
				for _, plan := range listed(s.Send("list-plans", nil, url.Values{"q": {"service_broker_guid:" + s.Params["guid"]}}, nil)) {
					s.Send("update-plan", map[string]string{"guid": guidIn(plan)}, nil, map[string]any{"public": true})
				}
			})}},
		{ID: "dropped-plan-active", Title: "a plan that is gone from the catalog stays active", Breaks: ids{"CFV2-BROKER-072"},
			Rules: rules{mocks.On("get-plan").At("renewal").Says("/entity/active", false).Set("/entity/active", true)}},
		{ID: "dropped-plan-deleted", Title: "a plan that is gone from the catalog is gone with its instances", Breaks: ids{"CFV2-BROKER-072"},
			Rules: rules{mocks.On("get-plan").At("renewal").Says("/entity/active", false).Status(404).
				Body(`{"description":"there is no such plan","error_code":"CF-ServicePlanNotFound","code":110003}`)}},
		{ID: "dropped-plan-unsaid", Title: "nobody is warned that a plan is gone from the catalog", Breaks: ids{"CFV2-BROKER-072"},
			Rules: rules{mocks.On("update-broker").At("renewal").Answered(200).Header("X-Cf-Warnings", "")}},
		{ID: "dropped-plan-unnamed", Title: "a warning does not say which plan is gone from the catalog", Breaks: ids{"CFV2-BROKER-072"},
			Rules: rules{mocks.On("update-broker").At("renewal").Answered(200).Header("X-Cf-Warnings", "a+plan+is+gone")}},
		{ID: "dropped-plan-stays", Title: "an unused plan that is gone from the catalog is listed", Breaks: ids{"CFV2-BROKER-073"},
			Rules: rules{mocks.On("list-plans").At("renewal").When(filters("unique_id:")).Change(func(s *mocks.Seen, a *mocks.Answer) {
				a.Body = s.Send("list-plans", nil, nil, nil).Body
			})}},
	}
}

// brokersRemoval returns faults about what may be removed of an offering.
func brokersRemoval() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "used-plan-409", Title: "deleting a plan in use is answered with 409", Breaks: ids{"CFV2-BROKER-085"},
			Rules: rules{mocks.On("delete-plan").AnsweredWith(code(10006)).Status(409)}},
		{ID: "plan-delete-answers-200", Title: "deleting a plan is answered with 200", Breaks: ids{"CFV2-BROKER-085"},
			Rules: rules{mocks.On("delete-plan").Answered(204).Status(200)}},
		{ID: "offering-delete-409", Title: "deleting an offering with plans is answered with 409", Breaks: ids{"CFV2-BROKER-095"},
			Rules: rules{mocks.On("delete-service").AnsweredWith(code(10006)).Status(409)}},
		{ID: "purge-answers-200", Title: "purging an offering is answered with 200", Breaks: ids{"CFV2-BROKER-096"},
			Rules: rules{mocks.On("delete-service").At("renewal").Query("purge", "true").Answered(204).Status(200)}},
		{ID: "purge-does-nothing", Title: "purging an offering does nothing", Breaks: ids{"CFV2-BROKER-096"},
			Rules: rules{mocks.On("delete-service").At("renewal").Query("purge", "true").InsteadWith(func(s *mocks.Seen) *mocks.Answer {
				a := s.Send("get-service", s.Params, nil, nil)
				a.Status, a.Body = 204, nil
				return a
			})}},
		{ID: "removed-plan-answers-410", Title: "reading a plan that was removed is answered with 410", Breaks: ids{"CFV2-BROKER-096", "CFV2-BROKER-085"},
			Rules: rules{mocks.On("get-plan").At("renewal").Answered(404).Status(410)}},
		{ID: "purge-deprovisions", Title: "purging an offering asks its broker", Breaks: ids{"CFV2-BROKER-096"},
			Rules: rules{mocks.On("delete-service").At("renewal").Query("purge", "true").Before(func(s *mocks.Seen) {
				for _, instance := range listed(s.Send("list-instances", nil, nil, nil)) {
					s.Send("delete-instance", map[string]string{"guid": guidIn(instance)}, url.Values{"recursive": {"true"}}, nil)
				}
			})}},
	}
}

// brokersPurged returns faults: a controller that answers 410 for what went with a purged offering.
func brokersPurged() []mocks.Mutant {
	var all []mocks.Mutant
	for _, row := range [][2]string{{"offering", "get-service"}, {"instance", "get-instance"}, {"binding", "get-binding"}, {"key", "get-key"}} {
		all = append(all, mocks.Mutant{
			ID: "purged-" + row[0] + "-answers-410", Title: "reading a purged " + row[0] + " is answered with 410", Breaks: ids{"CFV2-BROKER-096"},
			Rules: rules{mocks.On(row[1]).At("renewal").Answered(404).Status(410)},
		})
	}
	return all
}
