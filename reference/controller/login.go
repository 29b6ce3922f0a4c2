package controller

import (
	"net/http"
	"net/url"
	"strings"

	"conformance/reference/dispatch"
)

const apiVersion = "2.293.0"

// issueToken exchanges a password, a client's secret or a refresh token for an access token (RFC 6749, sections
// 4.3, 4.4 and 6). The login server is another party upstream; here it is the same.
func (s *Server) issueToken(r *request) (dispatch.Reply, *failure) {
	form, err := url.ParseQuery(string(r.Raw))
	if err != nil {
		return refusedGrant(http.StatusBadRequest, "invalid_request", "the body is not a form"), nil
	}
	user, ok := User{}, false
	switch form.Get("grant_type") {
	case "password":
		user, ok = s.login(form.Get("username"), form.Get("password"))
	case "client_credentials":
		name, secret, _ := r.Request.BasicAuth()
		user, ok = s.login(orElse(form.Get("client_id"), name), orElse(form.Get("client_secret"), secret))
	case "refresh_token":
		user, ok = s.readToken(form.Get("refresh_token"), "refresh")
	default:
		return refusedGrant(http.StatusBadRequest, "unsupported_grant_type",
			"grant_type must be password, client_credentials or refresh_token"), nil
	}
	if !ok {
		return refusedGrant(http.StatusUnauthorized, "invalid_grant", "the user, password or token is not valid"), nil
	}
	return dispatch.Reply{Status: http.StatusOK, Header: http.Header{"Cache-Control": {"no-store"}}, Body: map[string]any{
		"access_token":  s.writeToken(user, "access"),
		"refresh_token": s.writeToken(user, "refresh"),
		"token_type":    "bearer",
		"expires_in":    int(tokenLife.Seconds()),
		"scope":         strings.Join(user.Scopes, " "),
		"jti":           s.config.NewID(),
	}}, nil
}

// refusedGrant is an error in the words of OAuth and in those of the controller.
func refusedGrant(status int, name, text string) dispatch.Reply {
	refused := fail("InvalidAuthToken", "%s", text)
	refused.status = status
	reply := refused.reply()
	body := refused.body()
	body["error"], body["error_description"] = name, text
	reply.Body = body
	return reply
}

func (s *Server) login(name, password string) (User, bool) {
	for _, user := range s.users {
		if user.Name == name && user.Password != "" && equal(user.Password, password) {
			return user, true
		}
	}
	return User{}, false
}

func (s *Server) getLogin(r *request) (dispatch.Reply, *failure) {
	address := s.address(r.origin)
	return ok(map[string]any{
		"app":   map[string]any{"version": "1.0.0"},
		"links": map[string]any{"uaa": address, "login": address},
		"prompts": map[string]any{
			"username": []string{"text", "Username"},
			"password": []string{"password", "Password"},
		},
	}), nil
}

// getRoot lists the entry points. Clients need it to be there; a v3 entry would make them use it.
func (s *Server) getRoot(r *request) (dispatch.Reply, *failure) {
	address := s.address(r.origin)
	link := func(url string) map[string]any { return map[string]any{"href": url} }
	return ok(map[string]any{"links": map[string]any{
		"self":                link(address),
		"cloud_controller_v2": map[string]any{"href": address + "/v2", "meta": map[string]any{"version": apiVersion}},
		"uaa":                 link(address),
		"login":               link(address),
	}}), nil
}

func (s *Server) getInfo(r *request) (dispatch.Reply, *failure) {
	address := s.address(r.origin)
	return ok(map[string]any{
		"name":                   "conformance reference controller",
		"build":                  "",
		"support":                "",
		"version":                0,
		"description":            "",
		"authorization_endpoint": address,
		"token_endpoint":         address,
		"api_version":            apiVersion,
	}), nil
}

// listFeatureFlags is bare and empty: everything is as it is without flags.
func (s *Server) listFeatureFlags(*request) (dispatch.Reply, *failure) { return ok([]any{}), nil }
