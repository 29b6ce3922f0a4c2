package services

import (
	"net/http"
	"strings"

	"conformance/mocks"
)

// errors returns faults about refusals.
func errors() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "error-html", Title: "refuses with HTML", Breaks: ids{"SVC-ERR-001"},
			Rules: rules{mocks.On("get").At("access").Answered(http.StatusNotFound).Body("<h1>Not found</h1>")}},
		{ID: "error-empty", Title: "refuses with nothing", Breaks: ids{"SVC-ERR-001"}, Rules: rules{mocks.On("delete").Answered(http.StatusNotFound).Body("")}},
		{ID: "error-list", Title: "refuses with a list", Breaks: ids{"SVC-ERR-001"}, Rules: rules{mocks.On("update").Answered(http.StatusNotFound).Set("", []any{"no"})}},
		{ID: "error-without-text", Title: "refuses with an empty object", Breaks: ids{"SVC-ERR-002"},
			Rules: rules{mocks.On("update").Answered(http.StatusNotFound).Remove("/error")}},
		{ID: "error-empty-text", Title: "refuses with an empty text", Breaks: ids{"SVC-ERR-002"},
			Rules: rules{mocks.On("get").At("access").Answered(http.StatusNotFound).Set("/error", "")}},
		{ID: "errors-nested", Title: "refuses with messages by field", Breaks: ids{"SVC-ERR-003"},
			Rules: rules{creation().When(is("service_type", "mysql")).Set("/errors", map[string]any{"service_type": []any{"is not included in the list"}})}},
		{ID: "enumeration-409", Title: "answers 409 to a value outside of its list", Breaks: ids{"SVC-ERR-004"},
			Rules: rules{creation().When(is("service_type", "mysql")).Status(http.StatusConflict)}},
		{ID: "wrong-type-500", Title: "crashes on a wrong type", Breaks: ids{"SVC-ERR-006"}, Also: ids{"SVC-CREATE-017", "SVC-ERR-004"},
			Rules: rules{creation().When(mocks.Text("ram_size")).Status(http.StatusInternalServerError)}},
		{ID: "unknown-200", Title: "answers 200 with null for a service that does not exist", Breaks: ids{"SVC-ERR-007"}, Also: ids{"SVC-CREATE-003"},
			Rules: rules{mocks.On("get").At("access").Answered(http.StatusNotFound).Status(http.StatusOK).Set("", nil)}},
		{ID: "unknown-update-200", Title: "changes a service that does not exist", Breaks: ids{"SVC-ERR-007"},
			Rules: rules{mocks.On("update").Answered(http.StatusNotFound).Status(http.StatusOK)}},
		{ID: "unknown-delete-204", Title: "deletes a service that does not exist", Breaks: ids{"SVC-ERR-007"},
			Rules: rules{mocks.On("delete").At("database", "delete an unknown service").Answered(http.StatusNotFound).Status(http.StatusNoContent).Body("")}},
		{ID: "json-as-text", Title: "labels JSON as text", Breaks: ids{"SVC-ERR-008"}, Rules: rules{mocks.On("list").Header("Content-Type", "text/plain")}},
		{ID: "json-unlabelled", Title: "does not label JSON", Breaks: ids{"SVC-ERR-008"}, Rules: rules{mocks.On("get").Answered(http.StatusOK).Header("Content-Type", "")}},
		{ID: "token-in-error", Title: "repeats the token in a refusal", Breaks: ids{"SVC-ERR-009"},
			Rules: rules{mocks.On("list").Answered(http.StatusUnauthorized).Change(func(s *mocks.Seen, a *mocks.Answer) {
				_, token, _ := strings.Cut(s.Header.Get("Authorization"), " ")
				a.Set("/error", "unknown token "+token)
			})}},
		{ID: "capacity-400", Title: "answers 400 where capacity is short", Breaks: ids{"SVC-ERR-005", "SVC-CREATE-022"},
			Rules: rules{creation().Answered(http.StatusUnprocessableEntity).AnsweredWith(func(a *mocks.Answer) bool {
				text, _ := a.Object()["error"].(string)
				return len(text) > 4 && (text[:3] == "ram" || text[:4] == "disk")
			}).Status(http.StatusBadRequest)}},
	}
}
