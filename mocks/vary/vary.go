// Package vary makes a broker of the Open Service Broker API answer in other words that mean the same: members in another
// order, members that nobody asked for, white space, the spelling of headers. All of it is legal, so that whoever stumbles
// over it is wrong, be it a platform or a suite.
//
// What is varied follows from a seed and from how many requests came before, so that a run whose requests come one
// after the other can be repeated byte by byte. Answers that are wrong stay as wrong as they are.
package vary

import (
	"hash/fnv"
	"math/rand/v2"
	"mime"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync/atomic"

	"conformance/specs"
)

// varied is a server whose answers vary.
type varied struct {
	seed     uint64
	document *specs.Document
	server   http.Handler
	requests atomic.Uint64
}

// New returns a server that answers like the given one, in other words. The document is that of the version of the Open
// Service Broker API which the server speaks.
func New(seed uint64, document *specs.Document, server http.Handler) http.Handler {
	return &varied{seed: seed, document: document, server: server}
}

// ServeHTTP answers one request.
func (v *varied) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	dice := rand.New(rand.NewPCG(v.seed, v.requests.Add(1)))
	operation := ""
	if op, _, err := v.document.Route(r); err == nil {
		operation = op.ID
	}
	recorder := httptest.NewRecorder()
	v.server.ServeHTTP(recorder, r)
	header, body := recorder.Result().Header, recorder.Body.Bytes()
	if waits(operation, body) && !v.document.Version.Before("2.15") {
		advise(dice, header)
	}
	if value := read(header, body); value != nil {
		words := dice
		if tag := header.Get("ETag"); tag != "" {
			// The same tag promises the same bytes.
			words = rand.New(rand.NewPCG(v.seed, hash(tag)))
		}
		if !v.document.Version.Before("2.14") {
			extend(words, operation, value)
		}
		body = write(words, value)
	}
	header.Del("Content-Length")
	if len(body) > 0 && dice.IntN(2) == 0 {
		header.Set("Content-Length", strconv.Itoa(len(body)))
	}
	v.send(w, r, dice, recorder.Code, header, body)
}

func (v *varied) send(w http.ResponseWriter, r *http.Request, dice *rand.Rand, status int, header http.Header, body []byte) {
	label(dice, header)
	adorn(dice, header)
	if r.Context().Value(http.ServerContextKey) != nil {
		// Only a caller behind a wire reads names in any spelling.
		respell(dice, header)
	}
	for name, values := range header {
		w.Header()[name] = values
	}
	w.WriteHeader(status)
	_, _ = w.Write(body) // the caller may be gone
}

// read returns the body when it is JSON and says so, or nil.
func read(header http.Header, body []byte) *value {
	media, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil || media != "application/json" || header.Get("Content-Encoding") != "" {
		return nil
	}
	return parse(body)
}

func hash(text string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text)) // never fails
	return h.Sum64()
}
