package cfv2

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"conformance/mocks"
	"conformance/reference/controller"
)

// roleMutants show or allow to others what they may not see or do.
func roleMutants() []mocks.Mutant {
	secret := map[string]any{"uri": "https://data.example.com/conformance", "password": "not-a-real-password"}
	redacted := func(a *mocks.Answer) bool { return bytes.Contains(a.Body, []byte("redacted_message")) }
	all := []mocks.Mutant{
		fault("hidden-plan-answers-404", "a developer is told that a plan which he cannot see is not there", mocks.On("create-instance").During("roles").
			AnsweredWith(code(10003)).When(func(s *mocks.Seen) bool { return holds(s, "developer") }).Status(http.StatusNotFound), "CFV2-INST-034"),
		fault("purge-answers-404", "a purge by a developer is answered with 404", mocks.On("delete-instance").Query("purge", "true").AnsweredWith(code(10003)).
			Status(http.StatusNotFound), "CFV2-INST-073"),
		fault("refused-purge-removes", "a purge that is refused removes the instance", mocks.On("get-instance").During("roles").Nth(1).Status(http.StatusNotFound).
			Body(`{"description":"there is no such instance","error_code":"CF-ServiceInstanceNotFound","code":60004}`), "CFV2-INST-073"),
		fault("binding-shows-to-reader", "a reader sees the credentials of a binding", mocks.On("get-binding").AnsweredWith(redacted).
			Set("/entity/credentials", secret), "CFV2-BIND-034"),
		fault("bindings-show-to-reader", "a reader sees the credentials in a list of bindings", mocks.On("list-bindings").AnsweredWith(redacted).
			Set("/resources/*/entity/credentials/password", "not-a-real-password"), "CFV2-BIND-034"),
		fault("instance-shows-to-reader", "a reader sees the credentials of an instance", mocks.On("get-instance").AnsweredWith(redacted).
			Set("/entity/credentials", secret), "CFV2-INST-041"),
		fault("instances-show-to-reader", "a reader sees the credentials in a list of instances", mocks.On("list-space-instances").AnsweredWith(redacted).
			Set("/resources/*/entity/credentials/uri", secret["uri"]), "CFV2-INST-041"),
	}
	return append(all, placeMutants()...)
}

// placeMutants are wrong about what depends on the space.
func placeMutants() []mocks.Mutant {
	taken := fault("name-taken-elsewhere", "an instance cannot have the name of one in another space",
		mocks.On("create-instance").During("places").When(inSpace(controller.OtherSpaceGUID)).Answered(http.StatusCreated).Status(http.StatusBadRequest).
			Body(`{"description":"the name is taken","error_code":"CF-ServiceInstanceNameTaken","code":60002}`), "CFV2-INST-027")
	taken.Blocks = true // there is nothing to bind across
	return []mocks.Mutant{
		taken,
		fault("suspended-is-a-role", "binding in a suspended organization is refused for the role of the caller", mocks.On("create-binding").AnsweredWith(code(10017)).
			Set("/code", 10003).Set("/error_code", "CF-NotAuthorized"), "CFV2-ERR-038"),
		fault("suspended-unbinds", "an app can be unbound in a suspended organization", mocks.On("delete-binding").AnsweredWith(code(10017)).
			Status(http.StatusNoContent).Body("").Header("Content-Type", ""), "CFV2-ERR-038"),
	}
}

// placeEquivalents are odd, but legal.
func placeEquivalents() []mocks.Equivalent {
	return []mocks.Equivalent{
		odd("quota-of-organization", "the quota of the organization forbids what that of the space would", "CFV2-INST-036: either may be exceeded",
			mocks.On("create-instance").AnsweredWith(code(60012)).Set("/code", 60005).Set("/error_code", "CF-ServiceInstanceQuotaExceeded"),
			mocks.On("create-instance").AnsweredWith(code(60013)).Set("/code", 60007).Set("/error_code", "CF-ServiceInstanceServicePlanNotAllowed")),
	}
}

// roleRefusals are answered with another status than they should.
func roleRefusals() []wrong {
	role := func(s *mocks.Seen) bool { return mocks.InScenario("roles")(s) && !holds(s, "developer") }
	return []wrong{
		{"CFV2-INST-035", "create-instance", code(10003), role, http.StatusNotFound, nil},
		{"CFV2-INST-035", "update-instance", code(10003), role, http.StatusUnauthorized, nil},
		{"CFV2-INST-035", "delete-instance", code(10003), role, http.StatusConflict, nil},
		{"CFV2-INST-040", "get-instance", code(10003), nil, http.StatusNotFound, nil},
		{"CFV2-BIND-030", "create-binding", code(10003), nil, http.StatusNotFound, nil},
		{"CFV2-BIND-030", "delete-binding", code(10003), nil, http.StatusConflict, nil},
		{"CFV2-INST-036", "create-instance", code(60012), nil, http.StatusForbidden, nil},
		{"CFV2-INST-036", "create-instance", code(60013), nil, http.StatusPaymentRequired, nil},
		{"CFV2-BIND-028", "create-binding", code(90003), mocks.InScenario("places"), http.StatusUnprocessableEntity, nil},
	}
}

// holds tells requests with the token of a user of that name.
func holds(s *mocks.Seen, user string) bool {
	return strings.Contains(s.Header.Get("Authorization"), user)
}

// inSpace tells requests about a space.
func inSpace(guid string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return s.Object()["space_guid"] == guid }
}

// told reports whether an object has a member with that value.
func told(body []byte, name string, want any) bool {
	var object map[string]any
	_ = json.Unmarshal(body, &object) // what is no object has no members
	value, found := object[name]
	return found && value == want
}
