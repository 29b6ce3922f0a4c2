package cfv2

import (
	"net/http"

	"conformance/mocks"
)

// absenceMutants are about brokers that cannot be reached, or not safely.
func absenceMutants() []mocks.Mutant {
	gone := func(operation string) mocks.Rule {
		return mocks.On(operation).During("absence").AnsweredWith(named("ServiceBrokerApiUnreachable"))
	}
	return []mocks.Mutant{
		fault("gone-broker-answers-500", "a broker that refuses a connection is a 500", gone("create-instance").Status(http.StatusInternalServerError), "CFV2-ERR-033"),
		fault("gone-broker-is-silent", "a broker that refuses a connection is told as one that is slow", gone("delete-instance").Set("/error_code", "CF-HttpClientTimeout"), "CFV2-ERR-033"),
		sent("gone-broker-cleaned", "what a broker was never asked for is cleaned up there", mocks.On("fetch-instance").When(brokerOf("absence")).Before(func(s *mocks.Seen) {
			s.Send("deprovision", map[string]string{"instance_id": "0c2f8f3a-1111-4222-8333-444455556666"}, map[string][]string{
				"service_id": {"service"}, "plan_id": {"plan"}, "accepts_incomplete": {"true"},
			}, nil)
		}), "CFV2-PLAT-046"),
		sent("certificate-trusted", "any certificate of a broker is good enough", mocks.On("catalog").When(brokerOf("untrusted")).InsteadWith(func(*mocks.Seen) *mocks.Answer {
			return &mocks.Answer{Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(
				`{"services":[{"id":"good-id","name":"good","description":"Good","bindable":true,"plans":[{"id":"good-plan","name":"good","description":"Good"}]}]}`)}
		}), "CFV2-PLAT-062"),
	}
}
