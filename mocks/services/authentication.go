package services

import (
	"net/http"
	"strings"
	"sync/atomic"

	"conformance/mocks"
	reference "conformance/reference/services"
)

// keyring remembers the first Authorization header that it sees, which is that of the suite's own token, so that a
// faulty server can act as if everybody had it.
type keyring struct{ header atomic.Pointer[string] }

func (k *keyring) learn(s *mocks.Seen) {
	header := s.Header.Get("Authorization")
	k.header.CompareAndSwap(nil, &header)
}

func (k *keyring) lend(s *mocks.Seen) {
	if header := k.header.Load(); header != nil {
		s.Header.Set("Authorization", *header)
	}
}

// holds holds for requests with the suite's own token.
func (k *keyring) holds(s *mocks.Seen) bool {
	own := k.header.Load()
	return own != nil && s.Header.Get("Authorization") == *own
}

// foreign holds for requests with a bearer token that is not the suite's own.
func (k *keyring) foreign(s *mocks.Seen) bool {
	header, own := s.Header.Get("Authorization"), k.header.Load()
	return own != nil && header != *own && strings.HasPrefix(header, "Bearer ")
}

func authenticationMutants() []mocks.Mutant {
	none := authorization(func(header string) bool { return header == "" })
	invented := authorization(func(header string) bool { return strings.HasPrefix(header, "Bearer invented-") })
	basic := authorization(func(header string) bool { return strings.HasPrefix(header, "Basic ") })
	workspace := func(holds func(string) bool) func(*mocks.Seen) bool {
		return func(s *mocks.Seen) bool { return holds(s.Header.Get("X-Workspace-Id")) }
	}
	var own, unauthorized, reader, stranger, observer keyring
	return []mocks.Mutant{
		mutant("list-without-token", "lists nothing instead of refusing a request without token", ids("SVC-AUTH-001"), nil,
			mocks.On("list").When(none).Instead(http.StatusOK, []any{})),
		mutant("create-without-token", "creates a service for a request without token", ids("SVC-AUTH-001"), ids("SVC-AUTH-005"),
			mocks.On("list").Before(unauthorized.learn), create().When(none).Before(unauthorized.lend)),
		mutant("bearer-refused", "refuses a good token now and then", ids("SVC-AUTH-002"), nil,
			mocks.On("list").Before(own.learn),
			mocks.On("list").When(both(mocks.InScenario("access"), own.holds, workspace(func(id string) bool { return id == reference.DefaultWorkspaceID }))).
				Instead(http.StatusUnauthorized, refusal("send the token in X-Api-Key"))),
		mutant("list-with-wrong-token", "serves the list for an invented token", ids("SVC-AUTH-003"), nil,
			mocks.On("list").When(invented).Instead(http.StatusOK, []any{})),
		mutant("basic-crashes", "answers 500 to another scheme", ids("SVC-AUTH-004"), ids("SVC-ERR-006"),
			mocks.On("list").When(basic).Instead(http.StatusInternalServerError, refusal("no bearer token"))),
		mutant("create-then-401", "creates the service and then finds that the token is missing", ids("SVC-AUTH-005"), ids("SVC-COND-024"),
			mocks.On("list").Before(unauthorized.learn),
			create().When(none).Before(unauthorized.lend).Status(http.StatusUnauthorized).Set("", refusal("who are you?"))),
		mutant("workspace-required", "asks for a workspace", ids("SVC-AUTH-006"), nil,
			mocks.On("list").When(workspace(func(id string) bool { return id == "" })).Instead(http.StatusBadRequest, refusal("name a workspace"))),
		mutant("default-workspace-differs", "shows another workspace than the default one when none is named", ids("SVC-AUTH-006"), nil,
			mocks.On("list").When(workspace(func(id string) bool { return id == "" })).
				SetSentHeader("X-Workspace-Id", reference.DefaultSecondWorkspaceID)),
		mutant("workspace-ignored", "shows the default workspace whatever is named", ids("SVC-AUTH-007"), nil,
			mocks.On("list").When(workspace(func(id string) bool { return id == reference.DefaultSecondWorkspaceID })).
				SetSentHeader("X-Workspace-Id", "")),
		mutant("foreign-workspace-ignored", "shows the default workspace when a foreign one is named", ids("SVC-AUTH-008"), nil,
			mocks.On("list").When(workspace(func(id string) bool {
				return id != "" && id != reference.DefaultWorkspaceID && id != reference.DefaultSecondWorkspaceID
			})).SetSentHeader("X-Workspace-Id", "")),
		mutant("reader-creates", "creates a service for a token that may only read", ids("SVC-AUTH-009"), nil,
			mocks.On("list").Before(reader.learn), create().When(reader.foreign).Before(reader.lend)),
		mutant("reader-creates-403", "creates a service for a token that may only read, and answers 403", ids("SVC-AUTH-009"), ids("SVC-COND-024"),
			mocks.On("list").Before(reader.learn),
			create().When(reader.foreign).Before(reader.lend).Status(http.StatusForbidden).Set("", refusal("read only"))),
		mutant("stranger-403", "answers 403 for a service that the caller cannot reach", ids("SVC-AUTH-010"), nil,
			mocks.On("list").Before(observer.learn), mocks.On("get").When(observer.foreign).Status(http.StatusForbidden)),
		mutant("stranger-list", "lists services that the caller cannot reach", ids("SVC-AUTH-010"), nil,
			mocks.On("list").Before(stranger.learn),
			mocks.On("list").When(both(stranger.foreign, mocks.InScenario("database"))).Before(stranger.lend)),
	}
}
