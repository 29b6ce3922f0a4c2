package ibmbroker

import (
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"strings"

	"conformance/reference/dispatch"
)

// authorize refuses requests whose credentials are missing or not those of the configuration, on every path. The
// word for the scheme is read without regard to case: IBM's example writes basic.
func (s *Server) authorize(r *http.Request) *dispatch.Reply {
	scheme, rest, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	given := strings.TrimSpace(rest)
	switch strings.ToLower(scheme) {
	case "basic":
		if s.basic(given) {
			return nil
		}
	case "bearer":
		if s.config.Token != "" && same(given, s.config.Token) {
			return nil
		}
	}
	reply := refuse(http.StatusUnauthorized, "The broker does not accept these credentials, or the request has none.")
	reply.Header = http.Header{"Www-Authenticate": {s.challenge()}}
	return &reply
}

func (s *Server) basic(encoded string) bool {
	if s.config.Username == "" && s.config.Password == "" {
		return false
	}
	decoded, err := base64.StdEncoding.DecodeString(encoded)
	return err == nil && same(string(decoded), s.config.Username+":"+s.config.Password)
}

func (s *Server) challenge() string {
	if s.config.Username == "" && s.config.Password == "" {
		return `Bearer realm="service broker"`
	}
	return `Basic realm="service broker"`
}

// same compares in a time that does not tell how much of a secret was guessed.
func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
