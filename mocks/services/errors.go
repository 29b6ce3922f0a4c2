package services

import (
	"net/http"
	"strings"

	"conformance/mocks"
)

func errorMutants() []mocks.Mutant {
	html := func(_ *mocks.Seen, a *mocks.Answer) { a.Body = []byte("<h1>Not found</h1>") }
	return []mocks.Mutant{
		mutant("error-html", "refuses with HTML", ids("SVC-ERR-001"), nil, mocks.On("get").During("access").Answered(http.StatusNotFound).Change(html)),
		mutant("error-empty", "refuses with nothing", ids("SVC-ERR-001"), nil, mocks.On("delete").Answered(http.StatusNotFound).Body("")),
		mutant("error-list", "refuses with a list", ids("SVC-ERR-001"), nil, mocks.On("update").Answered(http.StatusNotFound).Set("", []any{"no"})),
		mutant("error-without-text", "refuses with an empty object", ids("SVC-ERR-002"), nil,
			mocks.On("update").Answered(http.StatusNotFound).Remove("/error")),
		mutant("error-empty-text", "refuses with an empty text", ids("SVC-ERR-002"), nil,
			mocks.On("get").During("access").Answered(http.StatusNotFound).Set("/error", "")),
		mutant("errors-nested", "refuses with messages by field", ids("SVC-ERR-003"), nil,
			create().When(is("service_type", "mysql")).Set("/errors", map[string]any{"service_type": []any{"is not included in the list"}})),
		mutant("enumeration-409", "answers 409 to a value outside of its list", ids("SVC-ERR-004"), nil,
			create().When(is("service_type", "mysql")).Status(http.StatusConflict)),
		mutant("wrong-type-500", "crashes on a wrong type", ids("SVC-ERR-006"), ids("SVC-CREATE-017", "SVC-ERR-004"),
			create().When(isText("ram_size")).Status(http.StatusInternalServerError)),
		mutant("unknown-200", "answers 200 with null for a service that does not exist", ids("SVC-ERR-007"), ids("SVC-CREATE-003"),
			mocks.On("get").During("access").Answered(http.StatusNotFound).Status(http.StatusOK).Set("", nil)),
		mutant("unknown-update-200", "changes a service that does not exist", ids("SVC-ERR-007"), nil,
			mocks.On("update").Answered(http.StatusNotFound).Status(http.StatusOK)),
		mutant("unknown-delete-204", "deletes a service that does not exist", ids("SVC-ERR-007"), nil,
			mocks.On("delete").Nth(1).Answered(http.StatusNotFound).Status(http.StatusNoContent).Body("")),
		mutant("json-as-text", "labels JSON as text", ids("SVC-ERR-008"), nil, mocks.On("list").Header("Content-Type", "text/plain")),
		mutant("json-unlabelled", "does not label JSON", ids("SVC-ERR-008"), nil, mocks.On("get").Answered(http.StatusOK).Header("Content-Type", "")),
		mutant("token-in-error", "repeats the token in a refusal", ids("SVC-ERR-009"), nil,
			mocks.On("list").Answered(http.StatusUnauthorized).Change(func(s *mocks.Seen, a *mocks.Answer) {
				_, token, _ := strings.Cut(s.Header.Get("Authorization"), " ")
				setMember(a, "error", "unknown token "+token)
			})),
	}
}

func lifecycleMutants() []mocks.Mutant {
	database := mocks.InScenario("database")
	var doomed memory
	return []mocks.Mutant{
		mutant("list-misses-new", "does not list a new service", ids("SVC-LIFE-001"), ids("SVC-AUTH-006"),
			mocks.On("list").When(database).Answered(http.StatusOK).Set("", []any{})),
		mutant("get-500", "cannot read a service in the beginning", ids("SVC-LIFE-002"), nil,
			mocks.On("get").When(database).Nth(1).Answered(http.StatusOK).Status(http.StatusServiceUnavailable).Set("", refusal("wait"))),
		mutant("get-another", "shows another service than the one asked for", ids("SVC-LIFE-002"), ids("SVC-ENT-012"),
			shows("/uuid", func(any) any { return "3f0e7c52-6d1a-4b98-8c47-5e2d9a0b1f65" }, "get").When(database)),
		mutant("delete-405", "has no DELETE", ids("SVC-LIFE-003"), ids("SVC-LIFE-004", "SVC-LIFE-005", "SVC-ERR-007"),
			mocks.On("delete").Instead(http.StatusMethodNotAllowed, refusal("no such method"))),
		mutant("delete-without-effect", "answers 204 and deletes nothing", ids("SVC-LIFE-004"), ids("SVC-LIFE-005"),
			mocks.On("delete").When(database).Nth(1).When(func(s *mocks.Seen) bool { return doomed.knows(s) }).InsteadWith(func(*mocks.Seen) *mocks.Answer {
				return &mocks.Answer{Status: http.StatusNoContent, Header: http.Header{}}
			}),
			create().When(database).Change(doomed.learn)),
		mutant("delete-again-204", "deletes a service twice", ids("SVC-LIFE-005"), nil,
			mocks.On("delete").After(1).Answered(http.StatusNotFound).Status(http.StatusNoContent).Body("")),
		mutant("update-replaces", "blanks what an update does not name", ids("SVC-LIFE-006"), ids("SVC-ENT-006"),
			mocks.On("get").When(database).Answered(http.StatusOK).AnsweredWith(isRenamed).Set("/resource_id", nil)),
		mutant("update-without-effect", "answers 200 and changes nothing", ids("SVC-LIFE-006"), nil,
			mocks.On("update").Answered(http.StatusOK).DropSent("/label")),
		mutant("update-405", "has no PUT", ids("SVC-LIFE-006"), ids("SVC-ERR-007"),
			mocks.On("update").Instead(http.StatusMethodNotAllowed, refusal("no such method"))),
		mutant("invented-state", "takes any word for a state", ids("SVC-LIFE-007"), nil,
			mocks.On("state").SetSent("/state", "process_restart")),
	}
}

func isRenamed(a *mocks.Answer) bool {
	label, _ := decode(a)["label"].(string)
	return strings.HasPrefix(label, "conformance changed")
}
