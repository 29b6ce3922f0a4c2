package cfv2

import (
	"net/http"

	"conformance/mocks"
)

// platformOrphans returns faults: a controller that leaves what has to be cleaned up.
func platformOrphans() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "orphan-after-500", Title: "nothing is cleaned up after a 500", Breaks: ids{"CFV2-PLAT-035"}, Also: ids{"CFV2-ERR-003", "CFV2-ERR-030", "CFV2-PLAT-054"},
			Sent: rules{mocks.On("provision").Answered(500).Status(http.StatusForbidden)}},
		{ID: "orphan-after-malformed-201", Title: "nothing is cleaned up after a 201 without JSON", Breaks: ids{"CFV2-PLAT-037"},
			Sent: rules{mocks.On("provision").AnsweredWith(malformed(201)).Status(200)}},
		{ID: "orphan-after-204", Title: "nothing is cleaned up after a 204", Breaks: ids{"CFV2-PLAT-039"},
			Sent: rules{mocks.On("provision").Answered(204).Status(http.StatusForbidden)}},
		{ID: "orphan-after-410", Title: "nothing is cleaned up after a 410", Breaks: ids{"CFV2-PLAT-040"},
			Sent: rules{mocks.On("provision").Answered(410).Status(http.StatusForbidden)}},
		{ID: "orphan-after-422", Title: "nothing is cleaned up after a 422 that says no more", Breaks: ids{"CFV2-PLAT-041"},
			Sent: rules{mocks.On("provision").Answered(422).Says("/error", nil).Status(http.StatusForbidden)}},
		{ID: "orphan-binding-after-500", Title: "nothing is cleaned up after a bind was answered 500", Breaks: ids{"CFV2-PLAT-047"}, Also: ids{"CFV2-ERR-030"},
			Sent: rules{mocks.On("bind").Answered(500).When(mocks.Not(mocks.Lacks("app_guid"))).Status(http.StatusForbidden)}},
		{ID: "orphan-binding-after-malformed-201", Title: "nothing is cleaned up after a bind was answered 201 without JSON", Breaks: ids{"CFV2-PLAT-048"},
			Sent: rules{mocks.On("bind").AnsweredWith(malformed(201)).Status(200)}},
		{ID: "orphan-key", Title: "nothing is cleaned up after a key failed", Breaks: ids{"CFV2-PLAT-052"},
			Sent: rules{mocks.On("bind").Answered(500).Lacks("app_guid").Status(http.StatusForbidden)}},
		{ID: "orphan-after-silence", Title: "nothing is cleaned up after a provision was never answered", Breaks: ids{"CFV2-PLAT-036"},
			Sent: rules{mocks.On("deprovision").When(background).When(brokerOf("silence")).Instead(200, nil)}},
		{ID: "drain-accepted", Title: "a drain that the offering does not declare is taken", Breaks: ids{"CFV2-PLAT-050"},
			Sent: rules{mocks.On("bind").AnsweredWith(mocks.Not(mocks.Says("/syslog_drain_url", nil))).Remove("/syslog_drain_url")}},
		{ID: "volumes-accepted", Title: "volumes that the offering does not declare are taken", Breaks: ids{"CFV2-PLAT-051"},
			Sent: rules{mocks.On("bind").AnsweredWith(mocks.Not(mocks.Says("/volume_mounts", nil))).Remove("/volume_mounts")}},
		{ID: "cleanup-gives-up", Title: "a clean-up that fails is not repeated", Breaks: ids{"CFV2-PLAT-054"},
			Sent: rules{mocks.On("deprovision").When(background).When(brokerOf("repeats")).Answered(500).Status(200)}},
		{ID: "cleanup-without-permission", Title: "a clean-up does not allow the broker to go on later", Breaks: ids{"CFV2-PLAT-053"},
			Sent: rules{mocks.On("deprovision").When(background).SetQuery("accepts_incomplete", "")}},
	}
}

// platformKept returns faults: a controller that cleans up what must not be touched.
func platformKept() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "cleans-after-malformed-200", Title: "a 200 without JSON is cleaned up", Breaks: ids{"CFV2-PLAT-038"},
			Sent: rules{mocks.On("provision").AnsweredWith(malformed(200)).Status(201)}},
		{ID: "cleans-after-400", Title: "a 400 is cleaned up", Breaks: ids{"CFV2-PLAT-042"},
			Sent: rules{mocks.On("provision").Answered(400).Change(removing("deprovision"))}},
		{ID: "cleans-after-409", Title: "a 409 is cleaned up", Breaks: ids{"CFV2-PLAT-043"},
			Sent: rules{mocks.On("provision").Answered(409).Change(removing("deprovision"))}},
		{ID: "cleans-after-422", Title: "a 422 that says why is cleaned up", Breaks: ids{"CFV2-PLAT-044"},
			Sent: rules{mocks.On("provision").Answered(422).AnsweredWith(mocks.Not(mocks.Says("/error", nil))).Change(removing("deprovision"))}},
		{ID: "cleans-after-408", Title: "a 408 is cleaned up", Breaks: ids{"CFV2-PLAT-045"},
			Sent: rules{mocks.On("provision").Answered(408).Change(removing("deprovision"))}},
		{ID: "cleans-binding-after-400", Title: "a bind that was answered 400 is cleaned up", Breaks: ids{"CFV2-PLAT-049"},
			Sent: rules{mocks.On("bind").Answered(400).Change(removing("unbind"))}},
		{ID: "update-cleaned", Title: "a failed update removes the instance", Breaks: ids{"CFV2-PLAT-056"},
			Sent: rules{mocks.On("update").Answered(500).Change(removing("deprovision"))}},
		{ID: "delete-repeated", Title: "a failed delete is repeated", Breaks: ids{"CFV2-PLAT-057"},
			Sent: rules{mocks.On("deprovision").Answered(500).Change(removing("deprovision"))}},
		{ID: "failed-creation-cleaned", Title: "an instance whose creation failed is removed", Breaks: ids{"CFV2-PLAT-058"},
			Sent: rules{mocks.On("instance-last-operation").Says("/state", "failed").Change(removing("deprovision"))}},
		{ID: "update-201-accepted", Title: "a 201 to an update is a success", Breaks: ids{"CFV2-PLAT-059"}, Sent: rules{mocks.On("update").Answered(201).Status(200)}},
		{ID: "gone-broker-cleaned", Title: "what a broker was never asked for is cleaned up there", Breaks: ids{"CFV2-PLAT-046"},
			Sent: rules{mocks.On("fetch-instance").When(brokerOf("absence")).Before(func(s *mocks.Seen) {
				s.Send("deprovision", map[string]string{"instance_id": "0c2f8f3a-1111-4222-8333-444455556666"}, map[string][]string{
					"service_id": {"service"}, "plan_id": {"plan"}, "accepts_incomplete": {"true"},
				}, nil)
			})}},
		{ID: "cleanup-repeats-202", Title: "a clean-up that goes on at the broker is repeated", Breaks: ids{"CFV2-PLAT-055"},
			Sent: rules{mocks.On("deprovision").When(background).When(brokerOf("repeats")).Answered(202).Status(500)}},
		{ID: "cleanup-repeats-410", Title: "a clean-up of what is gone is repeated", Breaks: ids{"CFV2-PLAT-055"},
			Sent: rules{mocks.On("deprovision").When(background).When(brokerOf("repeats")).Answered(410).Status(500)}},
	}
}
