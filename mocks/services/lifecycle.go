package services

import (
	"net/http"
	"strings"

	"conformance/mocks"
)

// lifecycle returns faults about what happens to a service later.
func lifecycle() []mocks.Mutant {
	var doomed memory
	return []mocks.Mutant{
		{ID: "list-misses-new", Title: "does not list a new service", Breaks: ids{"SVC-LIFE-001"},
			Rules: rules{mocks.On("list").At("database").Answered(http.StatusOK).Set("", []any{})}},
		{ID: "get-500", Title: "cannot read a service in the beginning", Breaks: ids{"SVC-LIFE-002"},
			Rules: rules{mocks.On("get").At("database", "poll until it is ready").Nth(1).Answered(http.StatusOK).Status(http.StatusServiceUnavailable).
				Set("", refusal("wait"))}},
		{ID: "get-another", Title: "shows another service than the one asked for", Breaks: ids{"SVC-LIFE-002"}, Also: ids{"SVC-ENT-012"},
			Rules: rules{shows("/uuid", func(any) any { return "3f0e7c52-6d1a-4b98-8c47-5e2d9a0b1f65" }, "get").At("database")}},
		{ID: "delete-405", Title: "has no DELETE", Breaks: ids{"SVC-LIFE-003"}, Also: ids{"SVC-ERR-007"},
			Rules: rules{mocks.On("delete").Instead(http.StatusMethodNotAllowed, refusal("no such method"))}},
		{ID: "delete-without-effect", Title: "answers 204 and deletes nothing", Breaks: ids{"SVC-LIFE-004"}, Also: ids{"SVC-LIFE-005"},
			Rules: rules{mocks.On("delete").At("database", "delete").When(doomed.knows).InsteadWith(func(*mocks.Seen) *mocks.Answer {
				return &mocks.Answer{Status: http.StatusNoContent, Header: http.Header{}}
			}),
				creation().At("database").Change(doomed.learn)}},
		{ID: "delete-again-204", Title: "deletes a service twice", Breaks: ids{"SVC-LIFE-005"},
			Rules: rules{mocks.On("delete").At("database", "delete again").Answered(http.StatusNotFound).Status(http.StatusNoContent).Body("")}},
		{ID: "update-replaces", Title: "blanks what an update does not name", Breaks: ids{"SVC-LIFE-006"}, Also: ids{"SVC-ENT-006"},
			Rules: rules{mocks.On("get").At("database").Answered(http.StatusOK).AnsweredWith(isRenamed).Set("/resource_id", nil)}},
		{ID: "update-without-effect", Title: "answers 200 and changes nothing", Breaks: ids{"SVC-LIFE-006"},
			Rules: rules{mocks.On("update").Answered(http.StatusOK).DropSent("/label")}},
		{ID: "update-405", Title: "has no PUT", Breaks: ids{"SVC-LIFE-006"}, Also: ids{"SVC-ERR-007"},
			Rules: rules{mocks.On("update").Instead(http.StatusMethodNotAllowed, refusal("no such method"))}},
		{ID: "invented-state", Title: "takes any word for a state", Breaks: ids{"SVC-LIFE-007"}, Rules: rules{mocks.On("state").SetSent("/state", "process_restart")}},
	}
}

// lifecycleShapes returns faults of form: lists of a wrong form.
func lifecycleShapes() []mocks.Mutant {
	return shapes(
		shape{n: 29, breaks: "SVC-LIFE-001", operation: "list", pointer: "", value: map[string]any{"data": []any{}}},
	)
}

func isRenamed(a *mocks.Answer) bool {
	label, _ := a.Object()["label"].(string)
	return strings.HasPrefix(label, "conformance changed")
}
