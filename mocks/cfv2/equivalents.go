package cfv2

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"conformance/mocks"
)

// Equivalents returns the mutants that are odd, but legal.
func Equivalents() []mocks.Mutant {
	return slices.Concat(oddAnswers(), oddControllers(), oddRequests())
}

// oddAnswers returns equivalents: a controller that answers its clients in another way.
func oddAnswers() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "never-updated", Title: "what was never updated has no time of it", Allows: "the documented samples have updated_at null",
			Rules: rules{mocks.On("create-broker", "create-instance", "create-binding").Answered(201).Set("/metadata/updated_at", nil)}},
		{ID: "first-controllers", Title: "instances have the form of January 2015", Allows: "CFV2-INST-019: the sample of the documented page has this form",
			Rules: rules{mocks.On("create-instance").Answered(201).Query("accepts_incomplete", "false").Remove("/entity/last_operation").Remove("/entity/tags").
				Remove("/entity/service_guid").Remove("/entity/routes_url").Set("/entity/state", nil).Set("/entity/state_description", nil).Set("/entity/gateway_data", "CONFIGURATION")}},
		{ID: "warns", Title: "a success comes with a warning", Allows: "the documented sample has X-Cf-Warnings",
			Rules: rules{mocks.On("create-broker", "create-instance", "create-binding").Answered(201).Header("X-Cf-Warnings", "Warning%3A+Warning+message+may+go+here.")}},
		{ID: "extra-members", Title: "answers have members that nobody knows", Allows: "unknown members are legal",
			Rules: rules{mocks.On("create-broker", "get-broker", "create-instance", "get-instance", "create-binding", "get-binding").Answered(200, 201).
				Set("/entity/conformance", map[string]any{"new": true}).Set("/metadata/conformance", 1)}},
		{ID: "content-type-with-blank", Title: "there is a blank in the content type", Allows: "blanks after the semicolon mean nothing",
			Rules: rules{mocks.On("get-broker", "get-instance").Answered(200).Header("Content-Type", "application/json; charset=UTF-8")}},
		{ID: "one-after-the-other", Title: "of two requests at once the second is handled after the first",
			Allows: "CFV2-ASYNC-020: requests that are handled one after the other are not simultaneous",
			Rules: rules{mocks.On("update-instance").At("overlap").AnsweredWith(code(60016)).Change(func(s *mocks.Seen, a *mocks.Answer) {
				time.Sleep(2 * time.Second)
				*a = *s.Send("update-instance", s.Params, s.Query, s.Object())
			})}},
		{ID: "refused-as-unknown", Title: "an untrusted certificate is told as a bad gateway", Allows: "CFV2-PLAT-062: how a broker is refused is free",
			Rules: rules{mocks.On("create-broker").At("untrusted").Answered(500).Status(502)}},
		{ID: "older-timeout", Title: "a silent broker is told by the older name", Allows: "CFV2-ERR-032: older controllers have one name for both time-outs",
			Rules: rules{mocks.On("create-instance", "create-binding").AnsweredWith(named("HttpClientTimeout")).Set("/error_code", "CF-ServiceBrokerApiTimeout")}},
		{ID: "older-catalog-timeout", Title: "a broker that gives no answer is an error of an older name", Allows: "CFV2-BROKER-029: older controllers name it so",
			Rules: rules{mocks.On("create-broker").AnsweredWith(named("HttpClientTimeout")).Set("/error_code", "CF-ServiceBrokerApiTimeout")}},
	}
}

