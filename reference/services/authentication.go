package services

import (
	"crypto/subtle"
	"net/http"
	"slices"
	"strings"

	"conformance/reference/dispatch"
)

// caller is who presents a token: which workspaces it may use, the default first, and whether it may change anything.
type caller struct {
	token      string
	workspaces []string
	readOnly   bool
}

func (s *Server) callers() []caller {
	c := s.config
	both := []string{c.WorkspaceID, c.SecondWorkspaceID}
	return []caller{
		{token: c.Token, workspaces: both},
		{token: c.ReadOnlyToken, workspaces: both, readOnly: true},
		{token: c.ForeignToken, workspaces: both[1:]},
	}
}

// caller finds the one whose token the request presents.
func (s *Server) caller(r *http.Request) (caller, bool) {
	scheme, given, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "bearer") {
		return caller{}, false
	}
	for _, known := range s.callers() {
		if known.token != "" && subtle.ConstantTimeCompare([]byte(given), []byte(known.token)) == 1 {
			return known, true
		}
	}
	return caller{}, false
}

// authorize answers 401 to unknown callers, and 403 to known ones that may not use the workspace or change anything.
func (s *Server) authorize(r *http.Request) *dispatch.Reply {
	known, ok := s.caller(r)
	if !ok {
		reply := refusal{http.StatusUnauthorized, "the token is missing or not valid"}.reply()
		reply.Header = http.Header{"Www-Authenticate": {"Bearer"}}
		return reply
	}
	if !slices.Contains(known.workspaces, s.workspace(r)) {
		return refusal{http.StatusForbidden, "the token may not use this workspace"}.reply()
	}
	if known.readOnly && r.Method != http.MethodGet && r.Method != http.MethodHead {
		return refusal{http.StatusForbidden, "the token may not manage services"}.reply()
	}
	return nil
}

// workspace is the one that the request names, or the caller's default.
func (s *Server) workspace(r *http.Request) string {
	if named := r.Header.Get("X-Workspace-Id"); named != "" {
		return named
	}
	if known, ok := s.caller(r); ok {
		return known.workspaces[0]
	}
	return ""
}
