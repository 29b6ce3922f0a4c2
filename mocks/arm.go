package mocks

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"

	"conformance/specs"
	"conformance/suites/record"
)

// Armed is a server with the rules of a fault in front of it.
type Armed struct {
	document *specs.Document
	rules    []Rule
	server   http.Handler

	mu    sync.Mutex
	seen  map[string]int
	fired []int
}

// Arm puts rules in front of a server that the document describes.
func Arm(document *specs.Document, rules []Rule, server http.Handler) *Armed {
	return &Armed{document: document, rules: rules, server: server, seen: map[string]int{}, fired: make([]int, len(rules))}
}

// Fired reports whether every rule fired at least once.
func (a *Armed) Fired() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, n := range a.fired {
		if n == 0 {
			return false
		}
	}
	return true
}

// ServeHTTP lets the rules look at the request, asks the server, and lets them change the answer.
func (a *Armed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, "the request body broke off", http.StatusBadRequest)
		return
	}
	seen := a.look(r, body)
	rules, at := a.matching(seen)
	answer, fires := a.answer(r, seen, rules)
	hang, drop := false, false
	for i, rule := range rules {
		if !fires[i] || !all(rule.answered, answer) {
			continue
		}
		a.mu.Lock()
		a.fired[at[i]]++
		a.mu.Unlock()
		for _, change := range rule.change {
			change(seen, answer)
		}
		hang, drop = hang || rule.hang, drop || rule.drop
	}
	if hang {
		<-r.Context().Done()
	}
	if hang || drop {
		panic(http.ErrAbortHandler)
	}
	answer.write(w)
}

func (a *Armed) look(r *http.Request, body []byte) *Seen {
	seen := &Seen{Path: r.URL.EscapedPath(), Query: r.URL.Query(), Header: r.Header.Clone(), Body: body}
	if op, params, err := a.document.Route(r); err == nil {
		seen.Operation, seen.Params = op.ID, params
	}
	seen.Send = func(operation string, params map[string]string, query url.Values, body any) *Answer {
		return a.send(r, seen.Header, operation, params, query, body)
	}
	_, err := url.ParseQuery(r.URL.RawQuery)
	seen.MalformedQuery = err != nil
	seen.Server, _ = r.Context().Value(prefix{}).(string)
	seen.spelled, _ = r.Context().Value(spelling{}).(http.Header)
	sender, _ := record.ReadSender(r.UserAgent())
	seen.Run, seen.Scenario, seen.Step = sender.Run, sender.Scenario, sender.Step
	a.mu.Lock()
	defer a.mu.Unlock()
	key := fmt.Sprintf("%s\x00%s\x00%s %s", seen.Scenario, seen.Step, seen.Operation, r.URL.Path)
	a.seen[key]++
	seen.Nth = a.seen[key]
	return seen
}

func (a *Armed) matching(seen *Seen) (rules []Rule, at []int) {
	for i, rule := range a.rules {
		named := len(rule.operations) == 0
		for _, operation := range rule.operations {
			named = named || operation == seen.Operation
		}
		if named && all(rule.when, seen) {
			rules, at = append(rules, rule), append(at, i)
		}
	}
	return rules, at
}

// answer asks the server, unless a rule answers in its place, and says which rules still may fire.
func (a *Armed) answer(r *http.Request, seen *Seen, rules []Rule) (*Answer, []bool) {
	fires := make([]bool, len(rules))
	var answer *Answer
	for i, rule := range rules {
		for _, do := range rule.before {
			do(seen)
		}
		// Only one rule can answer in the server's place; the others come too late.
		fires[i] = rule.instead == nil || answer == nil
		if rule.instead != nil && answer == nil {
			answer = rule.instead(seen)
		}
	}
	if answer == nil {
		changed := r.Clone(r.Context())
		changed.Header = seen.Header
		if query := seen.Query.Encode(); query != r.URL.Query().Encode() {
			changed.URL.RawQuery = query
		}
		answer = ask(a.server, changed, seen.Body)
	}
	return answer, fires
}

func (a *Armed) send(r *http.Request, header http.Header, operation string, params map[string]string, query url.Values, body any) *Answer {
	op := a.document.Operation(operation)
	var data []byte
	if body != nil {
		data, _ = json.Marshal(body) // tables hold what can be marshalled
	}
	request := r.Clone(r.Context())
	request.Method, request.Header = op.Method, maps.Clone(header)
	path := op.EscapedPath(params)
	unescaped, _ := url.PathUnescape(path) // EscapedPath escapes well
	request.URL = &url.URL{Scheme: r.URL.Scheme, Host: r.URL.Host, Path: unescaped, RawPath: path, RawQuery: query.Encode()}
	request.RequestURI = request.URL.RequestURI()
	return ask(a.server, request, data)
}

func ask(server http.Handler, request *http.Request, body []byte) *Answer {
	request.Body, request.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	recorder := httptest.NewRecorder()
	server.ServeHTTP(recorder, request)
	result := recorder.Result()
	return &Answer{Status: result.StatusCode, Header: result.Header, Body: recorder.Body.Bytes()}
}

func (answer *Answer) write(w http.ResponseWriter) {
	answer.Header.Del("Content-Length")
	maps.Copy(w.Header(), answer.Header)
	w.WriteHeader(answer.Status)
	_, _ = w.Write(answer.Body) // the client may be gone
}

func all[T any](conditions []func(T) bool, subject T) bool {
	for _, holds := range conditions {
		if !holds(subject) {
			return false
		}
	}
	return true
}
