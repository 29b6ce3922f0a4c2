package services

import (
	"net/http"

	"conformance/mocks"
	reference "conformance/reference/services"
)

// authentication returns faults about tokens.
func authentication() []mocks.Mutant {
	var own, unauthorized keyring
	return []mocks.Mutant{
		{ID: "list-without-token", Title: "lists nothing instead of refusing a request without token", Breaks: ids{"SVC-AUTH-001"},
			Rules: rules{mocks.On("list").Without("Authorization").Instead(http.StatusOK, []any{})}},
		{ID: "create-without-token", Title: "creates a service for a request without token", Breaks: ids{"SVC-AUTH-001"},
			Rules: rules{mocks.On("list").Before(unauthorized.learn), creation().Without("Authorization").Before(unauthorized.lend)}},
		{ID: "bearer-refused", Title: "refuses a good token now and then", Breaks: ids{"SVC-AUTH-002"},
			Rules: rules{mocks.On("list").Before(own.learn),
				mocks.On("list").At("access").When(own.holds, workspace(func(id string) bool { return id == reference.DefaultWorkspaceID })).
					Instead(http.StatusUnauthorized, refusal("send the token in X-Api-Key"))}},
		{ID: "list-with-wrong-token", Title: "serves the list for an invented token", Breaks: ids{"SVC-AUTH-003"},
			Rules: rules{mocks.On("list").When(authorized("Bearer invented-")).Instead(http.StatusOK, []any{})}},
		{ID: "basic-crashes", Title: "answers 500 to another scheme", Breaks: ids{"SVC-AUTH-004"}, Also: ids{"SVC-ERR-006"},
			Rules: rules{mocks.On("list").When(authorized("Basic ")).Instead(http.StatusInternalServerError, refusal("no bearer token"))}},
		{ID: "create-then-401", Title: "creates the service and then finds that the token is missing", Breaks: ids{"SVC-AUTH-005"}, Also: ids{"SVC-COND-024"},
			Rules: rules{mocks.On("list").Before(unauthorized.learn),
				creation().Without("Authorization").Before(unauthorized.lend).Status(http.StatusUnauthorized).Set("", refusal("who are you?"))}},
	}
}

// authenticationReach returns faults about workspaces, and about what a token may reach.
func authenticationReach() []mocks.Mutant {
	var reader, stranger, observer keyring
	return []mocks.Mutant{
		{ID: "workspace-required", Title: "asks for a workspace", Breaks: ids{"SVC-AUTH-006"},
			Rules: rules{mocks.On("list").When(workspace(func(id string) bool { return id == "" })).Instead(http.StatusBadRequest, refusal("name a workspace"))}},
		{ID: "default-workspace-differs", Title: "shows another workspace than the default one when none is named", Breaks: ids{"SVC-AUTH-006"},
			Rules: rules{mocks.On("list").When(workspace(func(id string) bool { return id == "" })).SetSentHeader("X-Workspace-Id", reference.DefaultSecondWorkspaceID)}},
		{ID: "workspace-ignored", Title: "shows the default workspace whatever is named", Breaks: ids{"SVC-AUTH-007"},
			Rules: rules{mocks.On("list").When(workspace(func(id string) bool { return id == reference.DefaultSecondWorkspaceID })).SetSentHeader("X-Workspace-Id", "")}},
		{ID: "foreign-workspace-ignored", Title: "shows the default workspace when a foreign one is named", Breaks: ids{"SVC-AUTH-008"},
			Rules: rules{mocks.On("list").When(workspace(func(id string) bool {
				return id != "" && id != reference.DefaultWorkspaceID && id != reference.DefaultSecondWorkspaceID
			})).SetSentHeader("X-Workspace-Id", "")}},
		{ID: "reader-creates", Title: "creates a service for a token that may only read", Breaks: ids{"SVC-AUTH-009"},
			Rules: rules{mocks.On("list").Before(reader.learn), creation().When(reader.foreign).Before(reader.lend)}},
		{ID: "reader-creates-403", Title: "creates a service for a token that may only read, and answers 403", Breaks: ids{"SVC-AUTH-009"}, Also: ids{"SVC-COND-024"},
			Rules: rules{mocks.On("list").Before(reader.learn),
				creation().When(reader.foreign).Before(reader.lend).Status(http.StatusForbidden).Set("", refusal("read only"))}},
		{ID: "stranger-403", Title: "answers 403 for a service that the caller cannot reach", Breaks: ids{"SVC-AUTH-010"},
			Rules: rules{mocks.On("list").Before(observer.learn), mocks.On("get").When(observer.foreign).Status(http.StatusForbidden)}},
		{ID: "stranger-list", Title: "lists services that the caller cannot reach", Breaks: ids{"SVC-AUTH-010"},
			Rules: rules{mocks.On("list").Before(stranger.learn), mocks.On("list").At("database").When(stranger.foreign).Before(stranger.lend)}},
	}
}

// workspace holds for requests that name a workspace for which the condition holds.
func workspace(holds func(string) bool) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return holds(s.Header.Get("X-Workspace-Id")) }
}
