package cfv2

import (
	"encoding/json"
	"net/http"
	"strings"

	"conformance/mocks"
)

// errors returns faults about what errors are made of, and what is one.
func errors() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "error-without-description", Title: "an error has no description", Breaks: ids{"CFV2-ERR-001"},
			Rules: rules{mocks.On("create-binding").AnsweredWith(code(90003)).When(mocks.Text("name")).Remove("/description")}},
		{ID: "error-code-without-cf", Title: "the name of an error does not begin with CF-", Breaks: ids{"CFV2-ERR-002"},
			Rules: rules{mocks.On("create-binding").AnsweredWith(code(90003)).When(mocks.Text("name")).Set("/error_code", "ServiceBindingAppServiceTaken")}},
		{ID: "error-without-http", Title: "an error that a broker caused does not say how", Breaks: ids{"CFV2-ERR-003"},
			Rules: rules{mocks.On("create-instance").AnsweredWith(because(500)).Remove("/http")}},
		{ID: "request-id-replaced", Title: "the request id of the caller is dropped", Breaks: ids{"CFV2-ERR-006"},
			Rules: rules{mocks.On("list-brokers").With("X-Vcap-Request-Id").Header("X-Vcap-Request-Id", "own")}},
		{ID: "empty-answer-with-body", Title: "an answer of 204 has a body", Breaks: ids{"CFV2-ERR-008"},
			Rules: rules{mocks.On("delete-key").Answered(204).Body("{}").Header("Content-Type", "application/json;charset=utf-8")}},
		{ID: "cookie-harms", Title: "an empty Cookie header is an error", Breaks: ids{"CFV2-ERR-010"},
			Rules: rules{mocks.On("get-broker").When(cookie).Status(400).Body(`{"description":"a bad cookie","error_code":"CF-InvalidRequest","code":10004}`)}},
		{ID: "error-names-no-field", Title: "a parse error does not say which member is wrong", Breaks: ids{"CFV2-ERR-015"},
			Rules: rules{mocks.On("create-instance").AnsweredWith(code(1001)).Set("/description", "the request is invalid")}},
		{ID: "error-hides-broker", Title: "an error does not say what the broker said", Breaks: ids{"CFV2-ERR-034"},
			Rules: rules{mocks.On("create-instance").AnsweredWith(because(500)).Set("/description", "it failed")}},
		{ID: "error-hides-instance", Title: "a failed delete does not say of what", Breaks: ids{"CFV2-ERR-035"},
			Rules: rules{mocks.On("delete-instance").AnsweredWith(because(500)).Set("/description", "it failed")}},
		{ID: "order-ignored", Title: "an order by no column is ignored", Breaks: ids{"CFV2-ERR-040"},
			Rules: rules{mocks.On("list-instances").Query("order-by", "conformance").SetQuery("order-by", "")}},
		{ID: "broker-order-ignored", Title: "an order of brokers by no column is ignored", Breaks: ids{"CFV2-ERR-040"},
			Rules: rules{mocks.On("list-brokers").Query("order-by", "conformance").SetQuery("order-by", "")}},
		{ID: "lower-case-refused", Title: "the word before a token has to begin with a capital", Breaks: ids{"CFV2-ERR-009"},
			Rules: rules{mocks.On("list-brokers").When(func(s *mocks.Seen) bool {
				return strings.HasPrefix(s.Header.Get("Authorization"), "bearer ")
			}).SetSentHeader("Authorization", "Basic")}},
		{ID: "scope-not-needed", Title: "a token without scopes is said to lack a role", Breaks: ids{"CFV2-ERR-013"},
			Rules: rules{mocks.On("list-brokers").AnsweredWith(code(10007)).Set("/error_code", "CF-NotAuthorized").Set("/code", 10003)}},
		{ID: "unknown-member-refused", Title: "a registration with an unknown member is refused", Breaks: ids{"CFV2-ERR-017"},
			Rules: rules{mocks.On("create-broker").Sends(unknown, nil).Status(400).Body(unparsed)}},
		{ID: "unknown-member-echoed", Title: "the unknown member of a registration is echoed", Breaks: ids{"CFV2-ERR-017"},
			Rules: rules{mocks.On("create-broker").Sends(unknown, nil).Set("/entity/"+unknown, 1)}},
		{ID: "instance-with-unknown-refused", Title: "an instance with an unknown member is refused", Breaks: ids{"CFV2-ERR-017"},
			Rules: rules{mocks.On("create-instance").Sends(unknown, nil).Answered(201).Status(400).Body(unparsed)}},
		{ID: "binding-echoes-unknown", Title: "a binding echoes an unknown member", Breaks: ids{"CFV2-ERR-017"},
			Rules: rules{mocks.On("create-binding").Sends(unknown, nil).Set("/entity/"+unknown, 1)}},
		{ID: "suspended-is-a-role", Title: "binding in a suspended organization is refused for the role of the caller", Breaks: ids{"CFV2-ERR-038"},
			Rules: rules{mocks.On("create-binding").AnsweredWith(code(10017)).Set("/code", 10003).Set("/error_code", "CF-NotAuthorized")}},
		{ID: "suspended-unbinds", Title: "an app can be unbound in a suspended organization", Breaks: ids{"CFV2-ERR-038"},
			Rules: rules{mocks.On("delete-binding").AnsweredWith(code(10017)).Status(http.StatusNoContent).Body("").Header("Content-Type", "")}},
	}
}

