package controller

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"conformance/reference/dispatch"
)

const (
	scopeAdmin = "cloud_controller.admin"
	scopeRead  = "cloud_controller.read"
	scopeWrite = "cloud_controller.write"

	administratorGUID = "d0000000-4d3e-4e88-af88-000000000001"
	tokenLife         = 12 * time.Hour
)

// users are the administrator and those of the fixtures.
func (c Config) users() []User {
	administrator := User{Name: c.Username, Password: c.Password, Token: c.Token, GUID: administratorGUID,
		Scopes: []string{scopeAdmin, scopeRead, scopeWrite}}
	return append([]User{administrator}, c.Fixtures.Users...)
}

func (u User) has(scope string) bool { return slices.Contains(u.Scopes, scope) }

func (u User) admin() bool { return u.has(scopeAdmin) }

// writes reports whether the user may change what is in the space.
func (u User) writes(spaceGUID string) bool {
	return u.admin() || slices.Contains(u.Develops, spaceGUID)
}

// reads reports whether the user may see what is in the space.
func (u User) reads(spaceGUID string) bool {
	return u.writes(spaceGUID) || slices.Contains(u.Audits, spaceGUID)
}

// identify finds out who sends a request. The refusal says what is wrong with a token that was given.
func (s *Server) identify(r *http.Request) (user User, anonymous bool, refusal *failure) {
	header := r.Header.Get("Authorization")
	if header == "" {
		return User{}, true, nil
	}
	scheme, token, _ := strings.Cut(header, " ")
	token = strings.TrimSpace(token)
	if strings.EqualFold(scheme, "bearer") && token != "" {
		for _, user := range s.users {
			if user.Token != "" && equal(user.Token, token) {
				return user, false, nil
			}
		}
		if user, ok := s.readToken(token, "access"); ok {
			return user, false, nil
		}
	}
	return User{}, false, fail("InvalidAuthToken", "the token is not valid, or no longer")
}

func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// authorize lets a request pass whose token is good and has the scope. Offerings and plans can be listed, and the
// entry points read, without a token.
func (s *Server) authorize(r *http.Request) *dispatch.Reply {
	refused := s.refusal(r)
	if refused == nil {
		return nil
	}
	reply := stamp(r, refused.reply())
	return &reply
}

func (s *Server) refusal(r *http.Request) *failure {
	o := originOf(r)
	reading := r.Method == http.MethodGet || r.Method == http.MethodHead
	public := slices.Contains([]string{"/", "/login", "/oauth/token", "/v2/info"}, r.URL.Path)
	listed := reading && (r.URL.Path == "/v2/services" || r.URL.Path == "/v2/service_plans")
	scope := scopeWrite
	if reading {
		scope = scopeRead
	}
	switch {
	case public:
		return nil
	case o.refusal != nil:
		return o.refusal
	case o.anonymous && listed:
		return nil
	case o.anonymous:
		return fail("NotAuthenticated", "a bearer token is needed")
	case !o.user.admin() && !o.user.has(scope):
		return fail("InsufficientScope", "the token lacks the scope %s", scope)
	}
	return nil
}

// claims are what the tokens of the controller say. Clients read some of them without checking the signature.
type claims struct {
	ID       string   `json:"jti"`
	UserID   string   `json:"user_id"`
	UserName string   `json:"user_name"`
	Origin   string   `json:"origin"`
	Kind     string   `json:"kind"`
	Scopes   []string `json:"scope"`
	Issued   int64    `json:"iat"`
	Expires  int64    `json:"exp"`
}

// writeToken makes a signed JWT (RFC 7519) for the user.
func (s *Server) writeToken(user User, kind string) string {
	now := s.config.Now()
	payload, _ := json.Marshal(claims{ // strings and numbers always encode
		ID: s.config.NewID(), UserID: user.GUID, UserName: user.Name, Origin: "uaa", Kind: kind, Scopes: user.Scopes,
		Issued: now.Unix(), Expires: now.Add(tokenLife).Unix(),
	})
	signed := encodeSegment([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encodeSegment(payload)
	return signed + "." + encodeSegment(s.sign(signed))
}

func (s *Server) sign(text string) []byte {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

func encodeSegment(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

// readToken returns the user of a token that this server signed and that has not expired.
func (s *Server) readToken(token, kind string) (User, bool) {
	last := strings.LastIndex(token, ".")
	if last < 0 || !equal(token[last+1:], encodeSegment(s.sign(token[:last]))) {
		return User{}, false
	}
	_, body, _ := strings.Cut(token[:last], ".")
	payload, err := base64.RawURLEncoding.DecodeString(body)
	var c claims
	if err != nil || json.Unmarshal(payload, &c) != nil || c.Kind != kind || s.config.Now().Unix() >= c.Expires {
		return User{}, false
	}
	for _, user := range s.users {
		if user.GUID == c.UserID {
			return user, true
		}
	}
	return User{}, false
}
