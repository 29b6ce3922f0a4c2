package mocks

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"conformance/specs"
)

// Transport answers requests by calling the handler in memory, without a listener. A handler that aborts with
// http.ErrAbortHandler closes the connection; one that hangs is left when the request's context ends.
func Transport(handler http.Handler) http.RoundTripper { return transport{handler} }

type transport struct{ handler http.Handler }

func (t transport) RoundTrip(request *http.Request) (*http.Response, error) {
	served := request.Clone(context.WithValue(request.Context(), spelling{}, request.Header))
	served.Header = canonical(request.Header)
	// A server sees only path and query, as they stand on the request line.
	u, err := url.ParseRequestURI(request.URL.RequestURI())
	if err != nil {
		return nil, err
	}
	served.URL, served.RequestURI, served.RemoteAddr = u, request.URL.RequestURI(), "192.0.2.1:1234"
	if served.Host == "" {
		served.Host = request.URL.Host
	}
	return serve(t.handler, served, request)
}

// Broken is what a handler panics with where no connection to it comes about: Transport returns the error.
type Broken struct{ Err error }

// spelling is the key of a request's headers as the client spelled them, which no handler sees behind a real server.
type spelling struct{}

// canonical are headers as a server reads them: the case of their names means nothing.
func canonical(header http.Header) http.Header {
	all := http.Header{}
	for name, values := range header {
		name = http.CanonicalHeaderKey(name)
		all[name] = append(all[name], values...)
	}
	return all
}

func serve(handler http.Handler, served, request *http.Request) (*http.Response, error) {
	if served.Body == nil {
		served.Body = http.NoBody
	}
	recorder := httptest.NewRecorder()
	done := make(chan any, 1)
	go func() {
		defer func() { done <- recover() }()
		handler.ServeHTTP(recorder, served)
	}()
	select {
	case <-request.Context().Done():
		return nil, request.Context().Err()
	case panicked := <-done:
		if broken, ok := panicked.(Broken); ok {
			return nil, broken.Err
		}
		if err, ok := panicked.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			return nil, io.EOF
		}
		if panicked != nil {
			panic(panicked)
		}
	}
	response := recorder.Result()
	response.Request = request
	return response, nil
}

// ArmClient puts rules in front of what a client sends to servers that the document describes. Whatever stands before
// /v2/ in a path is the server's own address.
func ArmClient(document *specs.Document, rules []Rule, next http.RoundTripper) (http.RoundTripper, *Armed) {
	armed := Arm(document, rules, forward{next})
	return client{armed}, armed
}

type client struct{ armed *Armed }

type prefix struct{}

func (c client) RoundTrip(request *http.Request) (*http.Response, error) {
	before, after, found := strings.Cut(request.URL.EscapedPath(), "/v2/")
	if !found {
		before, after = "", strings.TrimPrefix(request.URL.EscapedPath(), "/")
	} else {
		after = "v2/" + after
	}
	served := request.Clone(context.WithValue(request.Context(), prefix{}, before))
	served.URL.RawPath = "/" + after
	path, err := url.PathUnescape(served.URL.RawPath)
	if err != nil {
		return nil, err
	}
	served.URL.Path = path
	return serve(c.armed, served, request)
}

// forward passes requests on through a transport, as a handler that rules can stand in front of.
type forward struct{ next http.RoundTripper }

func (f forward) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	out := r.Clone(r.Context())
	before, _ := r.Context().Value(prefix{}).(string)
	out.URL.RawPath = before + r.URL.EscapedPath()
	out.URL.Path, _ = url.PathUnescape(out.URL.RawPath) // it was escaped by a client
	out.RequestURI = ""
	response, err := f.next.RoundTrip(out)
	if err != nil {
		panic(Broken{err})
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	(&Answer{Status: response.StatusCode, Header: response.Header, Body: body}).write(w)
}