// oddControllers returns equivalents: a controller that is older, or has fewer features, than others.
func oddControllers() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "url-is-taken", Title: "a broker URL can be registered once", Allows: "CFV2-BROKER-017: older controllers take each URL once",
			Rules: rules{mocks.On("create-broker").When(registered).Answered(201).Change(func(s *mocks.Seen, a *mocks.Answer) {
				guid, _ := a.At("/metadata/guid").(string)
				s.Send("delete-broker", map[string]string{"guid": guid}, nil, nil)
			}).Status(400).Header("Location", "").Body(`{"description":"the URL is taken","error_code":"CF-ServiceBrokerUrlTaken","code":270003}`)}},
		{ID: "no-private-brokers", Title: "developers may not register brokers, because that feature is switched off",
			Allows: "CFV2-BROKER-079: a feature flag of the controller switches it off",
			Rules: rules{mocks.On("create-broker").At("scoped").When(nonAdmin).Answered(201).Status(403).
				Body(`{"description":"Feature Disabled: space_scoped_private_broker_creation","error_code":"CF-FeatureDisabled","code":330002}`)}},
		{ID: "quota-of-organization", Title: "the quota of the organization forbids what that of the space would", Allows: "CFV2-INST-036: either may be exceeded",
			Rules: rules{mocks.On("create-instance").AnsweredWith(code(60012)).Set("/code", 60005).Set("/error_code", "CF-ServiceInstanceQuotaExceeded"),
				mocks.On("create-instance").AnsweredWith(code(60013)).Set("/code", 60007).Set("/error_code", "CF-ServiceInstanceServicePlanNotAllowed")}},
		{ID: "delete-goes-on", Title: "a delete is answered with 202 and the instance", Allows: "CFV2-INST-071: 204, or 202 with the instance",
			Rules: rules{bothFlags().InsteadWith(func(s *mocks.Seen) *mocks.Answer {
				answer := s.Send("get-instance", s.Params, nil, nil)
				s.Send("delete-instance", s.Params, url.Values{"accepts_incomplete": {"true"}}, nil)
				answer.Status = http.StatusAccepted
				return answer
			})}},
		{ID: "parameters-raise-no-warning", Title: "parameters for a user-provided instance raise no warning", Allows: "CFV2-BIND-023: controllers warn since April 2018",
			Rules: rules{mocks.On("create-binding").Answered(201).Header("X-Cf-Warnings", "")}},
		{ID: "no-environment", Title: "the environment of an app cannot be read", Allows: "CFV2-BIND-008: a target need not have one",
			Rules: rules{mocks.On("get-app-env").Status(http.StatusNotFound).Body(`{"description":"unknown request","error_code":"CF-NotFound","code":10000}`)}},
		{ID: "slash-accepted", Title: "the path of instances may have a slash after it", Allows: "CFV2-INST-012: both forms may work",
			Rules: rules{slashed().InsteadWith(func(s *mocks.Seen) *mocks.Answer { return s.Send("create-instance", nil, s.Query, s.Object()) })}},
		{ID: "binding-update-405", Title: "an update of a binding is answered with 405", Allows: "CFV2-BIND-042: 404 or 405",
			Rules: rules{put("/v2/service_bindings/").Status(http.StatusMethodNotAllowed)}},
	}
}

// oddRequests returns equivalents: a controller that sends to brokers in another way.
func oddRequests() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "cleanup-goes-on", Title: "the broker removes an orphan later", Allows: "CFV2-PLAT-055: 202 ends the clean-up",
			Sent: rules{mocks.On("deprovision").When(background).Answered(200).Status(202)}},
		{ID: "background-with-user", Title: "polls tell for whom", Allows: "CFV2-PLAT-005: background calls may carry an identity",
			Sent: rules{mocks.On("instance-last-operation").SetSentHeader("X-Broker-Api-Originating-Identity", "cloudfoundry eyJ1c2VyX2lkIjoiMSJ9")}},
		{ID: "maintenance-version-only", Title: "a provision request tells the maintenance version alone", Allows: "CFV2-PLAT-019: OSB asks for the version",
			Sent: rules{mocks.On("provision").Sends("maintenance_info", nil).SetSent("/maintenance_info", map[string]any{"version": "1.0.0"})}},
		{ID: "cleanup-polled", Title: "a clean-up that goes on at the broker is polled", Allows: "CFV2-PLAT-055: polls after a 202 are allowed",
			Sent: rules{mocks.On("deprovision").When(brokerOf("repeats")).Answered(202).Change(func(s *mocks.Seen, _ *mocks.Answer) {
				s.Send("instance-last-operation", s.Params, map[string][]string{"service_id": s.Query["service_id"], "plan_id": s.Query["plan_id"]}, nil)
			})}},
		{ID: "first-poll-waits", Title: "the first poll waits for a free worker", Allows: "CFV2-PLAT-028: at once is within some seconds",
			Sent: rules{mocks.On("instance-last-operation").When(brokerOf("pace")).Nth(1).Before(func(*mocks.Seen) { time.Sleep(5 * time.Second) })}},
		{ID: "flag-false-sent", Title: "accepts_incomplete=false is sent", Allows: "CFV2-PLAT-020: OSB treats false and absence alike",
			Sent: rules{mocks.On("bind").Query("accepts_incomplete", "").SetQuery("accepts_incomplete", "false")}},
		{ID: "older-version", Title: "brokers are told an older version", Allows: "CFV2-PLAT-003: any minor version",
			Sent: rules{mocks.On().SetSentHeader("X-Broker-Api-Version", "2.14")}},
	}
}

// registered holds for requests of some scenarios that would register a URL again.
func registered(s *mocks.Seen) bool {
	address, _ := s.Object()["broker_url"].(string)
	if !strings.HasSuffix(address, "/queries") && !strings.HasSuffix(address, "/scoped") && s.Object()[unknown] == nil {
		return false
	}
	for _, broker := range listed(s.Send("list-brokers", nil, url.Values{"results-per-page": {"100"}}, nil)) {
		if entity, _ := broker.(map[string]any)["entity"].(map[string]any); entity["broker_url"] == address {
			return true
		}
	}
	return false
}
