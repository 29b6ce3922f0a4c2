package scenario

import (
	"net/http"
	"net/url"
	"time"
)

// Call is one request before it is built: raw enough that a member can be absent, null, empty or of a wrong type.
type Call struct {
	// Operation is the operationId; it gives method and path.
	Operation string
	// Method, when set, is sent instead.
	Method string
	// Params fill the path template, one encoded segment each. Path, when set, is sent as it is instead.
	Params map[string]string
	Path   string
	Query  url.Values
	// Header replaces the usual headers of the same name; an empty list of values removes one.
	Header http.Header
	// Spell, when set, spells the names of the headers on the wire, strings.ToLower for one; HTTP/2 knows only lower case.
	Spell func(name string) string
	// Body is marshalled as JSON; []byte is sent as it is; nil sends none.
	Body any
	// Credentials replace the run's own; see NoCredentials.
	Credentials *Credentials
	// Scheme, when set, is how the word before a token is spelled, bearer for one.
	Scheme string
	// Patience is how much longer than any other request this one may take, for a target that waits itself.
	Patience time.Duration
	// Invalid names the one fault that the request carries on purpose; empty means that it is valid.
	Invalid string
}

// Credentials are how a request proves who sends it. Token, when set, is sent as a bearer token, else user and password.
type Credentials struct {
	Username, Password, Token string
}

// NoCredentials sends no Authorization header.
func NoCredentials() *Credentials { return &Credentials{} }

// spelled returns the headers with their names as the call wants them. User-Agent keeps its own: where net/http does not
// find it, it sends another.
func (c Call) spelled(header http.Header) http.Header {
	if c.Spell == nil {
		return header
	}
	all := http.Header{}
	for name, values := range header {
		if name != "User-Agent" {
			name = c.Spell(name)
		}
		all[name] = values
	}
	return all
}

func (c Credentials) apply(h http.Header) {
	switch {
	case c.Token != "":
		h.Set("Authorization", bearer+c.Token)
	case c.Username != "" || c.Password != "":
		r := http.Request{Header: h}
		r.SetBasicAuth(c.Username, c.Password)
	}
}
