package controller

import (
	"encoding/json"
	"net/http"

	"conformance/reference/dispatch"
)

const apiVersion = "2.293.0"

// loginServer answers what is not the controller's but its login server's, which clients expect beside it. Its
// requests carry forms, so they go past the dispatcher. It returns nil for every other request.
func (s *Server) loginServer(r *http.Request) http.HandlerFunc {
	switch r.Method + " " + r.URL.Path {
	case "POST /oauth/token":
		return s.issueToken
	case "GET /login":
		return s.describeLogin
	}
	return nil
}

// issueToken exchanges a password or a refresh token for an access token (RFC 6749, sections 4.3 and 6).
func (s *Server) issueToken(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	if err := r.ParseForm(); err != nil {
		s.write(w, r, http.StatusBadRequest, refusedGrant("invalid_request", "the body is not a form"))
		return
	}
	user, ok := User{}, false
	switch grant := r.PostForm.Get("grant_type"); grant {
	case "password":
		user, ok = s.login(r.PostForm.Get("username"), r.PostForm.Get("password"))
	case "refresh_token":
		user, ok = s.readToken(r.PostForm.Get("refresh_token"), "refresh")
	default:
		s.write(w, r, http.StatusBadRequest, refusedGrant("unsupported_grant_type", "grant_type must be password or refresh_token"))
		return
	}
	if !ok {
		s.write(w, r, http.StatusUnauthorized, refusedGrant("invalid_grant", "the user, password or token is not valid"))
		return
	}
	s.write(w, r, http.StatusOK, map[string]any{
		"access_token":  s.writeToken(user, "access"),
		"refresh_token": s.writeToken(user, "refresh"),
		"token_type":    "bearer",
		"expires_in":    int(tokenLife.Seconds()),
		"scope":         "cloud_controller.read cloud_controller.write",
		"jti":           s.config.NewID(),
	})
}

func refusedGrant(name, text string) map[string]any {
	return map[string]any{"error": name, "error_description": text}
}

func (s *Server) login(name, password string) (User, bool) {
	for _, user := range s.users {
		if user.Name == name && user.Password != "" && equal(user.Password, password) {
			return user, true
		}
	}
	return User{}, false
}

func (s *Server) describeLogin(w http.ResponseWriter, r *http.Request) {
	address := s.address(originOf(r))
	s.write(w, r, http.StatusOK, map[string]any{
		"app":   map[string]any{"version": "1.0.0"},
		"links": map[string]any{"uaa": address, "login": address},
		"prompts": map[string]any{
			"username": []string{"text", "Username"},
			"password": []string{"password", "Password"},
		},
	})
}

func (s *Server) write(w http.ResponseWriter, r *http.Request, status int, body any) {
	reply := stamp(r, dispatch.Reply{Status: status, Body: body})
	for name, values := range reply.Header {
		w.Header()[name] = values
	}
	secure(w.Header())
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	// The client may be gone; there is nobody left to tell.
	_ = json.NewEncoder(w).Encode(body)
}

// getRoot lists the entry points. Clients need it to be there; a v3 entry would make them use it.
func (s *Server) getRoot(r *request) (dispatch.Reply, *failure) {
	address := s.address(r.origin)
	link := func(url string) map[string]any { return map[string]any{"href": url} }
	return dispatch.Reply{Status: http.StatusOK, Body: map[string]any{"links": map[string]any{
		"self":                link(address),
		"cloud_controller_v2": map[string]any{"href": address + "/v2", "meta": map[string]any{"version": apiVersion}},
		"uaa":                 link(address),
		"login":               link(address),
	}}}, nil
}

func (s *Server) getInfo(r *request) (dispatch.Reply, *failure) {
	address := s.address(r.origin)
	return dispatch.Reply{Status: http.StatusOK, Body: map[string]any{
		"name":                        "conformance reference controller",
		"build":                       "",
		"support":                     "",
		"version":                     0,
		"description":                 "",
		"authorization_endpoint":      address,
		"token_endpoint":              address,
		"min_cli_version":             nil,
		"min_recommended_cli_version": nil,
		"api_version":                 apiVersion,
	}}, nil
}
