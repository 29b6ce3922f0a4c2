package cfv2

import (
	"net/http"
	"net/url"

	"conformance/mocks"
)

// upgradeMutants are wrong about maintenance versions, dashboards that move, and the flags of a delete.
func upgradeMutants() []mocks.Mutant {
	dashboard := func(want any) mocks.Rule {
		return mocks.On("update").AnsweredWith(func(a *mocks.Answer) bool { return told(a.Body, "dashboard_url", want) })
	}
	return []mocks.Mutant{
		sent("dashboard-stays", "the dashboard of an instance stays where it was", dashboard("https://another-dashboard.example.com/").Remove("/dashboard_url"), "CFV2-INST-022"),
		sent("null-clears-dashboard", "a null dashboard takes the one that there was", dashboard(nil).Set("/dashboard_url", ""), "CFV2-INST-022"),
		fault("same-version-asks-broker", "an update to the present maintenance version asks the broker", mocks.On("update-instance").During("maintenance").Nth(3).
			Before(func(s *mocks.Seen) {
				s.Send("update-instance", s.Params, nil, map[string]any{"parameters": map[string]any{"asked": true}})
			}), "CFV2-INST-062"),
		fault("job-beats-permission", "a delete goes into a job though it may be finished later", bothFlags().SetQuery("accepts_incomplete", ""), "CFV2-INST-071"),
	}
}

// upgradeEquivalents are odd, but legal.
func upgradeEquivalents() []mocks.Equivalent {
	return []mocks.Equivalent{
		odd("delete-goes-on", "a delete is answered with 202 and the instance", "CFV2-INST-071: 204, or 202 with the instance",
			bothFlags().InsteadWith(func(s *mocks.Seen) *mocks.Answer {
				answer := s.Send("get-instance", s.Params, nil, nil)
				s.Send("delete-instance", s.Params, url.Values{"accepts_incomplete": {"true"}}, nil)
				answer.Status = http.StatusAccepted
				return answer
			})),
	}
}

// upgradeRefusals are answered with another status than they should.
func upgradeRefusals() []wrong {
	return []wrong{
		{"CFV2-INST-060", "update-instance", code(390006), nil, http.StatusBadRequest, nil},
		{"CFV2-INST-060", "update-instance", code(390007), nil, http.StatusConflict, nil},
		{"CFV2-INST-061", "update-instance", code(390008), nil, http.StatusBadRequest, nil},
	}
}

// bothFlags tells a delete that may be finished later and asks for a job.
func bothFlags() mocks.Rule {
	return mocks.On("delete-instance").Query("accepts_incomplete", "true").Query("async", "true")
}