// errorsOfBrokers returns faults about brokers that give no answer.
func errorsOfBrokers() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "gone-broker-answers-500", Title: "a broker that refuses a connection is a 500", Breaks: ids{"CFV2-ERR-033"},
			Rules: rules{mocks.On("create-instance").At("absence").AnsweredWith(named("ServiceBrokerApiUnreachable")).Status(http.StatusInternalServerError)}},
		{ID: "gone-broker-is-silent", Title: "a broker that refuses a connection is told as one that is slow", Breaks: ids{"CFV2-ERR-033"},
			Rules: rules{mocks.On("delete-instance").At("absence").AnsweredWith(named("ServiceBrokerApiUnreachable")).Set("/error_code", "CF-HttpClientTimeout")}},
		{ID: "silent-broker-answers-500", Title: "a broker that does not answer is a 500", Breaks: ids{"CFV2-ERR-032"}, Also: ids{"CFV2-PLAT-036"},
			Rules: rules{mocks.On("create-instance").AnsweredWith(named("HttpClientTimeout")).Status(500)}},
	}
}

// errorsTold returns faults about what errors may not tell.
func errorsTold() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "long-text-relayed", Title: "all of a broker's long text is repeated", Breaks: ids{"CFV2-ERR-036"},
			Rules: rules{mocks.On("create-instance").AnsweredWith(func(a *mocks.Answer) bool {
				description, _ := a.At("/description").(string)
				return len(description) > 10_000
			}).Set("/description", strings.Repeat("at length ", 10_000))}},
		{ID: "error-tells-password", Title: "an error tells the password of the broker", Breaks: ids{"CFV2-ERR-037"},
			Rules: rules{tells("create-broker", code(270012), func(s *mocks.Seen) string {
				password, _ := s.Object()["auth_password"].(string)
				return password
			})}},
		{ID: "error-tells-credentials", Title: "an error tells the credentials of a binding", Breaks: ids{"CFV2-ERR-037"},
			Rules: rules{tells("delete-binding", because(500), func(s *mocks.Seen) string {
				uri, _ := s.Send("get-binding", s.Params, nil, nil).At("/entity/credentials/uri").(string)
				return uri
			})}},
		{ID: "error-tells-token", Title: "an error tells the token of the caller", Breaks: ids{"CFV2-ERR-037"},
			Rules: rules{tells("create-instance", because(500), func(s *mocks.Seen) string {
				_, token, _ := strings.Cut(s.Header.Get("Authorization"), " ")
				return token
			})}},
	}
}

// tells puts a secret into the description of an error.
func tells(operation string, answered func(*mocks.Answer) bool, secret func(*mocks.Seen) string) mocks.Rule {
	return mocks.On(operation).AnsweredWith(answered).Change(func(s *mocks.Seen, a *mocks.Answer) {
		told, _ := json.Marshal(" (" + secret(s) + ")")
		a.Body = []byte(strings.Replace(string(a.Body), `"description":"`, `"description":`+strings.TrimSuffix(string(told), `"`), 1))
	})
}

// cookie holds for requests with a Cookie header, which may be empty.
func cookie(s *mocks.Seen) bool {
	_, found := s.Header["Cookie"]
	return found
}
