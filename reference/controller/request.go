package controller

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode"

	"conformance/reference/dispatch"
	"conformance/specs"
)

const contentType = "application/json;charset=utf-8"

// origin is what is known of the caller of a request. It goes with the broker requests that the call causes.
type origin struct {
	requestID string
	host      string
	scheme    string
	user      User
	anonymous bool
	// refusal says why the token was not taken.
	refusal *failure
}

type originKey struct{}

func originOf(r *http.Request) origin {
	o, _ := r.Context().Value(originKey{}).(origin)
	return o
}

// request is a call together with its origin.
type request struct {
	*dispatch.Call
	origin
}

// action answers the calls of one operation.
type action func(*request) (dispatch.Reply, *failure)

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o := origin{requestID: s.requestID(r), host: r.Host, scheme: "http"}
	if r.TLS != nil {
		o.scheme = "https"
	}
	o.user, o.anonymous, o.refusal = s.identify(r)
	r = r.Clone(context.WithValue(r.Context(), originKey{}, o))
	// Filters are joined with semicolons, which net/url takes for an error unless they are encoded.
	r.URL.RawQuery = strings.ReplaceAll(r.URL.RawQuery, ";", "%3B")
	if _, pattern := s.beside.Handler(r); pattern != "" {
		s.beside.ServeHTTP(w, r)
		return
	}
	s.handler.ServeHTTP(w, r)
}

// requestID is a new id, after the one that the caller gave, which is reduced to harmless characters.
func (s *Server) requestID(r *http.Request) string {
	given := orElse(r.Header.Get("X-Vcap-Request-Id"), r.Header.Get("X-Request-Id"))
	given = strings.Map(func(c rune) rune {
		if c == '-' || c == '_' || c < unicode.MaxASCII && (unicode.IsLetter(c) || unicode.IsDigit(c)) {
			return c
		}
		return -1
	}, given)
	if given == "" {
		return s.config.NewID()
	}
	return given[:min(len(given), 255)] + "::" + s.config.NewID()
}

// address is the URL that the caller reached the controller by.
func (s *Server) address(o origin) string {
	return orElse(s.config.URL, o.scheme+"://"+o.host)
}

// calling makes a handler of an action that asks a broker, and so takes the lock itself.
func (s *Server) calling(do action) dispatch.Handler {
	return func(call *dispatch.Call) dispatch.Reply {
		for name, value := range call.Body {
			if value == nil {
				delete(call.Body, name)
			}
		}
		reply, refused := do(&request{Call: call, origin: originOf(call.Request)})
		if err := s.takeTrouble(); err != nil {
			refused = fail("UnknownError", "the store of the controller failed: %v", err)
		}
		if refused != nil {
			reply = refused.reply()
		}
		return stamp(call.Request, reply)
	}
}

// local makes a handler of an action that only reads and writes the state; it holds the lock throughout.
func (s *Server) local(do action) dispatch.Handler {
	return s.calling(func(r *request) (dispatch.Reply, *failure) {
		s.mu.Lock()
		defer s.mu.Unlock()
		return do(r)
	})
}

func (s *Server) takeTrouble() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state.trouble()
}

// stamp adds what every reply to this request carries.
func stamp(r *http.Request, reply dispatch.Reply) dispatch.Reply {
	if reply.Header == nil {
		reply.Header = http.Header{}
	}
	reply.Header.Set("X-VCAP-Request-ID", originOf(r).requestID)
	if reply.Body != nil {
		reply.Header.Set("Content-Type", contentType)
	}
	return reply
}

func secure(h http.Header) { h.Set("X-Content-Type-Options", "nosniff") }

// invalid refuses a request that the document does not allow. Members of the body come before query parameters.
func (s *Server) invalid(call *dispatch.Call, violations []specs.Violation) dispatch.Reply {
	name := "MessageParseError"
	inBody := slices.ContainsFunc(violations, func(v specs.Violation) bool { return v.Where == "body" || v.Where == "request" })
	if !inBody {
		name = "BadQueryParameter"
		if slices.ContainsFunc(violations, func(v specs.Violation) bool { return isFlag(v.Name) }) {
			name = "InvalidRequest"
		}
	}
	return stamp(call.Request, fail(name, "the request is invalid: %s", dispatch.Explain(violations)).reply())
}

// unknown refuses what the document lacks. Upstream has no 405: a method that a path lacks is an unknown request.
func (s *Server) unknown(r *http.Request, status int) dispatch.Reply {
	refused := fail("NotFound", "unknown request: %s %s", r.Method, r.URL.Path)
	if status == http.StatusRequestEntityTooLarge {
		refused = fail("MessageParseError", "the body is longer than the controller reads")
		refused.status = status
	}
	return stamp(r, refused.reply())
}

func isFlag(name string) bool {
	return name == "accepts_incomplete" || name == "async" || name == "purge"
}

func (r *request) flag(name string) bool { return r.Query.Get(name) == "true" }

// has reports whether the body has the member; null counts as absent.
func (r *request) has(member string) bool { return r.Body[member] != nil }

// texts returns a member of the body that is a list of strings.
func (r *request) texts(member string) []string {
	list := []string{}
	items, _ := r.Body[member].([]any)
	for _, item := range items {
		list = append(list, fmt.Sprint(item))
	}
	return list
}
