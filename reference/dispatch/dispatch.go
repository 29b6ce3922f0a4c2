// Package dispatch turns an OpenAPI document into an HTTP server: it routes by operationId, refuses what the document
// does not allow before a handler sees it, and in strict mode compares the server's own replies with the document as
// well. A reference server adds handlers and says how it refuses; everything else follows from the document.
package dispatch

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"conformance/specs"
)

// Call is one request that the document describes, already validated.
type Call struct {
	// Request is the request as it came. Its body has been read: see Raw and Body.
	Request *http.Request
	// Operation is the operationId.
	Operation string
	// Params are the path parameters, each decoded once.
	Params map[string]string
	// Query holds the decoded query parameters.
	Query url.Values
	// Raw is the body as it came.
	Raw []byte
	// Body is the decoded JSON object, with numbers as json.Number. It is nil when there is no body, and for GET,
	// HEAD and DELETE, whose bodies mean nothing.
	Body map[string]any
}

// Text returns a member of the body that is a string, or "".
func (c *Call) Text(member string) string {
	text, _ := c.Body[member].(string)
	return text
}

// Object returns a member of the body that is an object, or nil.
func (c *Call) Object(member string) map[string]any {
	object, _ := c.Body[member].(map[string]any)
	return object
}

// Reply is the answer to a call. A nil Body sends no body; anything else is sent as JSON.
type Reply struct {
	// Status is the HTTP status code.
	Status int
	// Header is added to the response; it may be nil.
	Header http.Header
	// Body is what encoding/json can encode; a json.RawMessage is sent as it is.
	Body any
}

// Handler answers the calls of one operation. It is called concurrently.
type Handler func(*Call) Reply

// Options say how a server refuses. Every function may be nil.
type Options struct {
	// Authorize looks at every request first, known path or not; a reply ends the call.
	Authorize func(*http.Request) *Reply
	// Precheck looks at a request whose operation is known, before its body is read; a reply ends the call.
	Precheck func(op string, r *http.Request) *Reply
	// Invalid answers malformed JSON and requests that the document refuses; by default with 400. A body that is
	// no JSON object leaves the call without Body.
	Invalid func(call *Call, violations []specs.Violation) Reply
	// Unknown answers a path (404) or method (405) that the document lacks, and a body beyond MaxBody (413).
	Unknown func(r *http.Request, status int) Reply
	// Header adds to the headers of every reply.
	Header func(h http.Header)
	// Strict compares the server's own replies with the document as well: a violation becomes a 500 that names it.
	Strict bool
	// MaxBody is the longest request body that is read, in bytes; 0 means 1 MiB.
	MaxBody int64
}

// New returns a handler that serves the document. It is an error when a documented operation has no handler, or a
// handler no operation.
func New(doc *specs.Document, handlers map[string]Handler, options Options) (http.Handler, error) {
	var wrong []string
	for _, op := range doc.Operations() {
		if handlers[op.ID] == nil {
			wrong = append(wrong, fmt.Sprintf("operation %s has no handler", op.ID))
		}
	}
	for id := range handlers {
		if doc.Operation(id) == nil {
			wrong = append(wrong, fmt.Sprintf("handler %s has no operation", id))
		}
	}
	if len(wrong) > 0 {
		slices.Sort(wrong)
		return nil, fmt.Errorf("dispatch version %s of the document: %s", doc.Version, strings.Join(wrong, ", "))
	}
	return &server{doc: doc, handlers: handlers, options: options.withDefaults()}, nil
}

func (o Options) withDefaults() Options {
	if o.Authorize == nil {
		o.Authorize = func(*http.Request) *Reply { return nil }
	}
	if o.Precheck == nil {
		o.Precheck = func(string, *http.Request) *Reply { return nil }
	}
	if o.Invalid == nil {
		o.Invalid = func(_ *Call, violations []specs.Violation) Reply {
			return describe(http.StatusBadRequest, Explain(violations))
		}
	}
	if o.Unknown == nil {
		o.Unknown = func(_ *http.Request, status int) Reply { return describe(status, http.StatusText(status)) }
	}
	if o.Header == nil {
		o.Header = func(http.Header) {}
	}
	if o.MaxBody == 0 {
		o.MaxBody = 1 << 20
	}
	return o
}

func describe(status int, text string) Reply {
	return Reply{Status: status, Body: map[string]any{"description": text}}
}

// Explain joins violations into one sentence, fit for the description of an error.
func Explain(violations []specs.Violation) string {
	parts := make([]string, len(violations))
	for i, v := range violations {
		parts[i] = v.String()
	}
	return strings.Join(parts, "; ")
}

type server struct {
	doc      *specs.Document
	handlers map[string]Handler
	options  Options
}

// ServeHTTP answers one request: route, authorize, precheck, read and validate, handle, and (strict) compare.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	op, params, routed := s.doc.Route(r)
	if refusal := s.options.Authorize(r); refusal != nil {
		s.send(w, op, *refusal, false)
		return
	}
	if routed != nil {
		s.send(w, nil, s.unrouted(r, routed), false)
		return
	}
	if refusal := s.options.Precheck(op.ID, r); refusal != nil {
		s.send(w, op, *refusal, false)
		return
	}
	call, refusal := s.read(w, r, op, params)
	if refusal != nil {
		s.send(w, op, *refusal, false)
		return
	}
	s.send(w, op, s.handlers[op.ID](call), true)
}

func (s *server) unrouted(r *http.Request, err error) Reply {
	switch {
	case errors.Is(err, specs.ErrPath):
		return s.options.Unknown(r, http.StatusNotFound)
	case errors.Is(err, specs.ErrMethod):
		reply := s.options.Unknown(r, http.StatusMethodNotAllowed)
		reply.Header = reply.Header.Clone()
		if reply.Header == nil {
			reply.Header = http.Header{}
		}
		reply.Header.Set("Allow", strings.Join(s.methods(r), ", "))
		return reply
	}
	return s.options.Invalid(&Call{Request: r, Query: r.URL.Query()}, []specs.Violation{{Where: "path", Message: err.Error()}})
}

// methods returns those that the document has for the request's path, sorted, as a 405 must list them.
func (s *server) methods(r *http.Request) []string {
	var found []string
	for _, method := range []string{"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"} {
		clone := r.Clone(r.Context())
		clone.Method = method
		if _, _, err := s.doc.Route(clone); err == nil {
			found = append(found, method)
		}
	}
	return found
}
