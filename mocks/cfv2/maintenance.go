package cfv2

import (
	"encoding/json"
	"strings"

	"conformance/mocks"
)

// brokerOf tells requests to the scripted broker of one scenario.
func brokerOf(scenario string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return strings.HasSuffix(s.Server, "/"+scenario) }
}

func maintenanceMutants() []mocks.Mutant {
	finished := func(status int) func(*mocks.Answer) bool {
		return func(a *mocks.Answer) bool { return a.Status == status && at(a.Body, "operation") != nil }
	}
	version := mocks.On("update").Sends("maintenance_info", nil)
	return []mocks.Mutant{
		also(fault("catalog-below-another-path", "a catalog is asked for below another path than the registered one",
			mocks.On("create-broker").When(labelled(form)).Before(func(s *mocks.Seen) {
				body := s.Object()
				address, _ := body["broker_url"].(string)
				body["broker_url"] = address + "/elsewhere"
				s.Body, _ = json.Marshal(body) // it was JSON before
			}), "CFV2-PLAT-011"), "CFV2-BROKER-014", "CFV2-BROKER-017", "CFV2-BROKER-071"),
		sent("redirect-is-an-error", "a redirect of a broker is not followed", mocks.On("catalog").Answered(302).Header("Location", ""), "CFV2-PLAT-012"),
		sent("provision-without-maintenance", "a provision request lacks the maintenance version of the plan",
			mocks.On("provision").Sends("maintenance_info", nil).DropSent("/maintenance_info"), "CFV2-PLAT-019"),
		fault("instance-without-maintenance", "an instance does not keep the maintenance version of its plan",
			mocks.On("get-instance").During("maintenance").Answered(200).Set("/entity/maintenance_info", map[string]any{}), "CFV2-PLAT-019"),
		sent("update-with-description", "an update request tells more of a maintenance version than the version",
			version.SetSent("/maintenance_info/description", "told by the client"), "CFV2-PLAT-025"),
		sent("plan-change-without-maintenance", "a plan change does not tell the maintenance version of the new plan",
			version.When(lacks("parameters")).Nth(2).DropSent("/maintenance_info"), "CFV2-PLAT-025"),
		sent("finished-operation-polled", "an operation that a broker names beside a 200 is waited for",
			mocks.On("deprovision").AnsweredWith(finished(200)).Status(202), "CFV2-PLAT-027"),
	}
}

func unbindingMutants() []mocks.Mutant {
	unbind := mocks.On("delete-binding").During("unbindings")
	remove := mocks.On("delete-instance").During("unbindings")
	kept := func(s *mocks.Seen) *mocks.Answer {
		answer := s.Send("get-binding", s.Params, nil, nil)
		answer.Status = 202
		return answer
	}
	return []mocks.Mutant{
		fault("unbind-without-job", "a binding that goes in a job is answered without one", unbind.Query("async", "true").InsteadWith(kept), "CFV2-BIND-038"),
		fault("job-keeps-binding", "the job that removes a binding does nothing", unbind.Query("async", "true").InsteadWith(func(s *mocks.Seen) *mocks.Answer {
			job := s.Send("get-job", s.Params, nil, nil) // it reads as finished: nobody knows it
			job.Status = 202
			return job
		}), "CFV2-BIND-038"),
		fault("unwanted-unbind-unmentioned", "nothing warns of an unbind that may not have finished", unbind.Answered(204).Header("X-Cf-Warnings", ""), "CFV2-BIND-039"),
		fault("recursive-delete-goes-on", "an instance goes before its bindings are gone", remove.Nth(1).SetQuery("purge", "true"), "CFV2-ASYNC-032"),
	}
}

func secretMutants() []mocks.Mutant {
	tells := func(operation string, answered func(*mocks.Answer) bool, secret func(*mocks.Seen) string) mocks.Rule {
		return mocks.On(operation).AnsweredWith(answered).Change(func(s *mocks.Seen, a *mocks.Answer) {
			told, _ := json.Marshal(" (" + secret(s) + ")")
			a.Body = []byte(strings.Replace(string(a.Body), `"description":"`, `"description":`+strings.TrimSuffix(string(told), `"`), 1))
		})
	}
	return []mocks.Mutant{
		fault("long-text-relayed", "all of a broker's long text is repeated", mocks.On("create-instance").AnsweredWith(func(a *mocks.Answer) bool {
			description, _ := at(a.Body, "description").(string)
			return len(description) > 10_000
		}).Set("/description", strings.Repeat("at length ", 10_000)), "CFV2-ERR-036"),
		fault("error-tells-password", "an error tells the password of the broker", tells("create-broker", code(270012), func(s *mocks.Seen) string {
			password, _ := s.Object()["auth_password"].(string)
			return password
		}), "CFV2-ERR-037"),
		fault("error-tells-credentials", "an error tells the credentials of a binding", tells("delete-binding", because(500), func(s *mocks.Seen) string {
			uri, _ := at(s.Send("get-binding", s.Params, nil, nil).Body, "entity.credentials.uri").(string)
			return uri
		}), "CFV2-ERR-037"),
		fault("error-tells-token", "an error tells the token of the caller", tells("create-instance", because(500), func(s *mocks.Seen) string {
			_, token, _ := strings.Cut(s.Header.Get("Authorization"), " ")
			return token
		}), "CFV2-ERR-037"),
	}
}
