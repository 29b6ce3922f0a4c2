package dispatch

import (
	"errors"
	"io"
	"net/http"
	"net/url"

	"conformance/specs"
	"conformance/specs/jsonvalue"
)

// read takes in the body and validates the request. A reply says why the call ends here.
func (s *server) read(w http.ResponseWriter, r *http.Request, op *specs.Operation, params map[string]string) (*Call, *Reply) {
	call := &Call{Request: r, Operation: op.ID, Params: params, Query: r.URL.Query()}
	if _, err := url.ParseQuery(r.URL.RawQuery); err != nil {
		return nil, s.invalid(call, specs.Violation{Where: "query", Message: "is not percent-encoded as it has to be"})
	}
	raw, err := s.body(w, r)
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		reply := s.options.Unknown(r, http.StatusRequestEntityTooLarge)
		return nil, &reply
	}
	if err != nil {
		return nil, s.invalid(call, specs.Violation{Where: "body", Message: "could not be read to its end"})
	}
	call.Raw = raw
	meaningful := raw
	if r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodDelete {
		meaningful = nil
	}
	if len(meaningful) > 0 {
		body, err := jsonvalue.Decode(meaningful)
		object, isObject := body.(map[string]any)
		if err != nil || !isObject {
			return nil, s.invalid(call, specs.Violation{Where: "body", Message: "is not one JSON object"})
		}
		call.Body = object
	}
	if violations := s.doc.ValidateDecoded(op, params, r, call.Body, call.Body != nil); len(violations) > 0 {
		return nil, s.invalid(call, violations...)
	}
	return call, nil
}

// body reads the whole body, into a buffer of its size where that is known.
func (s *server) body(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if r.ContentLength < 0 || r.ContentLength > s.options.MaxBody {
		return io.ReadAll(http.MaxBytesReader(w, r.Body, s.options.MaxBody))
	}
	raw := make([]byte, r.ContentLength)
	_, err := io.ReadFull(r.Body, raw)
	return raw, err
}

func (s *server) invalid(call *Call, violations ...specs.Violation) *Reply {
	reply := s.options.Invalid(call, violations)
	return &reply
}
