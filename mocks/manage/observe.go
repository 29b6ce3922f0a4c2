package manage

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"

	"conformance/specs"
	"conformance/suites/record"
)

// arrived begins an exchange with its request. The server reads the same body afterwards, to its end or its breaking off.
func arrived(document *specs.Document, r *http.Request) *entry {
	start, _ := io.ReadAll(io.LimitReader(r.Body, longest+1)) // whoever reads on gets the error again
	r.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(start), r.Body), r.Body}
	kept := start[:min(len(start), longest)]
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	e := &entry{over: make(chan struct{}), cut: len(start) > len(kept)}
	e.Scenario, e.Side = Scenario, record.Target
	e.Request = record.Request{
		Method: r.Method, URL: scheme + "://" + r.Host + r.URL.RequestURI(), Header: r.Header.Clone(), Body: kept,
	}
	if op, _, err := document.Route(r); err == nil {
		e.Operation = op.ID
	}
	e.Step = e.Operation
	return e
}

// observed passes an answer on and remembers it.
type observed struct {
	http.ResponseWriter
	begins func()
	status int
	header http.Header
	body   []byte
	long   bool
	// bodiless is set for answers to HEAD.
	bodiless bool
}

// Unwrap is for http.ResponseController.
func (o *observed) Unwrap() http.ResponseWriter { return o.ResponseWriter }

// WriteHeader remembers the headers as the caller sees them: with their usual names.
func (o *observed) WriteHeader(status int) {
	if o.status == 0 && status >= 200 {
		o.begins()
		o.status, o.header = status, http.Header{}
		for name, values := range o.Header() {
			for _, value := range values {
				o.header.Add(name, value)
			}
		}
	}
	o.ResponseWriter.WriteHeader(status)
}

// Write remembers the beginning of the body, as far as the answer may have one.
func (o *observed) Write(data []byte) (int, error) {
	if o.status == 0 {
		o.WriteHeader(http.StatusOK)
	}
	n, err := o.ResponseWriter.Write(data)
	if !o.bodiless && !errors.Is(err, http.ErrBodyNotAllowed) {
		o.remember(data)
	}
	return n, err
}

func (o *observed) remember(data []byte) {
	if _, decided := o.Header()["Content-Type"]; !decided && len(o.body) == 0 && len(data) > 0 && o.header.Get("Content-Type") == "" {
		// What net/http adds when nobody says what the body is.
		o.header.Set("Content-Type", http.DetectContentType(data))
	}
	room := longest - len(o.body)
	o.long = o.long || len(data) > room
	o.body = append(o.body, data[:min(len(data), room)]...)
}

// response is the answer, nil when none came whole.
func (o *observed) response(panicked bool) *record.Response {
	if panicked || o.long {
		return nil
	}
	if o.status == 0 {
		o.WriteHeader(http.StatusOK)
	}
	return &record.Response{Status: o.status, Header: o.header, Body: o.body}
}

// failure says why there is no answer, or nothing.
func (o *observed) failure(r *http.Request, panicked bool) string {
	switch {
	case panicked && r.Context().Err() != nil:
		return "the caller gave up before an answer came"
	case panicked:
		return "the connection was closed before the answer was complete"
	case o.long:
		return fmt.Sprintf("the answer is longer than the %d bytes that the history keeps", longest)
	}
	return ""
}
